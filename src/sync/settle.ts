import { UnknownOutcomeError } from '../lib/errors.ts'
import { type Settlement, type StoredChange, settleChange, unsettledChanges } from '../store/changes.ts'
import { touchRecords } from '../store/records.ts'
import { type FlowRun, placeOf } from './engine.ts'
import { openMirror } from './mirror.ts'
import { collectionNamed, savePage } from './page.ts'

/** Step 1. Writes whose outcome nobody saw: the target is looked at, and only then is anything planned for their record. */
export async function settle(flowRun: FlowRun): Promise<void> {
  const { engine, flow, connection } = flowRun
  const unsettled = await unsettledChanges(engine.db, placeOf(flowRun))
  if (unsettled.length === 0) return
  const context = await flow.prepare(openMirror(engine.db, connection.id))
  for (const change of unsettled) {
    await settleOne(flowRun, change, context)
    await touchRecords(engine.db, placeOf(flowRun), [change.record])
  }
}

async function settleOne(flowRun: FlowRun, change: StoredChange, context: unknown): Promise<void> {
  await waitOutGrace(flowRun, change)
  const settlement = await settlementOf(flowRun, change, context)
  flowRun.logger.info({ change: change.id, action: change.action, state: settlement.state }, 'unclear write looked up')
  await settleChange(flowRun.engine.db, change, settlement)
  await refreshTarget(flowRun, settlement.target ?? change.target)
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
): Promise<Settlement> {
  const outcome = await flow.settle(change, context)
  if (outcome === 'unsure') {
    return {
      state: 'unknown',
      reason: 'unclear',
      message: 'the target could not be told apart; look at it by hand, then run again',
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
): Promise<Settlement> {
  try {
    await flowRun.engine.sleep(flowRun.engine.settleGraceMs)
    return await settlementOf(flowRun, change, context)
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
  const row = await collection.look(target)
  if (row) await savePage(flowRun, collection, { rows: [row], rejected: [] })
}
