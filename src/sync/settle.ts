import { FatalError, RejectedRecordError, UnknownOutcomeError, UnsupportedError } from '../lib/errors.ts'
import { LeaseLostError, loadChange, type Sighting, type StoredChange, unsettledChanges } from '../store/changes.ts'
import { saveFindings, touchRecords } from '../store/records.ts'
import { type Settlement, settleChange } from '../store/settlements.ts'
import { type FlowRun, placeOf } from './engine.ts'
import { openMirror } from './mirror.ts'
import { collectionNamed, savePage } from './page.ts'
import { settlementBySight } from './sighting.ts'

/** Step 1. Writes whose outcome nobody saw: the target is looked at, and only then is anything planned for their record. */
export async function settle(flowRun: FlowRun): Promise<void> {
  const { engine, flow, connection } = flowRun
  const unsettled = await unsettledChanges(engine.db, placeOf(flowRun))
  if (unsettled.length === 0) return
  const context = await flow.prepare(openMirror(engine.db, connection.id))
  for (const change of unsettled) {
    await settleOrLeave(flowRun, change, context)
    await touchRecords(engine.db, placeOf(flowRun), [change.record])
  }
}

/** A target that cannot be looked at keeps its own record waiting, and no other (X4). */
async function settleOrLeave(flowRun: FlowRun, change: StoredChange, context: unknown): Promise<void> {
  try {
    await settleOne(flowRun, change, context)
  } catch (error) {
    // A key that is refused concerns every record alike.
    if (error instanceof FatalError || error instanceof LeaseLostError) throw error
    flowRun.logger.warn({ change: change.id, error }, 'unclear write could not be looked up')
    await keep(flowRun, change, notLookedUp(error))
  }
}

/** The target is read before anything is kept: what is said to be settled is planned from what it is now. */
async function settleOne(flowRun: FlowRun, change: StoredChange, context: unknown): Promise<void> {
  await waitOutGrace(flowRun, change)
  const looked = await lookedUp(flowRun, change, context)
  const sighting = looked.state === 'unknown' ? await sightingNow(flowRun, change) : undefined
  const settlement = sighting ? await settlementBySight(flowRun, change, sighting, context) : looked
  await refreshTarget(flowRun, settlement.target ?? change.target)
  await keep(flowRun, change, settlement, sighting)
}

/** What the vendor refuses to tell, a later look will not tell either. */
async function lookedUp(flowRun: FlowRun, change: StoredChange, context: unknown): Promise<Settlement> {
  try {
    return await settlementOf(flowRun, change, context, new Date(change.intendedAt))
  } catch (error) {
    if (error instanceof RejectedRecordError || error instanceof UnsupportedError) return notLookedUp(error)
    throw error
  }
}

/** A look takes its time, and somebody may have said it, or said it otherwise, meanwhile. */
async function sightingNow({ engine }: FlowRun, { id }: StoredChange): Promise<Sighting | undefined> {
  return (await loadChange(engine.db, id))?.sightings.at(-1)
}

function notLookedUp(error: unknown): Settlement {
  const message = `the answer was lost and cannot be looked up: ${error instanceof Error ? error.message : error}`
  return { state: 'unknown', reason: 'unclear', message }
}

/** By a sighting only as long as it is the last word; whoever said another has asked for another run. */
async function keep(
  flowRun: FlowRun,
  change: StoredChange,
  settlement: Settlement,
  sighting?: Sighting,
): Promise<void> {
  const { engine, connection, logger } = flowRun
  if (!flowRun.holdsLease()) throw new LeaseLostError(connection.id)
  const isKept = await settleChange(engine.db, change, settlement, sighting)
  if (!isKept) return
  logger.info({ change: change.id, action: change.action, state: settlement.state }, 'unclear write looked up')
  if (settlement.state === 'unknown') await noteUnclear(flowRun, change.record, settlement)
}

/** Nothing is decided for such a record, and the process that wrote it may have died before it noted anything. */
async function noteUnclear(flowRun: FlowRun, id: string, { reason, message }: Settlement): Promise<void> {
  const why = { ...(reason && { reason }), ...(message && { message }) }
  await saveFindings(flowRun.engine.db, placeOf(flowRun), [{ id, state: 'failed', ...why }])
}

/** The vendor may still be working on it: a look too early would find nothing and we would write twice (fault H8). */
async function waitOutGrace({ engine }: FlowRun, change: StoredChange): Promise<void> {
  const remaining = engine.settleGraceMs - (engine.now().getTime() - Date.parse(change.intendedAt))
  if (remaining > 0) await engine.sleep(Math.min(remaining, engine.settleGraceMs))
}

/** What a look at the target says of one unclear write. Used at the start of a run and right after a lost answer. */
export async function settlementOf(
  { flow }: FlowRun,
  change: Pick<StoredChange, 'record' | 'effect'> & Parameters<typeof flow.settle>[0],
  context: unknown,
  meantAt: Date,
): Promise<Settlement> {
  const outcome = await flow.settle(change, context, meantAt)
  if (outcome === 'unsure') {
    return {
      state: 'unknown',
      reason: 'unclear',
      message: 'the target could not be told apart; look at it by hand, then say what is there',
    }
  }
  if (outcome === 'absent') {
    return {
      state: 'failed',
      reason: 'not_applied',
      message: 'interrupted before it reached the target; planned again',
    }
  }
  const target = outcome.target ?? change.target
  const link =
    change.effect === 'create' && target ? ({ record: change.record, target, origin: 'created' } as const) : undefined
  return { ...outcome, state: 'applied', ...(target && { target }), ...(link && { link }) }
}

/** A lost answer, looked up at once: most time-outs are answered by one look, and the record goes on in the same run. */
export async function settleNow(
  flowRun: FlowRun,
  id: string,
  change: Parameters<typeof flowRun.flow.settle>[0],
  context: unknown,
  meantAt: Date,
): Promise<Settlement> {
  try {
    await flowRun.engine.sleep(flowRun.engine.settleGraceMs)
    return await settlementOf(flowRun, change, context, meantAt)
  } catch (error) {
    flowRun.logger.warn({ change: id, error }, 'unclear write could not be looked up yet')
    return {
      state: 'unknown',
      reason: 'unclear',
      message: new UnknownOutcomeError('the answer was lost; the next run looks at the target').message,
    }
  }
}

/** So that the plan is made from what the target is now, not from what it was before the lost write. */
async function refreshTarget(flowRun: FlowRun, target: string | undefined): Promise<void> {
  if (!flowRun.flow.target || !target) return
  const collection = collectionNamed(flowRun, flowRun.flow.target)
  const row = await collection.look(target, openMirror(flowRun.engine.db, flowRun.connection.id))
  if (row) await savePage(flowRun, collection, { rows: [row], rejected: [] })
}
