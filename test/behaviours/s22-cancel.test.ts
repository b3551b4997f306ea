import { expect, test } from 'vitest'
import {
  addCandidate,
  assessment,
  createReferenceWorld,
  fileNames,
  requests,
  standing,
  started,
  toldOf,
  writesDuring,
} from '../references.ts'

test('S22 a cancel in Ashby stops the request at once', async () => {
  await using world = await createReferenceWorld()
  const { assessmentId } = await started(world)

  const answer = await world.tile.cancelAssessment(assessmentId)

  expect(answer).toEqual({ status: 200, body: { success: true, results: { assessment_id: assessmentId } } })
  expect(requests(world)).toMatchObject([{ state: 'cancelled', hiringStatus: 'pending' }])
})

test('S22 cancelled twice is answered alike', async () => {
  await using world = await createReferenceWorld()
  const { assessmentId } = await started(world)
  const first = await world.tile.cancelAssessment(assessmentId)

  const sent = await writesDuring(world, async () => {
    expect(await world.tile.cancelAssessment(assessmentId)).toEqual(first)
  })

  expect(sent).toEqual([])
})

test('S22 a completion that comes after the cancel is not told', async () => {
  await using world = await createReferenceWorld({ crosschq: { hasCancel: false } })
  const { assessmentId, candidateId, requestId } = await started(world)
  await world.sync()
  await world.tile.cancelAssessment(assessmentId)
  world.crosschq.complete(requestId)
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(toldOf(world, assessmentId)).toEqual(['Started'])
  expect(fileNames(world, candidateId)).toEqual([])
  expect(await standing(world, 'results', requestId)).toMatchObject({ state: 'skipped', reason: 'cancelled_in_ats' })
})

test('S22 what is complete stays complete', async () => {
  await using world = await createReferenceWorld()
  const { assessmentId, requestId } = await started(world)
  world.crosschq.complete(requestId)

  const answer = await world.tile.cancelAssessment(assessmentId)
  await world.sync()

  expect(answer.status).toBe(200)
  expect(requests(world)).toMatchObject([{ state: 'completed' }])
  expect(assessment(world, assessmentId).result).toBeDefined()
})

test.each([
  ['refuses our key', 401],
  ['cannot be understood', 400],
])('S22 a cancel is kept while Crosschq %s', async (_, status) => {
  await using world = await createReferenceWorld()
  const { assessmentId, requestId } = await started(world)
  await world.sync()
  const rule = world.crosschq.server.faults.add({ match: new RegExp(requestId), fault: { type: 'status', status } })

  const answer = await world.tile.cancelAssessment(assessmentId)
  rule.remove()
  world.passHours(1)
  await world.sync()

  expect(answer.status).toBe(200)
  expect(requests(world)).toMatchObject([{ state: 'cancelled' }])
})

test('S22 an assessment that nobody started is not found', async () => {
  await using world = await createReferenceWorld()
  const { applicationId } = addCandidate(world)
  const stranger = '00000000-0000-4000-8000-00000000c0de'
  world.ashby.state.assessments.put({ id: stranger, applicationId, assessmentTypeId: 'x', metadata: [], updates: [] })

  const answer = await world.tile.cancelAssessment(stranger)

  expect(answer).toMatchObject({ status: 404, body: { success: false } })
})

test('S22 where Crosschq cannot cancel, that is told once', async () => {
  await using world = await createReferenceWorld({ crosschq: { hasCancel: false } })
  const { applicationId, assessmentId } = await started(world)

  const answer = await world.tile.cancelAssessment(assessmentId)
  const later = [...(await writesDuring(world, world.sync)), ...(await writesDuring(world, world.sync))]

  expect(answer.status).toBe(200)
  expect(later).toEqual([])
  expect(await standing(world, 'outcomes', applicationId)).toMatchObject({
    state: 'skipped',
    reason: 'cancel_not_delivered',
  })
})
