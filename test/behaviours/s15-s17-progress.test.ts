import { expect, test } from 'vitest'
import type { CrosschqSandboxOptions } from '../../src/systems/crosschq/sandbox.ts'
import {
  assessment,
  createReferenceWorld,
  HOOK_SECRET,
  type ReferenceWorld,
  standing,
  started,
  toldOf,
  writesDuring,
} from '../references.ts'

test('S15 first it is started, then each new status is told', async () => {
  await using world = await createReferenceWorld()
  const { assessmentId, requestId } = await started(world)
  await world.sync()
  world.crosschq.selfReference(requestId)
  await world.sync()
  world.crosschq.pastDue(requestId)
  await world.sync()

  expect(toldOf(world, assessmentId)).toEqual(['Started', 'in_progress', 'past_due'])
  expect(assessment(world, assessmentId).startedAt).toBeDefined()
})

test('S15 progress is told beside the status', async () => {
  await using world = await createReferenceWorld()
  const { assessmentId, requestId } = await started(world)
  await world.sync()
  world.crosschq.selfReference(requestId)
  world.crosschq.answerReference(requestId)
  await world.sync()

  expect(assessment(world, assessmentId).metadata).toMatchObject([{ label: 'Progress', value: '50 %' }])
})

test('S15 where nothing changed, nothing is told', async () => {
  await using world = await createReferenceWorld()
  const { requestId } = await started(world)
  world.crosschq.selfReference(requestId)
  await world.sync()

  const sent = [...(await writesDuring(world, world.sync)), ...(await writesDuring(world, world.sync))]

  expect(sent).toEqual([])
})

test('S15 a status that nobody knows is passed on', async () => {
  const statusWords = {
    ...{ pending: 'Requested', inProgress: 'Self reference in', pastDue: 'Late' },
    ...{ completed: 'Done', cancelled: 'Cancelled' },
  }
  await using world = await createReferenceWorld({ crosschq: { statusWords } })
  const { assessmentId, requestId } = await started(world)
  await world.sync()
  world.crosschq.selfReference(requestId)
  await world.sync()

  expect(toldOf(world, assessmentId)).toEqual(['Started', 'Self reference in'])
})

test('S15 times grow, also when the clock goes back', async () => {
  await using world = await createReferenceWorld()
  const { assessmentId, requestId } = await started(world)
  world.passHours(3)
  await world.sync()
  world.passHours(-3)
  world.crosschq.selfReference(requestId)
  const end = await world.sync()

  const times = assessment(world, assessmentId).updates.map(({ timestamp }) => timestamp)
  expect(end.state).toBe('success')
  expect(times).toHaveLength(2)
  expect(times[1]).toBeGreaterThan(times[0]!)
  expect(times.every(Number.isInteger)).toBe(true)
})

test.each([
  ['with a list of changes', true],
  ['without one', false],
])('S16 completion is told once, %s', async (_, hasRequestList) => {
  await using world = await createReferenceWorld({ crosschq: { hasRequestList } })
  const { assessmentId, requestId } = await started(world)
  world.crosschq.complete(requestId)
  for (let cycle = 0; cycle < 4; cycle++) await world.sync()
  world.passHours(25)
  await world.sync()

  const completing = assessment(world, assessmentId).updates.filter((update) => update.assessment_result)
  expect(completing).toHaveLength(1)
  expect(completing[0]!.assessment_profile_url).toMatchObject({
    type: 'url',
    value: expect.stringMatching(/^http.*\/reports\//),
  })
})

test('S16 a webhook and a poll tell it once', async () => {
  await using world = await createReferenceWorld()
  const { assessmentId, requestId } = await started(world)
  world.crosschq.webhooks.settings.url = `${world.url}/hooks/references/reference-request`
  world.crosschq.webhooks.settings.auth = { type: 'token', token: HOOK_SECRET, form: 'Token' }
  world.crosschq.complete(requestId)

  await expect.poll(() => assessment(world, assessmentId).result, { timeout: 60_000 }).toBeDefined()
  await settled(world)
  await world.sync()

  expect(toldOf(world, assessmentId)).toEqual(['Started', 'completed / Complete'])
})

test('S16 what was completed while we were off is told by the next run', async () => {
  await using world = await createReferenceWorld()
  const { assessmentId, requestId } = await started(world)
  await world.sync()
  world.crosschq.selfReference(requestId)
  world.crosschq.answerReference(requestId)
  world.crosschq.complete(requestId)
  world.passHours(80)
  await world.sync()

  expect(toldOf(world, assessmentId)).toEqual(['Started', 'completed / Complete'])
})

test('S16 a cancel in Crosschq cancels the assessment, once', async () => {
  await using world = await createReferenceWorld()
  const { assessmentId, requestId } = await started(world)
  await world.sync()
  world.crosschq.cancelInCrosschq(requestId)
  await world.sync()
  await world.sync()

  expect(toldOf(world, assessmentId)).toEqual(['Started', 'Cancelled / The reference request was cancelled'])
  expect(assessment(world, assessmentId).cancelledReason).toBeDefined()
})

test.each<[string, CrosschqSandboxOptions, unknown, object]>([
  ['a score', {}, 4.25, { type: 'numeric_score', value: 4.25 }],
  ['a whole score', {}, 3, { type: 'numeric_score', value: 3 }],
  ['no score', {}, undefined, { type: 'string', value: 'Complete' }],
  ['null', {}, null, { type: 'string', value: 'Complete' }],
  ['an account without scores', { hasScore: false }, 4, { type: 'string', value: 'Complete' }],
  ['words', {}, 'excellent', { type: 'string', value: 'Complete' }],
  ['another scale', {}, 87, { type: 'string', value: 'Complete' }],
])('S17 the result with %s', async (_, crosschq, score, expected) => {
  await using world = await createReferenceWorld({ crosschq })
  const { assessmentId, requestId } = await started(world)
  world.crosschq.complete(requestId, { score })
  await world.sync()

  expect(assessment(world, assessmentId).result).toMatchObject(expected)
  expect(assessment(world, assessmentId).result).toMatchObject({
    identifier: expect.any(String),
    label: expect.any(String),
  })
})

test('S17 a score that makes no sense is told to people', async () => {
  await using world = await createReferenceWorld()
  const { requestId } = await started(world)
  world.crosschq.complete(requestId, { score: 87 })
  await world.sync()

  expect(await standing(world, 'results', requestId)).toMatchObject({
    state: 'synced',
    issues: [{ reason: 'left_out', message: expect.stringContaining('score is no number from 1 to 5') }],
  })
})

/** What the webhook started is done. */
async function settled({ engine }: ReferenceWorld): Promise<void> {
  const open = () => engine.db('runs').whereNull('finished_at')
  await expect.poll(async () => (await open()).length, { timeout: 60_000 }).toBe(0)
}

test('S15 without a list, who has been silent for a month is asked about once a day', async () => {
  await using world = await createReferenceWorld({ crosschq: { hasRequestList: false } })
  const { requestId } = await started(world)
  const looksOfRun = async () => {
    world.crosschq.server.clearCalls()
    await world.sync()
    return world.crosschq.server.calls.filter(({ path }) => path.includes(requestId)).length
  }
  await world.sync()

  expect(await looksOfRun()).toBe(1)
  world.passHours(31 * 24)
  expect(await looksOfRun()).toBe(1)
  expect(await looksOfRun()).toBe(0)
  world.passHours(25)
  expect(await looksOfRun()).toBe(1)
})
