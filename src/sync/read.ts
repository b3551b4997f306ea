import type { Collection, Flow } from '../connectors/connector.ts'
import { RetryableError, TokenExpiredError } from '../lib/errors.ts'
import { diff } from '../plan/diff.ts'
import { fingerprint } from '../record/fingerprint.ts'
import type { Page, Row } from '../record/record.ts'
import { recordsOfTargets } from '../store/links.ts'
import { touchRecords } from '../store/records.ts'
import {
  collectionState,
  countListed,
  knownRows,
  type SnapshotRow,
  saveCollection,
  saveRows,
} from '../store/snapshots.ts'
import { absences } from './absence.ts'
import type { FlowRun } from './engine.ts'
import { look } from './look.ts'

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

export function collectionNamed({ connection }: FlowRun, name: string): Collection {
  const collection = connection.collections.find((candidate) => candidate.name === name)
  if (!collection) throw new Error(`connector ${connection.connector} names no collection ${name}`)
  return collection
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
  for await (const page of collection.read(since)) {
    if (flowRun.signal.aborted) throw new RetryableError('stopped while reading; the next run reads again')
    await savePage(flowRun, collection, page)
    for (const row of page.rows) seen.add(row.id)
    for (const { id, problem } of page.rejected) {
      if (id) seen.add(id)
      else unreadable.push(problem)
    }
    flowRun.tally.read += page.rows.length
    flowRun.tally.unreadable += page.rejected.length
    token = page.token
  }
  if (!since && unreadable.length === 0) await absences(flowRun, collection, seen)
  await saveCollection(flowRun.engine.db, place, {
    token: token ?? null,
    ...(!since && { full_read_at: flowRun.engine.now() }),
  })
}

/** One page: only rows that differ from what we knew are stored, and only their records become due, in one commit. */
export async function savePage(
  flowRun: FlowRun,
  collection: Collection,
  page: Page<Row>,
  listed = true,
): Promise<void> {
  const place = { connection: flowRun.connection.id, collection: collection.name }
  const rows = [...new Map(page.rows.map((row) => [row.id, snapshotOf(collection, row)])).values()]
  const known = await knownRows(
    flowRun.engine.db,
    place,
    rows.map(({ id }) => id),
  )
  const moved = new Set(
    diff(known, rows)
      .filter(({ type }) => type !== 'unchanged')
      .map(({ id }) => id),
  )
  const changed = rows.filter(({ id, body }) => moved.has(id) && (known.has(id) || (collection.keep?.(body) ?? true)))
  if (changed.length === 0) return
  await flowRun.engine.db.transaction(async (trx) => {
    await saveRows(trx, place, changed, listed)
    for (const flow of flowRun.connection.flows) {
      await touchRecords(
        trx,
        { connection: place.connection, flow: flow.name },
        await recordsOf(trx, flow, place, changed),
      )
    }
  })
}

function snapshotOf(collection: Collection, row: Row): SnapshotRow {
  const ref = collection.ref?.(row)
  return { id: row.id, ...(ref && { ref }), fingerprint: fingerprint(collection.essence(row)), body: row }
}

/** The records of a flow that rows of a list concern. */
export async function recordsOf(
  db: FlowRun['engine']['db'],
  flow: Flow,
  place: { connection: string; collection: string },
  rows: readonly { id: string; ref?: string }[],
): Promise<string[]> {
  const { connection, collection } = place
  if (flow.source === collection) return rows.map(({ id }) => id)
  if (flow.related?.includes(collection)) return rows.flatMap(({ ref }) => ref ?? [])
  if (flow.target === collection)
    return recordsOfTargets(
      db,
      { connection, flow: flow.name },
      rows.map(({ id }) => id),
    )
  return []
}
