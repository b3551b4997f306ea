import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { RunEnd } from '../../src/store/runs.ts'
import { requests } from '../references.ts'
import { type ArrivalEdit, arrivalEditArbitrary, makeArrivalEdit } from './arrival-edits.ts'
import { checkRun, differences, lookBefore, writesSince } from './arrival-invariants.ts'
import type { ArrivalStory } from './arrival-story.ts'
import { type CallFault, callFaults, causeFaults } from './faults.ts'
import { isIdle, madeOf, unclear, waitingOf } from './reference-ledger.ts'

/** One run: everything, nothing but a plan, or what hooks named (lost, doubled, late, about anybody). */
interface ArrivalRun {
  readonly type: 'run'
  readonly of: 'all' | 'plan' | readonly number[]
  readonly faults: readonly CallFault<'crosschq' | 'ats'>[]
}

export type ArrivalStep = ArrivalEdit | ArrivalRun | { readonly type: 'hours'; readonly hours: number }

export function arrivalSteps(): fc.Arbitrary<readonly ArrivalStep[]> {
  const of = fc.oneof(
    { weight: 4, arbitrary: fc.constant('all' as const) },
    { weight: 1, arbitrary: fc.constant('plan' as const) },
    { weight: 2, arbitrary: fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 4 }) },
  )
  const faults = fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: callFaults('crosschq', 'ats') },
  )
  const step = fc.oneof(
    { weight: 12, arbitrary: arrivalEditArbitrary() },
    { weight: 5, arbitrary: fc.record({ type: fc.constant('run' as const), of, faults }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('hours' as const), hours: fc.constantFrom(1, 7, 25) }) },
  )
  return fc.array(step, { minLength: 12, maxLength: 36, size: 'max' })
}

export async function takeArrivalStep(story: ArrivalStory, step: ArrivalStep): Promise<void> {
  if (step.type === 'edit') makeArrivalEdit(story, step)
  else if (step.type === 'hours') passHours(story, step.hours)
  else await takeRun(story, step)
  // Two things that happen at once have no order: what is compared by its time is a moment apart.
  await delay(2)
}

async function takeRun(story: ArrivalStory, { of, faults }: ArrivalRun): Promise<RunEnd> {
  const { ats, world } = story
  const before = lookBefore(story)
  const vendorOf = { crosschq: 'crosschq', ats: ats.vendor } as const
  const servers = { crosschq: world.crosschq.server, lever: ats.server, smartrecruiters: ats.server }
  causeFaults(
    servers,
    faults.map((fault) => ({ ...fault, vendor: vendorOf[fault.vendor] })),
  )
  const end = await runOnce(story, of)
  await isIdle(story)
  causeFaults(servers, [])
  if (of === 'plan') expect(writesSince(story, before)).toEqual([])
  await checkRun(story, before, faults.length === 0)
  return end
}

function runOnce({ ats, world }: ArrivalStory, of: ArrivalRun['of']): Promise<RunEnd> {
  if (of === 'all') return world.sync({ trigger: 'schedule' })
  if (of === 'plan') return world.plan()
  const ids = [
    ...[...ats.now().keys()].flatMap((id) => [`requests/${id}`, `outcomes/${id}`]),
    ...requests(world).flatMap(({ id }) => [`results/${id}`, ...(ats.takesHires ? [`hires/${id}`] : [])]),
    'results/00000000-0000-4000-8000-000000000000',
  ]
  return world.sync({ trigger: 'hook', records: of.map((n) => ids[n % ids.length]!) })
}

/** For the vendors and for us. */
function passHours({ world, clock }: ArrivalStory, hours: number): void {
  clock.advance(hours * 3_600_000)
  world.passHours(hours)
}

/** Somebody was in the place before the trigger was first seen, and others came after it. */
export async function beginArrivals(story: ArrivalStory): Promise<void> {
  const edit = (kind: ArrivalEdit['kind'], a: number) => takeArrivalStep(story, { type: 'edit', kind, numbers: [a, 0] })
  await edit('arrive', 0)
  await takeArrivalStep(story, { type: 'run', of: 'all', faults: [] })
  await edit('arrive', 1)
  await edit('apply', 2)
}

/** With nothing going wrong any more: two runs, and then nothing is left to do. */
export async function settleArrivals(story: ArrivalStory): Promise<void> {
  const quiet = { type: 'run', of: 'all', faults: [] } as const
  passHours(story, 25)
  // Late, but hooks come.
  if (story.ats.needsHooks) await takeRun(story, { ...quiet, of: [...story.ats.now().keys()].map((_, at) => 2 * at) })
  await takeRun(story, quiet)
  await takeRun(story, quiet)
  // Also what waits to be tried again later.
  passHours(story, 7)
  const before = lookBefore(story)
  const end = await takeRun(story, quiet)
  expect(writesSince(story, before)).toEqual([])
  await takeRun(story, { ...quiet, of: 'plan' })
  await checkRest(story, end)
}

/** What is missing now is known to be, and says why; nobody was asked whom we do not know of. */
async function checkRest(story: ArrivalStory, end: RunEnd): Promise<void> {
  const applications = story.ats.now()
  const waiting = await waitingOf(story)
  const isKnown = ({ state, reason, id }: (typeof waiting)[number]) => {
    const { email, owner } = applications.get(id) ?? { email: '', owner: '' }
    const isSo = (reason === 'no_email' && !email) || (reason === 'no_requestor' && !owner)
    return state === 'attention' && isSo
  }
  expect(waiting.filter((one) => !isKnown(one))).toEqual([])
  expect(await unclear(story)).toEqual([])
  expect(end.state).toBe(waiting.length === 0 ? 'success' : 'partial')
  const isNamed = (text: string) => waiting.some(({ id }) => text.startsWith(`${id} is not asked`))
  expect((await differences(story)).filter((text) => !isNamed(text))).toEqual([])
  const made = new Set((await madeOf(story)).map(({ request }) => request))
  const ours = requests(story.world).filter(({ startedIn }) => startedIn === 'api')
  expect(ours.map(({ id }) => id).filter((id) => !made.has(id))).toEqual([])
}
