import type { Connection } from '../connectors/connector.ts'
import type { Flow } from '../connectors/flow.ts'
import type { Collection } from '../connectors/mirror.ts'
import { diff } from '../plan/diff.ts'
import { fingerprint } from '../record/fingerprint.ts'
import type { Page, RejectedRow, Row } from '../record/record.ts'
import type { Knex } from '../store/database.ts'
import { recordsOfTargets } from '../store/links.ts'
import { touchRecords } from '../store/records.ts'
import { knownRows, type SnapshotRow, saveRows } from '../store/snapshots.ts'
import type { FlowRun } from './engine.ts'
import { timed } from './steps.ts'
import { nameable, storable } from './storable.ts'

/**
 * One page: only rows that differ from what we knew are stored, and only their records become due, in one commit.
 * Answers with the rows that could not be used.
 */
export async function savePage(
  flowRun: FlowRun,
  collection: Collection,
  page: Page<Row>,
  listed = true,
): Promise<readonly RejectedRow[]> {
  const { rows, rejected } = nameable(page)
  const changed = await changedRows(flowRun, collection, rows)
  // What is unchanged has been stored before, so only the few others are looked through.
  const { rows: stored, rejected: refused } = storable({ rows: changed.map(({ body }) => body), rejected })
  const ids = new Set(stored.map(({ id }) => id))
  await save(
    flowRun,
    collection,
    changed.filter(({ id }) => ids.has(id)),
    listed,
  )
  return refused
}

/** The same as step 3 of a reading, timed as such. */
export function diffPage(flowRun: FlowRun, collection: Collection, page: Page<Row>): Promise<readonly RejectedRow[]> {
  return timed(flowRun, 'diff', () => savePage(flowRun, collection, page))
}

/** Counted, logged, and the first few named in the run's report. */
export function noteRejected({ tally, logger }: FlowRun, { name }: Collection, rejected: readonly RejectedRow[]): void {
  for (const { id: given, problem } of rejected) {
    // A row that cannot be read may hold anything where its id should be, a person too.
    const id = given && /^[\w-]{1,64}$/.test(given) ? given : undefined
    tally.unreadable += 1
    logger.warn({ collection: name, id, problem }, 'row could not be read')
    if (tally.unreadable > rejectedNamed) continue
    const told = `${name} ${id ?? '(no usable id)'} could not be read: ${problem}`
    tally.problem = tally.problem ? `${tally.problem}; ${told}` : told
  }
}

const rejectedNamed = 3

async function changedRows(
  { engine, connection }: FlowRun,
  collection: Collection,
  read: readonly Row[],
): Promise<readonly SnapshotRow[]> {
  const rows = [...new Map(read.map((row) => [row.id, snapshotOf(collection, row)])).values()]
  const known = await knownRows(
    engine.db,
    { connection: connection.id, collection: collection.name },
    rows.map(({ id }) => id),
  )
  const moved = new Set(
    diff(known, rows)
      .filter(({ type }) => type !== 'unchanged')
      .map(({ id }) => id),
  )
  return rows.filter(({ id, body }) => moved.has(id) && (known.has(id) || (collection.keep?.(body) ?? true)))
}

async function save(
  { engine, connection }: FlowRun,
  collection: Collection,
  changed: readonly SnapshotRow[],
  listed: boolean,
): Promise<void> {
  if (changed.length === 0) return
  await engine.db.transaction((trx) => saveIn(trx, connection, collection, changed, listed))
}

/** A row of ours: nobody else tells of it, so it is kept with everything it makes due in the caller's transaction. */
export async function keepOwn(trx: Knex, connection: Connection, name: string, row: Row): Promise<void> {
  const collection = connection.collections.find((candidate) => candidate.name === name)
  if (!collection?.isOwn) throw new Error(`connector ${connection.connector} keeps no rows of its own in ${name}`)
  await saveIn(trx, connection, collection, [snapshotOf(collection, row)], true)
}

async function saveIn(
  trx: Knex,
  connection: Connection,
  collection: Collection,
  changed: readonly SnapshotRow[],
  listed: boolean,
): Promise<void> {
  const place = { connection: connection.id, collection: collection.name }
  await saveRows(trx, place, changed, listed)
  for (const flow of connection.flows) {
    const records = await recordsOf(trx, flow, place, changed)
    await touchRecords(trx, { connection: place.connection, flow: flow.name }, records)
  }
}

function snapshotOf(collection: Collection, row: Row): SnapshotRow {
  const ref = collection.ref?.(row)
  return { id: row.id, ...(ref && { ref }), fingerprint: fingerprint(collection.essence(row)), body: row }
}

/** The records of a flow that rows of a list concern. */
export async function recordsOf(
  db: Knex,
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

export function collectionNamed({ connection }: FlowRun, name: string): Collection {
  const collection = connection.collections.find((candidate) => candidate.name === name)
  if (!collection) throw new Error(`connector ${connection.connector} names no collection ${name}`)
  return collection
}
