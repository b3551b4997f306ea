import fc from 'fast-check'
import { expect } from 'vitest'
import { decideHold, listHolds } from '../../src/store/holds.ts'
import type { RunEnd } from '../../src/store/runs.ts'
import { differences } from './differences.ts'
import { type Edit, editArbitrary, makeEdit } from './edits.ts'
import { causeTrouble, noTrouble, type Trouble, troubleArbitrary } from './faults.ts'
import { checkStep, lookBefore, writesSince } from './invariants.ts'
import { remember, type Story, staleMs } from './story.ts'

/** One run of the program: everything, nothing but a plan, or the records that hooks named (lost, doubled, in any order). */
export interface Run {
  readonly type: 'run'
  readonly of: 'all' | 'plan' | readonly number[]
  readonly trouble: Trouble
}

export type Step = Edit | Run

export function stepsArbitrary(): fc.Arbitrary<readonly Step[]> {
  const of = fc.oneof(
    { weight: 4, arbitrary: fc.constant('all' as const) },
    { weight: 1, arbitrary: fc.constant('plan' as const) },
    { weight: 2, arbitrary: fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 4 }) },
  )
  const run = fc.record({ type: fc.constant('run' as const), of, trouble: troubleArbitrary() })
  const step = fc.oneof({ weight: 4, arbitrary: editArbitrary() }, { weight: 1, arbitrary: run })
  return fc.array(step, { minLength: 1, maxLength: 40, size: 'max' })
}

export async function takeStep(story: Story, step: Step): Promise<void> {
  if (step.type === 'edit') makeEdit(story, step)
  else await takeRun(story, step)
  remember(story)
}

async function takeRun(story: Story, { of, trouble }: Run): Promise<RunEnd> {
  causeTrouble(story, trouble)
  const before = await lookBefore(story)
  const end = await runOnce(story, of)
  remember(story)
  causeTrouble(story, noTrouble)
  // What was written while reads lagged is seen late, also by the next run.
  if (trouble.isStale) await new Promise((resolve) => setTimeout(resolve, staleMs + 5))
  await checkStep(story, before, trouble.isStale)
  if (of === 'plan') expect(writesSince(story, before)).toEqual({ charthop: [], ashby: [] })
  if (of === 'all' && end.state === 'success' && !trouble.isStale) expect(await differences(story)).toEqual([])
  return end
}

function runOnce({ world }: Story, of: Run['of']): Promise<RunEnd> {
  if (of === 'all') return world.sync({ trigger: 'schedule' })
  if (of === 'plan') return world.plan()
  const ids = [
    ...[...world.charthop.state.jobs.keys()].map((id) => `openings/${id}`),
    ...[...world.ashby.state.applications.all()].map(({ id }) => `hires/${id}`),
  ]
  return world.sync({ trigger: 'hook', records: of.map((n) => ids[n % ids.length]!) })
}

/** I7 and I8: with nothing going wrong any more, two runs, their holds approved, and then nothing is left to do. */
export async function settle(story: Story): Promise<void> {
  const { world } = story
  causeTrouble(story, noTrouble)
  world.passHours(25)
  await approvedRun(story)
  await approvedRun(story)
  // Also what waits to be tried again later.
  world.passHours(7)
  const before = await lookBefore(story)
  const end = await takeRun(story, { type: 'run', of: 'all', trouble: noTrouble })
  expect(writesSince(story, before)).toEqual({ charthop: [], ashby: [] })
  await takeRun(story, { type: 'run', of: 'plan', trouble: noTrouble })
  await checkRest(story, end)
}

async function approvedRun(story: Story): Promise<RunEnd> {
  for (let approvals = 0; ; approvals += 1) {
    const end = await takeRun(story, { type: 'run', of: 'all', trouble: noTrouble })
    const { database, connection } = story.world
    const holds = await listHolds(database.knex, { connection: connection.id, states: ['waiting'] })
    if (holds.length === 0 || approvals === 4) return end
    for (const { digest } of holds) await decideHold(database.knex, digest, 'approved', 'a person')
  }
}

/** What is not equal now is known to be so, and nothing is left unclear. */
async function checkRest(story: Story, end: RunEnd): Promise<void> {
  const { knex } = story.world.database
  const connection = story.world.connection.id
  const waiting: { flow: string; id: string; state: string; reason: string; message: string }[] = await knex('records')
    .where({ connection })
    .whereNotIn('state', ['synced', 'skipped'])
    .select('flow', 'id', 'state', 'reason', 'message')
  const open: { flow: string; record: string; action: string; state: string }[] = await knex('changes')
    .where({ connection })
    .whereIn('state', ['intended', 'unknown', 'applied'])
  const inStep: { flow: string; id: string }[] = await knex('records').where({ connection, state: 'synced' })
  // What is no longer wanted, such as a field taken out of the mapping, is not looked at to be verified.
  const isStuck = ({ flow, record, state }: (typeof open)[number]) =>
    state !== 'applied' || inStep.some((one) => one.flow === flow && one.id === record)
  expect(open.filter(isStuck).map(({ action, state }) => `${action} ${state}`)).toEqual([])
  expect(waiting.filter(({ state, reason }) => state !== 'attention' || !known.has(reason))).toEqual([])
  expect(end.state).toBe(waiting.length === 0 ? 'success' : 'partial')
  const named = (text: string) => waiting.some(({ id }) => text.startsWith(id))
  expect((await differences(story)).filter((text) => !named(text))).toEqual([])
}

/** Reasons the edits can bring about that wait for a person (docs/behaviours.md). */
const known = new Set([
  'opening_archived',
  'opening_gone',
  'identifier_taken',
  'ambiguous_opening',
  'option_missing',
  'unhired',
  'job_gone',
  'job_filled',
  'job_not_open',
  'start_before_job',
  'ambiguous_person',
  'type_mismatch',
  'refused',
])
