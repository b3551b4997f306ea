import { isEmpty } from '../plan/plan.ts'
import type { FlowRun } from './engine.ts'
import { apply, decide, judge, read, record, settle, verify } from './timed-steps.ts'

/**
 * One flow, once: the whole of Hirewire in order (docs/architecture.md, "The flow"). Steps 3, 4, 6 and 7 decide in pure
 * functions; only `settle`, `apply` and `verify` talk to the target, and only `apply` writes to it.
 */
export async function runFlow(flowRun: FlowRun) {
  if (!flowRun.run.dryRun && !flowRun.flow.isOff?.()) await settle(flowRun) // 1 what an earlier run left open
  await read(flowRun) // 2 read, 3 diff: changed rows make records due
  const decided = await decide(flowRun) // 4 desire, 5 match, 6 plan
  const verdict = await judge(flowRun, decided.plan) // 7 guard
  if (flowRun.run.dryRun) return record.previewed(flowRun, decided, verdict)
  if (verdict.type === 'hold') return record.held(flowRun, decided, verdict)
  if (isEmpty(decided.plan)) return finish(flowRun, decided)

  const applied = await apply(flowRun, decided) // 8 intend, call, settle
  const verified = await verify(flowRun, applied, decided.context) //   read back and compare
  await record.outcomes(flowRun, verified) // 9 only what was applied is acknowledged
  return finish(flowRun, decided)
}

async function finish(flowRun: FlowRun, decided: Awaited<ReturnType<typeof decide>>) {
  if (flowRun.tally.state === 'running') flowRun.tally.state = 'done'
  await record.passed(flowRun)
  return decided.plan
}
