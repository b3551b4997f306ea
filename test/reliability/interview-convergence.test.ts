import fc from 'fast-check'
import { afterAll, beforeAll } from 'vitest'
import { type TestDatabase, testDatabase } from '../database.ts'
import { type InterviewStep, interviewSteps, settleInterviews, takeInterviewStep } from './interview-steps.ts'
import { startInterviewStory } from './interview-story.ts'
import { testSeeded } from './properties.ts'

let database: TestDatabase
let stories = 0

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const rules = fc.record({
  backfill: fc.constantFrom(false, false, true),
  duplicates: fc.constantFrom('second' as const, 'second' as const, 'ignored' as const),
  inFlight: fc.constantFrom(1, 4),
})

testSeeded(
  'everybody is invited once and noted once, whatever happened',
  fc.asyncProperty(rules, interviewSteps(), async (rules, steps: readonly InterviewStep[]) => {
    stories += 1
    await using story = await startInterviewStory(database, `story-${stories}`, rules)
    for (const step of steps) await takeInterviewStep(story, step)
    await settleInterviews(story)
  }),
  31,
)
