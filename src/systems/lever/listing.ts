import { z } from 'zod'
import { FatalError, RetryableError } from '../../lib/errors.ts'
import { isObject, textOf } from '../../lib/loose.ts'
import type { Page, RejectedRow } from '../../record/record.ts'
import { type Answered, type Ask, bodyOf, factsOf, messageOf, problemOf, type Question } from './call.ts'

export interface Listing<T> extends Pick<Question, 'path' | 'template' | 'query' | 'permission' | 'about'> {
  readonly row: z.ZodType<T>
  /** Of such a list the reference has no paging: no size of a page is asked for. Should it give pages, they are followed. */
  readonly takesNoLimit?: boolean
  /** The cursor of a page that was dealt with: go on behind it. Its lifetime is not documented; one dropped starts anew. */
  readonly from?: string
}

/**
 * Every page, or an error: a normal end means that nothing is missing. A row may come twice, after a restart or where
 * the list shifted while it was read; the later one is the newer.
 * https://hire.lever.co/developer/documentation#pagination
 */
export async function* pagesOf<T>(ask: Ask, listing: Listing<T>): AsyncGenerator<Page<T>, void> {
  for (let restarts = 0; restarts <= MAX_RESTARTS; restarts++) {
    const end = yield* walk(ask, listing, restarts === 0 ? listing.from : undefined)
    if (end === 'complete') return
  }
  throw broken(listing, `dropped the offset ${MAX_RESTARTS + 1} times in one list`)
}

/** For lists of which every row counts: all of them or an error. Of rows that came twice, the later one. */
export async function allOf<T extends { readonly id: string }>(ask: Ask, listing: Listing<T>): Promise<readonly T[]> {
  const all = new Map<string, T>()
  for await (const { rows, rejected } of pagesOf(ask, listing)) {
    const [unread] = rejected
    if (unread) throw broken(listing, `gave a row that cannot be read: ${unread.problem}`)
    for (const row of rows) all.set(row.id, row)
  }
  return [...all.values()]
}

/** The largest page Lever gives. */
const PAGE_SIZE = 100
/** A million rows; past that the list has no end. */
const MAX_PAGES = 10_000
const MAX_RESTARTS = 3

/** `hasNext` and `next` may both be missing; the reference's example of files is a bare list. */
const Envelope = z.union([
  z.array(z.unknown()).transform((data) => ({ data, hasNext: false, next: undefined })),
  z
    .object({ data: z.array(z.unknown()), hasNext: z.boolean().nullish(), next: z.string().nullish() })
    // An offset without the flag can only mean more: taking it for the end would lose the rest of the list.
    .transform(({ data, hasNext, next }) => ({ data, hasNext: hasNext ?? Boolean(next), next: next || undefined })),
])

async function* walk<T>(
  ask: Ask,
  listing: Listing<T>,
  from: string | undefined,
): AsyncGenerator<Page<T>, 'complete' | 'offset dropped'> {
  const offsets = new Set<string>()
  let offset = from
  for (let page = 1; page <= MAX_PAGES; page++) {
    const answered = await ask(questionOf(listing, offset))
    if (offset !== undefined && isDroppedOffset(answered)) return 'offset dropped'
    const { data, hasNext, next } = envelopeOf(answered)
    if (hasNext && next === undefined) throw broken(listing, 'says there is more, but not where')

    yield { ...readRows(data, listing.row), ...(hasNext && { cursor: next }) }
    if (!hasNext || next === undefined) return 'complete'
    if (offsets.has(next)) throw broken(listing, 'gave the same offset twice')
    offsets.add(next)
    offset = next
  }
  throw broken(listing, `has a list of more than ${MAX_PAGES} pages`)
}

function questionOf<T>(listing: Listing<T>, offset: string | undefined): Question {
  const { path, template, query, permission, about, takesNoLimit } = listing
  const paged = { ...query, limit: takesNoLimit ? undefined : PAGE_SIZE, offset }
  return { method: 'GET', effect: 'read', path, template, permission, about, query: paged }
}

/** There is no code for it; the sentence is known from public clients. */
function isDroppedOffset({ answer }: Answered): boolean {
  return answer.status >= 400 && /invalid offset token/i.test(messageOf(answer.body))
}

function envelopeOf(answered: Answered): z.output<typeof Envelope> {
  const { question, answer } = answered
  if (answer.status === 404 && question.about !== 'record') {
    throw new FatalError('There is no Lever API at this address; look at lever.baseUrl', factsOf(answered))
  }
  const envelope = Envelope.safeParse(bodyOf(answered).body)
  if (envelope.success) return envelope.data
  throw new RetryableError('Lever answered a list without its rows', factsOf(answered))
}

function readRows<T>(raw: readonly unknown[], schema: z.ZodType<T>): Page<T> {
  const rows: T[] = []
  const rejected: RejectedRow[] = []
  for (const each of raw) {
    const read = schema.safeParse(each)
    if (read.success) rows.push(read.data)
    else rejected.push({ id: isObject(each) ? textOf(each.id) : undefined, problem: problemOf(read.error) })
  }
  return { rows, rejected }
}

function broken<T>({ template }: Listing<T>, what: string): RetryableError {
  return new RetryableError(`Lever ${what}`, { method: 'GET', path: template })
}
