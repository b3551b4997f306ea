import type { Verdict } from '../plan/guard.ts'
import type { Plan } from '../plan/plan.ts'
import { verifyChanges } from '../store/changes.ts'
import { noteFirstRun } from '../store/connections.ts'
import { hold } from '../store/holds.ts'
import { adoptTarget } from '../store/links.ts'
import { type Finding, saveFindings } from '../store/records.ts'
import { requestRun } from '../store/runs.ts'
import { again, type Decided, inStep } from './decide.ts'
import { type FlowRun, placeOf } from './engine.ts'
import { newestHold } from './held.ts'
import type { Verified } from './verify.ts'

type Planned = Pick<Decided, 'plan' | 'works'>
type Holding = Extract<Verdict, { type: 'hold' }>

/** Step 9: what this run found out, kept. Only what was read back as desired is acknowledged. */
export const record = { outcomes, held, passed, previewed }

async function outcomes(flowRun: FlowRun, verified: readonly Verified[]): Promise<void> {
  const { engine } = flowRun
  for (const { work, target } of verified.filter(({ work, isVerified }) => isVerified && work.adopt)) {
    await adoptTarget(
      engine.db,
      { ...placeOf(flowRun), source: flowRun.flow.source },
      { record: work.source.id, target: target! },
    )
  }
  const inOrder = verified.filter(({ isVerified }) => isVerified).map(({ work }) => work)
  await verifyChanges(
    engine.db,
    placeOf(flowRun),
    inOrder.map(({ source }) => source.id),
  )
  for (const { changes } of inOrder) await engine.checkpoint?.('afterVerify', changes[0]!)
  const findings: Finding[] = []
  for (const one of verified) findings.push(await findingOf(flowRun, one))
  await saveFindings(engine.db, placeOf(flowRun), findings)
  for (const { changes } of inOrder) await engine.checkpoint?.('afterAcknowledge', changes[0]!)
}

async function findingOf(flowRun: FlowRun, { work, failure, isVerified }: Verified): Promise<Finding> {
  const { id } = work.source
  const { issues } = work
  if (isVerified) return inStep(flowRun, id, work.desired, issues)
  if (!failure) {
    return again(flowRun, id, {
      id,
      state: 'failed',
      reason: 'not_held',
      issues,
      message: 'written, but reading it back shows another value',
    })
  }
  const { reason, message } = failure
  if (failure.isUnsupported) return { id, state: 'skipped', reason, message, issues }
  return again(flowRun, id, { id, state: failure.isRefused ? 'attention' : 'failed', reason, message, issues })
}

/** The records stay due: the next run plans them again, and an approval counts only if it comes to the same plan. */
async function held(flowRun: FlowRun, { plan, works }: Planned, verdict: Holding): Promise<Plan> {
  const { engine, run, tally, logger } = flowRun
  if (run.records) return leftToWholeRun(flowRun, { plan, works }, verdict)
  await hold(engine.db, run.id, plan, verdict.reasons)
  const message = `${messageOf(verdict)}; approve the plan to let it run`
  const findings = works.map(
    ({ source, issues }): Finding => ({
      id: source.id,
      state: 'held',
      reason: 'held',
      message,
      issues,
      dueAt: engine.now(),
    }),
  )
  await saveFindings(engine.db, placeOf(flowRun), findings)
  tally.state = 'held'
  tally.digest = plan.digest
  tally.problem = message
  logger.warn(
    { digest: plan.digest, reasons: verdict.reasons.map(({ limit, count, allowed }) => ({ limit, count, allowed })) },
    'plan held',
  )
  return plan
}

/**
 * Too much for a look, or for many of them one after the other: whether it may run is decided over everything at once. Not
 * asked for while a plan waits or is approved: it would be another plan by then, and whoever decides must have the time to.
 */
async function leftToWholeRun(flowRun: FlowRun, { plan, works }: Planned, verdict: Holding): Promise<Plan> {
  const { engine, connection, run, tally, logger } = flowRun
  const isDeciding = (await newestHold(flowRun, ['waiting', 'approved'])) !== undefined
  const when = isDeciding ? 'the next run over everything plans' : 'a run over everything follows, which plans'
  const message = `${messageOf(verdict)}; ${when} them together`
  const waiting = { state: 'pending', reason: 'over_limit', message, dueAt: engine.now() } as const
  const findings = works.map(({ source, issues }): Finding => ({ ...waiting, id: source.id, issues }))
  await saveFindings(engine.db, placeOf(flowRun), findings)
  if (!isDeciding) await requestRun(engine.db, { connection: connection.id, trigger: run.trigger })
  tally.state = 'held'
  tally.problem = [tally.problem, message].filter(Boolean).join('; ')
  logger.warn({ records: works.length }, 'too much for a run of single records; a run over everything decides')
  return plan
}

function messageOf({ reasons }: Holding): string {
  return reasons.map(({ message }) => message).join('; ')
}

/** A flow that is off has not run yet: what it finds once it is switched on is no later bulk. */
async function passed({ engine, connection, flow, tally, run }: FlowRun): Promise<void> {
  if (flow.isOff?.()) return
  if (tally.state === 'done' && !run.records) await noteFirstRun(engine.db, connection.id, flow.name)
}

/** A dry run ends here: it only tells whether such a plan could run unattended. */
function previewed({ tally }: FlowRun, { plan }: Decided, verdict: Verdict): Plan {
  tally.state = 'done'
  if (verdict.type === 'hold') {
    tally.wouldHold = verdict.reasons.map(({ message }) => message)
    tally.problem = `a run would be held: ${tally.wouldHold.join('; ')}`
  }
  return plan
}
