import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { RunEnd } from '../../src/store/runs.ts'
import { press, requests } from '../references.ts'
import { type CallFault, callFaults, causeFaults } from './faults.ts'
import { makeReferenceEdit, type ReferenceEdit, referenceEditArbitrary } from './reference-edits.ts'
import { checkRun, differences, lookBefore, writesSince } from './reference-invariants.ts'
import { isIdle, madeOf, unclear, waitingOf } from './reference-ledger.ts'
import { ordersOf } from './reference-moments.ts'
import { passHours, type ReferenceStory, staleMs, templates } from './reference-story.ts'

/** One run: everything, nothing but a plan, or what hooks named (lost, doubled, late, about anybody). */
interface ReferenceRun {
  readonly type: 'run'
  readonly of: 'all' | 'plan' | readonly number[]
  readonly trouble: ReferenceTrouble
}

/** Somebody presses Start or Cancel in Ashby, perhaps twice at once. */
interface Press {
  readonly type: 'start' | 'cancel'
  readonly numbers: readonly [number, number]
  readonly isDoubled: boolean
  readonly trouble: ReferenceTrouble
}

interface ReferenceTrouble {
  readonly faults: readonly CallFault<'crosschq' | 'ashby'>[]
  readonly pageSize: number
  readonly isStale: boolean
  readonly expire: 'sync' | 'cursor' | 'none'
}

export type ReferenceStep = ReferenceEdit | ReferenceRun | Press

const noTrouble: ReferenceTrouble = { faults: [], pageSize: 100, isStale: false, expire: 'none' }

export function referenceSteps(): fc.Arbitrary<readonly ReferenceStep[]> {
  const of = fc.oneof(
    { weight: 4, arbitrary: fc.constant('all' as const) },
    { weight: 1, arbitrary: fc.constant('plan' as const) },
    { weight: 2, arbitrary: fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 4 }) },
  )
  const trouble = fc.oneof(
    { weight: 1, arbitrary: fc.constant(noTrouble) },
    {
      weight: 2,
      arbitrary: fc.record({
        faults: callFaults('crosschq', 'ashby'),
        pageSize: fc.constantFrom(100, 1, 2, 3),
        isStale: fc.constantFrom(false, false, false, true),
        expire: fc.constantFrom('none' as const, 'none' as const, 'sync' as const, 'cursor' as const),
      }),
    },
  )
  const small = fc.nat({ max: 11 })
  const pressed = fc.record({
    type: fc.constantFrom('start' as const, 'start' as const, 'cancel' as const),
    numbers: fc.tuple(small, small),
    isDoubled: fc.boolean(),
    trouble,
  })
  const run = fc.record({ type: fc.constant('run' as const), of, trouble })
  const step = fc.oneof(
    { weight: 6, arbitrary: referenceEditArbitrary() },
    { weight: 1, arbitrary: pressed },
    { weight: 2, arbitrary: run },
  )
  return fc.array(step, { minLength: 1, maxLength: 40, size: 'max' })
}

export async function takeReferenceStep(story: ReferenceStory, step: ReferenceStep): Promise<void> {
  if (step.type === 'edit') await makeReferenceEdit(story, step)
  else if (step.type === 'run') await takeRun(story, step)
  else await inTrouble(story, step.trouble, () => pressButton(story, step))
  // Two things that happen at once have no order: what is compared by its time is a moment apart.
  await delay(2)
}

async function takeRun(story: ReferenceStory, { of, trouble }: ReferenceRun): Promise<RunEnd> {
  const before = await lookBefore(story, false)
  const end = await inTrouble(story, trouble, () => runOnce(story, of))
  if (of === 'plan') expect(writesSince(story, before)).toEqual([])
  return end
}

async function inTrouble<T>(story: ReferenceStory, trouble: ReferenceTrouble, act: () => Promise<T>): Promise<T> {
  causeTrouble(story, trouble)
  const before = await lookBefore(story, trouble.isStale)
  const done = await act()
  await isIdle(story)
  causeTrouble(story, noTrouble)
  // What was written while reads lagged is seen late, also by the next run.
  if (trouble.isStale) await delay(staleMs + 5)
  await checkRun(story, before)
  return done
}

async function pressButton(story: ReferenceStory, { type, numbers: [a, b], isDoubled }: Press): Promise<void> {
  const { world } = story
  const once = type === 'start' ? start : cancel
  const answers = await Promise.all(Array.from({ length: isDoubled ? 2 : 1 }, once))
  for (const { status } of answers.flatMap((answer) => answer ?? []))
    expect([200, 409, 422, 503], `${type} was answered`).toContain(status)

  async function start() {
    const applications = [...world.ashby.state.applications.all()]
    if (applications.length === 0) return undefined
    return press(world, applications[a % applications.length]!.id, templates[b % templates.length]!)
  }

  async function cancel() {
    const known = [...world.ashby.state.assessments.all()]
    return known.length === 0 ? undefined : world.tile.cancelAssessment(known[a % known.length]!.id)
  }
}

function runOnce(story: ReferenceStory, of: ReferenceRun['of']): Promise<RunEnd> {
  const { world } = story
  if (of === 'all') return world.sync({ trigger: 'schedule' })
  if (of === 'plan') return world.plan()
  const ids = [
    ...[...world.ashby.state.applications.all()].flatMap(({ id }) => [`requests/${id}`, `outcomes/${id}`]),
    ...requests(world).map(({ id }) => `results/${id}`),
    'results/00000000-0000-4000-8000-000000000000',
  ]
  return world.sync({ trigger: 'hook', records: of.map((n) => ids[n % ids.length]!) })
}

function causeTrouble({ world: { crosschq, ashby } }: ReferenceStory, trouble: ReferenceTrouble): void {
  const { faults, pageSize, isStale, expire } = trouble
  causeFaults({ crosschq: crosschq.server, ashby: ashby.server }, faults)
  ashby.settings.pageSize = pageSize
  ashby.settings.staleReadsMs = isStale ? staleMs : 0
  if (expire !== 'none') ashby.expireTokens(expire)
}

/** With nothing going wrong any more: two runs, and then nothing is left to do. */
export async function settleReferences(story: ReferenceStory): Promise<void> {
  const quiet = { type: 'run', of: 'all', trouble: noTrouble } as const
  passHours(story, 25)
  await takeRun(story, quiet)
  await takeRun(story, quiet)
  // Also what waits to be tried again later.
  passHours(story, 7)
  const before = await lookBefore(story, false)
  const end = await takeRun(story, quiet)
  expect(writesSince(story, before)).toEqual([])
  await takeRun(story, { ...quiet, of: 'plan' })
  await checkRest(story, end)
}

/** What is missing now is known to be, and says why; nobody was asked whom we do not know of. */
async function checkRest(story: ReferenceStory, end: RunEnd): Promise<void> {
  const waiting = await waitingOf(story)
  expect(waiting.filter(({ state, reason }) => state !== 'attention' || !known.has(reason))).toEqual([])
  expect(await unclear(story)).toEqual([])
  expect(end.state).toBe(waiting.length === 0 ? 'success' : 'partial')
  const isNamed = (text: string) => waiting.some(({ id }) => text.includes(id))
  expect((await differences(story)).filter((text) => !isNamed(text))).toEqual([])
  const made = new Set((await madeOf(story)).map(({ request }) => request))
  const ours = requests(story.world).filter(({ startedIn }) => startedIn === 'api')
  expect(ours.map(({ id }) => id).filter((id) => !made.has(id))).toEqual([])
  const orders = new Set((await ordersOf(story)).map(({ id }) => id))
  expect([...story.world.ashby.state.assessments.all()].filter(({ id }) => !orders.has(id))).toEqual([])
}

/** Reasons the edits can bring about that wait for a person (docs/behaviours.md). */
const known = new Set(['no_email', 'no_requestor', 'unanswered_start'])
