import fc from 'fast-check'
import { afterAll, beforeAll, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../database.ts'
import { type Step, settle, stepsArbitrary, takeStep } from './steps.ts'
import { type Rules, remember, startStory } from './story.ts'

/** PROPERTY_SEED repeats a failed run, PROPERTY_RUNS makes it longer; PROPERTY_PATH goes straight to the failing case. */
const { PROPERTY_SEED, PROPERTY_RUNS, PROPERTY_PATH } = process.env
const seed = PROPERTY_SEED === undefined ? Date.now() % 2 ** 31 : Number(PROPERTY_SEED)
const numRuns = Number(PROPERTY_RUNS ?? 25)
const timeout = Math.max(120_000, numRuns * 10_000)

let database: TestDatabase
let stories = 0

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('two runs settle whatever happened, seed 2026', { timeout }, () => check({ seed: 2026, numRuns: 6 }))

test(`two runs settle whatever happened, seed ${seed}`, { timeout }, () =>
  check({ seed, numRuns, ...(PROPERTY_PATH && { path: PROPERTY_PATH }) }),
)

async function check(parameters: fc.Parameters<[Rules, readonly Step[]]>): Promise<void> {
  const rules = fc.record({
    closeOnInactive: fc.boolean(),
    adoptExisting: fc.boolean(),
    inFlight: fc.constantFrom(1, 4),
  })
  // A failure found is told with the smallest case so far, not lost to the test's time-out.
  const limits = { interruptAfterTimeLimit: timeout - 40_000 }
  await fc.assert(fc.asyncProperty(rules, stepsArbitrary(), tell), { ...limits, ...parameters })
}

async function tell(rules: Rules, steps: readonly Step[]): Promise<void> {
  stories += 1
  await using story = await startStory(database, `story-${stories}`, rules)
  remember(story)
  for (const step of steps) await takeStep(story, step)
  await settle(story)
}
