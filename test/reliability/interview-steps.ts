import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { RunEnd } from '../../src/store/runs.ts'
import { participants } from '../interviews.ts'
import { type CallFault, callFaults, causeFaults } from './faults.ts'
import { type InterviewEdit, interviewEditArbitrary, makeInterviewEdit } from './interview-edits.ts'
import { checkRun, differences, givenOf, lookBefore, unclear, writesSince } from './interview-invariants.ts'
import { type InterviewStory, passHours, staleMs } from './interview-story.ts'

/** One run: everything, nothing but a plan, or what hooks named (lost, doubled, late, about anybody). */
interface InterviewRun {
  readonly type: 'run'
  readonly of: 'all' | 'plan' | readonly number[]
  readonly trouble: InterviewTrouble
}

interface InterviewTrouble {
  readonly faults: readonly CallFault<'willo' | 'ashby'>[]
  readonly pageSize: number
  readonly isStale: boolean
  readonly expire: 'sync' | 'cursor' | 'none'
}

export type InterviewStep = InterviewEdit | InterviewRun

const noTrouble: InterviewTrouble = { faults: [], pageSize: 100, isStale: false, expire: 'none' }

export function interviewSteps(): fc.Arbitrary<readonly InterviewStep[]> {
  const of = fc.oneof(
    { weight: 4, arbitrary: fc.constant('all' as const) },
    { weight: 1, arbitrary: fc.constant('plan' as const) },
    { weight: 2, arbitrary: fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 4 }) },
  )
  const trouble = fc.record({
    faults: callFaults('willo', 'ashby'),
    pageSize: fc.constantFrom(100, 1, 2, 3),
    isStale: fc.constantFrom(false, false, false, true),
    expire: fc.constantFrom('none' as const, 'none' as const, 'sync' as const, 'cursor' as const),
  })
  const run = fc.record({
    type: fc.constant('run' as const),
    of,
    trouble: fc.oneof({ weight: 1, arbitrary: fc.constant(noTrouble) }, { weight: 2, arbitrary: trouble }),
  })
  const step = fc.oneof({ weight: 3, arbitrary: interviewEditArbitrary() }, { weight: 1, arbitrary: run })
  return fc.array(step, { minLength: 1, maxLength: 40, size: 'max' })
}

export async function takeInterviewStep(story: InterviewStory, step: InterviewStep): Promise<void> {
  if (step.type === 'run') await takeRun(story, step)
  else makeInterviewEdit(story, step)
  // Two things that happen at once have no order: what is compared by its time is a moment apart.
  await delay(2)
}

async function takeRun(story: InterviewStory, { of, trouble }: InterviewRun): Promise<RunEnd> {
  causeTrouble(story, trouble)
  const before = lookBefore(story, trouble.isStale)
  const end = await runOnce(story, of)
  causeTrouble(story, noTrouble)
  // What was written while reads lagged is seen late, also by the next run.
  if (trouble.isStale) await delay(staleMs + 5)
  await checkRun(story, before)
  if (of === 'plan') expect(writesSince(story, before)).toEqual([])
  if (of === 'all' && end.state === 'success' && !trouble.isStale) expect(await differences(story)).toEqual([])
  return end
}

function runOnce(story: InterviewStory, of: InterviewRun['of']): Promise<RunEnd> {
  const { world } = story
  if (of === 'all') return world.sync({ trigger: 'schedule' })
  if (of === 'plan') return world.plan()
  const ids = [
    ...[...world.ashby.state.applications.all()].map(({ id }) => `invitations/${id}`),
    ...participants(world).map(({ key }) => `responses/${key}`),
    'responses/00000000000000000000000000000000',
  ]
  return world.sync({ trigger: 'hook', records: of.map((n) => ids[n % ids.length]!) })
}

function causeTrouble({ world: { willo, ashby } }: InterviewStory, trouble: InterviewTrouble): void {
  const { faults, pageSize, isStale, expire } = trouble
  causeFaults({ willo: willo.server, ashby: ashby.server }, faults)
  ashby.settings.pageSize = pageSize
  willo.settings.pageSize = pageSize === 100 ? 10 : pageSize
  ashby.settings.staleReadsMs = isStale ? staleMs : 0
  if (expire !== 'none') ashby.expireTokens(expire)
}

/** With nothing going wrong any more: two runs, and then nothing is left to do. */
export async function settleInterviews(story: InterviewStory): Promise<void> {
  const quiet = { type: 'run', of: 'all', trouble: noTrouble } as const
  passHours(story, 25)
  await takeRun(story, quiet)
  await takeRun(story, quiet)
  // Also what waits to be tried again later.
  passHours(story, 7)
  const before = lookBefore(story, false)
  const end = await takeRun(story, quiet)
  const refused = (await waitingOf(story)).filter(({ reason }) => reason === 'refused')
  // What a vendor refused is tried again in ever longer intervals (R19), and nothing else is.
  expect(writesSince(story, before)).toHaveLength(refused.length)
  await takeRun(story, { ...quiet, of: 'plan' })
  await checkRest(story, end)
}

/** What is missing now is known to be, and says why; nobody was invited whom we do not know of. */
async function checkRest(story: InterviewStory, end: RunEnd): Promise<void> {
  const waiting = await waitingOf(story)
  expect(waiting.filter(({ state, reason }) => state !== 'attention' || !known(story).has(reason))).toEqual([])
  expect(await unclear(story.world)).toEqual([])
  expect(end.state).toBe(waiting.length === 0 ? 'success' : 'partial')
  const isNamed = (text: string) => waiting.some(({ id }) => text.includes(id))
  expect((await differences(story)).filter((text) => !isNamed(text))).toEqual([])
  const given = new Set((await givenOf(story)).map(({ participant }) => participant))
  const ours = participants(story.world).filter(({ cameBy }) => cameBy === 'api')
  expect(ours.map(({ key }) => key).filter((key) => !given.has(key))).toEqual([])
}

function waitingOf({ world }: InterviewStory): Promise<{ id: string; state: string; reason: string }[]> {
  const { database, connection } = world
  return database
    .knex('records')
    .where({ connection: connection.id })
    .whereNotIn('state', ['synced', 'skipped'])
    .select('id', 'state', 'reason')
}

/** Reasons the edits can bring about that wait for a person (docs/behaviours.md). */
function known({ rules }: InterviewStory): ReadonlySet<string> {
  return new Set(rules.duplicates === 'ignored' ? ['no_email', 'refused'] : ['no_email'])
}
