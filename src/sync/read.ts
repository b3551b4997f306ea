import type { Flow } from '../connectors/flow.ts'
import type { Collection } from '../connectors/mirror.ts'
import { RetryableError, TokenExpiredError } from '../lib/errors.ts'
import { readAhead } from '../lib/read-ahead.ts'
import { noteFirstSeen } from '../store/first-seen.ts'
import { collectionState, countListed, saveCollection } from '../store/snapshots.ts'
import { absences } from './absence.ts'
import type { FlowRun } from './engine.ts'
import { look } from './look.ts'
import { openMirror } from './mirror.ts'
import { collectionNamed, diffPage, noteRejected } from './page.ts'

/** Brings the mirror of every list this flow needs up to date; whatever changed makes its records due. */
export async function read(flowRun: FlowRun): Promise<void> {
  await noteTriggers(flowRun)
  if (flowRun.flow.isOff?.()) return
  if (flowRun.run.records) return look(flowRun, flowRun.run.records)
  for (const name of listsOf(flowRun.flow)) {
    const collection = collectionNamed(flowRun, name)
    if (collection.isOwn) continue
    const reading = flowRun.reads.get(name) ?? readCollection(flowRun, collection)
    flowRun.reads.set(name, reading)
    await reading
  }
}

/** Before anything is read: what happens from now on counts, however long the reading takes. */
async function noteTriggers({ engine, connection, flow, run }: FlowRun): Promise<void> {
  if (run.dryRun || !flow.waitsFor) return
  const names = flow.isOff?.() ? [] : flow.waitsFor()
  await noteFirstSeen(engine.db, { connection: connection.id, flow: flow.name }, names, engine.now())
}

export function listsOf({ source, related = [], target }: Flow): readonly string[] {
  return [source, ...related, ...(target ? [target] : [])]
}

async function readCollection(flowRun: FlowRun, collection: Collection): Promise<void> {
  const { db } = flowRun.engine
  const place = { connection: flowRun.connection.id, collection: collection.name }
  const state = await collectionState(db, place)
  const since = (await mayReadChangesOnly(flowRun, collection, state)) ? state.token : undefined
  // Only a first read goes on where it stood: a later one must see every row to tell which are gone.
  const from = state.fullReadAt ? undefined : state.cursor
  try {
    await readList(flowRun, collection, { since, from, isFirst: !state.fullReadAt })
  } catch (error) {
    if (!(error instanceof TokenExpiredError) || !since) throw error
    flowRun.logger.info({ collection: collection.name }, 'token expired, reading the whole list')
    await readList(flowRun, collection, { isFirst: false })
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

interface Stretch {
  readonly since?: string | undefined
  readonly from?: string | undefined
  readonly isFirst: boolean
}

async function readList(flowRun: FlowRun, collection: Collection, { since, from, isFirst }: Stretch): Promise<void> {
  const mirror = openMirror(flowRun.engine.db, flowRun.connection.id)
  const place = { connection: flowRun.connection.id, collection: collection.name }
  const seen = new Set<string>()
  const unreadable: string[] = []
  let token: string | undefined
  let isWhole = true
  for await (const page of readAhead(collection.read(since, mirror, from))) {
    if (flowRun.signal.aborted) throw new RetryableError('stopped while reading; the next run reads again')
    const rejected = await diffPage(flowRun, collection, page)
    noteRejected(flowRun, collection, rejected)
    isWhole &&= rejected.length === 0
    for (const row of page.rows) seen.add(row.id)
    for (const { id, problem } of rejected) {
      if (id) seen.add(id)
      else unreadable.push(problem)
    }
    flowRun.tally.read += page.rows.length + page.rejected.length - rejected.length
    token = page.token
    if (isFirst && isWhole && page.cursor) await saveCollection(flowRun.engine.db, place, { cursor: page.cursor })
  }
  if (!since && !from && unreadable.length === 0) await absences(flowRun, collection, seen)
  // Past a row that could not be read the token must not move: the vendor would not tell of it again (invariant I10).
  await saveCollection(flowRun.engine.db, place, {
    token: (isWhole ? token : since) ?? null,
    cursor: null,
    ...(!since && { full_read_at: flowRun.engine.now() }),
  })
}
