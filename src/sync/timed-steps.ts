import { apply as applyStep } from './apply.ts'
import { decide as decideStep } from './decide.ts'
import type { FlowRun } from './engine.ts'
import { judge as judgeStep } from './judge.ts'
import { read as readStep } from './read.ts'
import { record as recordStep } from './record.ts'
import { settle as settleStep } from './settle.ts'
import { type StepName, timed } from './steps.ts'
import { verify as verifyStep } from './verify.ts'

/**
 * The steps of `run.ts`, each with its time noted. `diff` is taken off `read` page by page, `match` and `plan` off `desire`
 * record by record, where they happen; reading back counts as `apply`.
 */
export const settle = noted('settle', settleStep)
export const read = noted('read', readStep)
export const decide = noted('desire', decideStep)
export const judge = noted('guard', judgeStep)
export const apply = noted('apply', applyStep)
export const verify = noted('apply', verifyStep)
export const record = {
  outcomes: noted('record', recordStep.outcomes),
  held: noted('record', recordStep.held),
  passed: noted('record', recordStep.passed),
  previewed: noted('record', recordStep.previewed),
}

function noted<Args extends readonly unknown[], T>(
  step: StepName,
  act: (flowRun: FlowRun, ...args: Args) => T | Promise<T>,
) {
  return (flowRun: FlowRun, ...args: Args): Promise<T> => timed(flowRun, step, () => act(flowRun, ...args))
}
