import { RejectedRecordError } from '../../lib/errors.ts'
import { inParallel } from '../../lib/in-parallel.ts'
import type { Page, RejectedRow } from '../../record/record.ts'
import type { Crosschq } from '../../systems/crosschq/client.ts'
import type { ReferenceRequest } from '../../systems/crosschq/schema.ts'
import type { Collection, Mirror } from '../mirror.ts'
import { type Made, madeRequests } from './made.ts'
import { isOver, type RequestRow, rowOf, withCompletion } from './request-row.ts'

export const REQUEST_ROWS = 'crosschq.requests'

const minute = 60_000
/** Crosschq's clock and ours may differ, and a change may show up late in its list. */
const OVERLAP_MS = 5 * minute
const DAY_MS = 24 * 60 * minute
const PAGE = 50
const QUIET_AFTER_MS = 30 * DAY_MS

/**
 * The requests that we made; others' are never kept. Where Crosschq has no list of changes (none is documented), each
 * that still runs is asked for by itself.
 */
export function requestCollection(crosschq: Crosschq, now = () => new Date()): Collection<RequestRow> {
  let hasList = true
  return {
    name: REQUEST_ROWS,
    async *read(since, mirror) {
      const made = await madeRequests(mirror)
      if (made.size === 0) return yield { rows: [], rejected: [] }
      const listed = hasList ? await crosschq.requestsSince(since ?? beginning(made)) : 'unsupported'
      hasList = listed !== 'unsupported'
      const pages =
        listed === 'unsupported'
          ? oneByOne({ crosschq, mirror, made, isOnlyChanges: since !== undefined, now: now() })
          : oursOf(listed, made, since)
      for await (const { rows, ...page } of pages) yield { ...page, rows: await kept(rows, mirror, now()) }
    },
    async look(id, mirror) {
      const ours = (await madeRequests(mirror)).get(id)
      const request = ours && (await crosschq.request(id))
      return request && (await kept([rowOf(request, ours)], mirror, now()))[0]
    },
    essence: ({ id, ...request }) => ({ ...request, notices: [...request.notices] }),
    ref: ({ application }) => application,
    fullRead: { everyMs: DAY_MS, alwaysBelow: 0 },
  }
}

async function kept(rows: readonly RequestRow[], mirror: Mirror, now: Date): Promise<readonly RequestRow[]> {
  const whole: RequestRow[] = []
  for (const row of rows) {
    const before = row.status === 'completed' ? await mirror.row<RequestRow>(REQUEST_ROWS, row.id) : undefined
    whole.push(withCompletion(row, before, now))
  }
  return whole
}

function beginning(made: ReadonlyMap<string, Made>): string {
  const first = Math.min(...[...made.values()].map(({ at }) => at.getTime()))
  return new Date(first - DAY_MS).toISOString()
}

async function* oursOf(
  pages: AsyncIterable<Page<ReferenceRequest>>,
  made: ReadonlyMap<string, Made>,
  since: string | undefined,
): AsyncGenerator<Page<RequestRow>> {
  let latest = 0
  for await (const { rows, rejected } of pages) {
    for (const { updatedAt, createdAt } of rows)
      latest = Math.max(latest, Date.parse(updatedAt ?? createdAt ?? '') || 0)
    yield {
      rows: rows.flatMap((request) => (made.has(request.id) ? [rowOf(request, made.get(request.id)!)] : [])),
      rejected: rejected.filter(({ id }) => id === undefined || made.has(id)),
    }
  }
  const token = latest > 0 ? new Date(latest - OVERLAP_MS).toISOString() : since
  yield { rows: [], rejected: [], ...(token && { token }) }
}

/**
 * Each that still runs. What is over stays as it was, and is told again on a full read, so that it does not count as gone.
 * Who has not answered for a month is asked about once a day only.
 */
async function* oneByOne({ crosschq, mirror, made, isOnlyChanges, now }: OneByOne): AsyncGenerator<Page<RequestRow>> {
  const known = new Map((await mirror.rows<RequestRow>(REQUEST_ROWS)).map((row) => [row.id, row]))
  const [over, running] = parted([...made.values()], ({ id }) => isOver(known.get(id) ?? { status: 'pending' }))
  const asked = running.filter(({ at }) => !isOnlyChanges || now.getTime() - at.getTime() < QUIET_AFTER_MS)
  for (let start = 0; start < asked.length; start += PAGE)
    yield await readAll(crosschq, asked.slice(start, start + PAGE))
  yield { rows: isOnlyChanges ? [] : over.map(({ id }) => known.get(id)!), rejected: [], token: now.toISOString() }
}

interface OneByOne {
  readonly crosschq: Crosschq
  readonly mirror: Mirror
  readonly made: ReadonlyMap<string, Made>
  readonly isOnlyChanges: boolean
  readonly now: Date
}

async function readAll(crosschq: Crosschq, made: readonly Made[]): Promise<Page<RequestRow>> {
  const rows: RequestRow[] = []
  const rejected: RejectedRow[] = []
  await inParallel(made, 4, async (one) => {
    const row = await readOne(crosschq, one)
    if (row && 'problem' in row) rejected.push(row)
    else if (row) rows.push(row)
  })
  return { rows, rejected }
}

function parted<T>(all: readonly T[], isFirst: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))]
}

async function readOne(crosschq: Crosschq, made: Made): Promise<RequestRow | RejectedRow | undefined> {
  try {
    const request = await crosschq.request(made.id)
    return request && rowOf(request, made)
  } catch (error) {
    if (error instanceof RejectedRecordError) return { id: made.id, problem: error.message }
    throw error
  }
}
