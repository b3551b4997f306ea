import type { Collection } from '../connectors/mirror.ts'
import { RetryableError } from '../lib/errors.ts'
import { linksOf, recordsOfTargets } from '../store/links.ts'
import { forgetRecords, touchRecords } from '../store/records.ts'
import {
  clearAbsences,
  collectionState,
  forgetRows,
  listedRows,
  markGone,
  noteAbsence,
  saveCollection,
} from '../store/snapshots.ts'
import type { FlowRun } from './engine.ts'
import { openMirror } from './mirror.ts'
import { recordsOf, savePage } from './page.ts'

/** Complete reads without a row, each followed by a direct look that says it is gone, before we believe it (R23). */
const readsToBelieve = 2
/** After a list came back empty where it had rows, we want more, and time: a lost read right looks just like this. */
const emptyReadsToBelieve = 3
const emptyMsToBelieve = 15 * 60_000
/** Direct looks in one run. The rest wait for the next one; nothing depends on their order. */
const looksPerRun = 100

/** What a complete read did not bring. Nobody's linked object is believed gone without proof. */
export async function absences(flowRun: FlowRun, collection: Collection, seen: ReadonlySet<string>): Promise<void> {
  const { db } = flowRun.engine
  const place = { connection: flowRun.connection.id, collection: collection.name }
  const listed = await listedRows(db, place)
  await clearAbsences(
    db,
    place,
    listed.filter(({ id, absences }) => absences > 0 && seen.has(id)).map(({ id }) => id),
  )
  const missing = listed.filter(({ id }) => !seen.has(id))
  const linked = await linkedOf(
    flowRun,
    collection,
    missing.map(({ id }) => id),
  )
  await forget(
    flowRun,
    collection,
    missing.map(({ id }) => id).filter((id) => !linked.has(id)),
  )

  const suspects = missing
    .filter(({ id }) => linked.has(id))
    .sort((a, b) => b.absences - a.absences)
    .slice(0, looksPerRun)
  let stillThere = 0
  for (const { id, absences } of suspects)
    stillThere += Number(await lookForMissing(flowRun, collection, id, absences + 1, seen.size === 0))
  await judgeEmptyList(flowRun, collection, seen.size === 0 && suspects.length > stillThere)
}

/** True when a direct look found the row: it exists, it only left the list (a job that was filled, say). */
async function lookForMissing(
  flowRun: FlowRun,
  collection: Collection,
  id: string,
  absences: number,
  isEmptyList: boolean,
): Promise<boolean> {
  const { db } = flowRun.engine
  const place = { connection: flowRun.connection.id, collection: collection.name }
  const row = await collection.look(id, openMirror(db, flowRun.connection.id))
  if (row) {
    await savePage(flowRun, collection, { rows: [row], rejected: [] }, false)
    return true
  }
  await noteAbsence(db, place, id)
  if (absences < readsToBelieve || (isEmptyList && !(await mayBelieveEmpty(flowRun, place, absences)))) return false
  await db.transaction(async (trx) => {
    await markGone(trx, place, id)
    for (const flow of flowRun.connection.flows) {
      await touchRecords(
        trx,
        { connection: place.connection, flow: flow.name },
        await recordsOf(trx, flow, place, [{ id }]),
      )
    }
  })
  return false
}

async function mayBelieveEmpty(
  { engine }: FlowRun,
  place: { connection: string; collection: string },
  absences: number,
): Promise<boolean> {
  const { emptySince } = await collectionState(engine.db, place)
  return (
    absences >= emptyReadsToBelieve &&
    emptySince !== undefined &&
    engine.now().getTime() - emptySince.getTime() >= emptyMsToBelieve
  )
}

/** An empty list where linked rows were, none of which a direct look finds: stop this flow and say so. */
async function judgeEmptyList(flowRun: FlowRun, collection: Collection, isSuspicious: boolean): Promise<void> {
  const { engine, connection } = flowRun
  const place = { connection: connection.id, collection: collection.name }
  const { emptySince } = await collectionState(engine.db, place)
  await saveCollection(engine.db, place, { empty_since: isSuspicious ? (emptySince ?? engine.now()) : null })
  if (!isSuspicious) return
  const stillLinked = await linkedOf(
    flowRun,
    collection,
    (await listedRows(engine.db, place)).map(({ id }) => id),
  )
  if (stillLinked.size === 0) return
  throw new RetryableError(
    `${collection.name} came back empty though ${stillLinked.size} linked rows were there before; nothing is concluded from it. ` +
      'Check that the key may still read them; if they are really gone this is believed after 3 such reads and 15 minutes',
  )
}

async function linkedOf(
  { engine, connection }: FlowRun,
  collection: Collection,
  ids: readonly string[],
): Promise<Set<string>> {
  const linked = new Set<string>()
  for (const flow of connection.flows) {
    const place = { connection: connection.id, flow: flow.name }
    if (flow.source === collection.name) for (const id of (await linksOf(engine.db, place, ids)).keys()) linked.add(id)
    if (flow.target !== collection.name || ids.length === 0) continue
    const records = await recordsOfTargets(engine.db, place, ids)
    for (const { target } of (await linksOf(engine.db, place, records)).values()) linked.add(target)
  }
  return linked
}

/** Rows without a link never caused a write, so nothing depends on them; should they return, they are new. */
async function forget({ engine, connection }: FlowRun, collection: Collection, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await engine.db.transaction(async (trx) => {
    await forgetRows(trx, { connection: connection.id, collection: collection.name }, ids)
    for (const flow of connection.flows) {
      if (flow.source === collection.name) await forgetRecords(trx, { connection: connection.id, flow: flow.name }, ids)
    }
  })
}
