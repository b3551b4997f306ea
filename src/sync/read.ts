import type { Collection, Flow } from '../connectors/connector.ts'
import { RetryableError, TokenExpiredError } from '../lib/errors.ts'
import { readAhead } from '../lib/read-ahead.ts'
import { collectionState, countListed, saveCollection } from '../store/snapshots.ts'
import { absences } from './absence.ts'
import type { FlowRun } from './engine.ts'
import { look } from './look.ts'
import { collectionNamed, noteRejected, savePage } from './page.ts'

/** Brings the mirror of every list this flow needs up to date; whatever changed makes its records due. */
export async function read(flowRun: FlowRun): Promise<void> {
  if (flowRun.run.records) return look(flowRun, flowRun.run.records)
  for (const name of listsOf(flowRun.flow)) {
    const reading = flowRun.reads.get(name) ?? readCollection(flowRun, collectionNamed(flowRun, name))
    flowRun.reads.set(name, reading)
    await reading
  }
}

export function listsOf({ source, related = [], target }: Flow): readonly string[] {
  return [source, ...related, ...(target ? [target] : [])]
}

async function readCollection(flowRun: FlowRun, collection: Collection): Promise<void> {
  const { db } = flowRun.engine
  const place = { connection: flowRun.connection.id, collection: collection.name }
  const state = await collectionState(db, place)
  const since = (await mayReadChangesOnly(flowRun, collection, state)) ? state.token : undefined
  try {
    await readList(flowRun, collection, since)
  } catch (error) {
    if (!(error instanceof TokenExpiredError) || !since) throw error
    flowRun.logger.info({ collection: collection.name }, 'token expired, reading the whole list')
    await readList(flowRun, collection, undefined)
  }
}

/** "Changes since" is trusted for a while only: what a vendor counts as a change is not documented (docs/decisions/0002). */
async function mayReadChangesOnly(
  { engine, connection }: FlowRun,
  collection: Collection,
  state: Awaited<ReturnType<typeof collectionState>>,
) {
  const rule = collection.fullRead
  if (!rule || !state.token || !state.fullReadAt) return false
  if (engine.now().getTime() - state.fullReadAt.getTime() >= rule.everyMs) return false
  return (await countListed(engine.db, { connection: connection.id, collection: collection.name })) >= rule.alwaysBelow
}

async function readList(flowRun: FlowRun, collection: Collection, since: string | undefined): Promise<void> {
  const place = { connection: flowRun.connection.id, collection: collection.name }
  const seen = new Set<string>()
  const unreadable: string[] = []
  let token: string | undefined
  let isWhole = true
  for await (const page of readAhead(collection.read(since))) {
    if (flowRun.signal.aborted) throw new RetryableError('stopped while reading; the next run reads again')
    const rejected = await savePage(flowRun, collection, page)
    noteRejected(flowRun, collection, rejected)
    isWhole &&= rejected.length === 0
    for (const row of page.rows) seen.add(row.id)
    for (const { id, problem } of rejected) {
      if (id) seen.add(id)
      else unreadable.push(problem)
    }
    flowRun.tally.read += page.rows.length + page.rejected.length - rejected.length
    token = page.token
  }
  if (!since && unreadable.length === 0) await absences(flowRun, collection, seen)
  // Past a row that could not be read the token must not move: the vendor would not tell of it again (invariant I10).
  await saveCollection(flowRun.engine.db, place, {
    token: (isWhole ? token : since) ?? null,
    ...(!since && { full_read_at: flowRun.engine.now() }),
  })
}
