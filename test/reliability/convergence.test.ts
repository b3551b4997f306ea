import fc from 'fast-check'
import { afterAll, beforeAll } from 'vitest'
import { type TestDatabase, testDatabase } from '../database.ts'
import { testProperty } from './properties.ts'
import { type Step, settle, stepsArbitrary, takeStep } from './steps.ts'
import { type Rules, remember, startStory } from './story.ts'

let database: TestDatabase
let stories = 0

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const rules = fc.record({
  closeOnInactive: fc.boolean(),
  adoptExisting: fc.boolean(),
  inFlight: fc.constantFrom(1, 4),
})

testProperty('two runs settle whatever happened', fc.asyncProperty(rules, stepsArbitrary(), tell))

async function tell(rules: Rules, steps: readonly Step[]): Promise<void> {
  stories += 1
  await using story = await startStory(database, `story-${stories}`, rules)
  remember(story)
  for (const step of steps) await takeStep(story, step)
  await settle(story)
}
