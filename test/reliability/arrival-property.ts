import fc from 'fast-check'
import { afterAll, beforeAll } from 'vitest'
import type { SandboxClock } from '../../src/sandbox/clock.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import type { ArrivalAts } from './arrival-ats.ts'
import { arrivalSteps, beginArrivals, settleArrivals, takeArrivalStep } from './arrival-steps.ts'
import { type ArrivalRules, startArrivalStory } from './arrival-story.ts'
import { testSeeded } from './properties.ts'

type Open<Quirks> = (
  database: TestDatabase,
  id: string,
  options: Quirks & { readonly clock: SandboxClock; readonly rules: ArrivalRules },
) => Promise<ArrivalAts>

/** The same story for each ATS; `quirks` are answers to what its vendor does not document. */
export function testArrivals<Quirks>(open: Open<Quirks>, quirks: fc.Arbitrary<Quirks>): void {
  let database: TestDatabase
  let stories = 0
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.close())

  testSeeded(
    'every arrival is asked once and shown once, whatever happened',
    fc.asyncProperty(rules, quirks, arrivalSteps(), async (rules, quirks, steps) => {
      stories += 1
      const id = `story-${stories}`
      await using story = await startArrivalStory(rules, (clock) => open(database, id, { ...quirks, clock, rules }))
      await beginArrivals(story)
      for (const step of steps) await takeArrivalStep(story, step)
      await settleArrivals(story)
    }),
  )
}

const rules = fc.record({
  backfill: fc.constantFrom(false, false, true),
  allowRepeat: fc.boolean(),
  cancelOnReject: fc.constantFrom(true, true, false),
  inFlight: fc.constantFrom(1, 4),
})
