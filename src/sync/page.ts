import type { Collection, Flow } from '../connectors/connector.ts'
import { diff } from '../plan/diff.ts'
import { fingerprint } from '../record/fingerprint.ts'
import type { Page, RejectedRow, Row } from '../record/record.ts'
import type { Knex } from '../store/database.ts'
import { recordsOfTargets } from '../store/links.ts'
import { touchRecords } from '../store/records.ts'
import { knownRows, type SnapshotRow, saveRows } from '../store/snapshots.ts'
import type { FlowRun } from './engine.ts'
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
  const place = { connection: connection.id, collection: collection.name }
  await engine.db.transaction(async (trx) => {
    await saveRows(trx, place, changed, listed)
    for (const flow of connection.flows) {
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
