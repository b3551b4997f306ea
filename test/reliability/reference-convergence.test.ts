import fc from 'fast-check'
import { afterAll, beforeAll } from 'vitest'
import { type TestDatabase, testDatabase } from '../database.ts'
import { testSeeded } from './properties.ts'
import { type ReferenceStep, referenceSteps, settleReferences, takeReferenceStep } from './reference-steps.ts'
import { startReferenceStory } from './reference-story.ts'

let database: TestDatabase
let stories = 0

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const rules = fc.record({
  backfill: fc.constantFrom(false, false, true),
  allowRepeat: fc.boolean(),
  cancelOnReject: fc.constantFrom(true, true, false),
  inFlight: fc.constantFrom(1, 4),
})

testSeeded(
  'everybody is asked once and shown once, whatever happened',
  fc.asyncProperty(rules, referenceSteps(), async (rules, steps: readonly ReferenceStep[]) => {
    stories += 1
    await using story = await startReferenceStory(database, `story-${stories}`, rules)
    for (const step of steps) await takeReferenceStep(story, step)
    await settleReferences(story)
  }),
  31,
)
