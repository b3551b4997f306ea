import { expect, test } from 'vitest'
import {
  applied,
  arrived,
  asked,
  createSmartRecruitersWorld,
  requests,
  STEP,
  standing,
  writesDuring,
} from '../references-smartrecruiters.ts'

test('S40 who comes to the step is asked for, once', async () => {
  await using world = await createSmartRecruitersWorld()
  const { applicationId } = await asked(world, { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@people.example' })
  for (let cycle = 0; cycle < 3; cycle++) await world.sync()

  expect(requests(world)).toMatchObject([
    { candidate: { first_name: 'Ada', last_name: 'Lovelace', email: 'ada@people.example' }, jobPosition: 'Engineer' },
  ])
  expect(await standing(world, 'requests', applicationId)).toMatchObject({ state: 'synced' })
})

test('S40 three who stood there before are left alone, and the next one is not', async () => {
  await using world = await createSmartRecruitersWorld()
  for (let people = 0; people < 3; people++) arrived(world)
  const end = await world.sync()
  expect([end.state, requests(world)]).toEqual(['success', []])

  arrived(world)
  await world.sync()

  expect(requests(world)).toHaveLength(1)
})

test('S40 with backfill they are asked for too', async () => {
  await using world = await createSmartRecruitersWorld({ config: { requests: { backfill: true } } })
  for (let people = 0; people < 3; people++) arrived(world)
  await world.sync()

  expect(requests(world)).toHaveLength(3)
})

test.each(['crosschq', ' CROSSCHQ ', 'Crosschq'])('S40 the step may be written %j', async (step) => {
  await using world = await createSmartRecruitersWorld({ config: { trigger: { step } } })
  await asked(world)

  expect(requests(world)).toHaveLength(1)
})

test('S40 another step starts nothing', async () => {
  await using world = await createSmartRecruitersWorld()
  await world.sync()
  const { candidateId } = applied(world)
  world.smartRecruiters.move(candidateId, world.jobId, { status: 'INTERVIEW', step: 'Phone screen' })
  await world.sync()

  expect(requests(world)).toEqual([])
})

test('S40 in and out between two runs is not asked for', async () => {
  await using world = await createSmartRecruitersWorld()
  await world.sync()
  const { candidateId } = arrived(world)
  world.smartRecruiters.move(candidateId, world.jobId, { status: 'INTERVIEW' })
  await world.sync()

  expect(requests(world)).toEqual([])
})

test('S40 coming back while the request runs asks for no second one', async () => {
  await using world = await createSmartRecruitersWorld()
  const { candidateId } = await asked(world)
  world.smartRecruiters.move(candidateId, world.jobId, { status: 'INTERVIEW' })
  await world.sync()
  world.smartRecruiters.move(candidateId, world.jobId, STEP)
  await world.sync()

  expect(requests(world)).toHaveLength(1)
})

test('S40 coming back after it was cancelled asks anew', async () => {
  await using world = await createSmartRecruitersWorld()
  const { candidateId, requestId } = await asked(world)
  world.crosschq.cancelInCrosschq(requestId)
  world.smartRecruiters.move(candidateId, world.jobId, { status: 'INTERVIEW' })
  await world.sync()
  world.smartRecruiters.move(candidateId, world.jobId, STEP)
  await world.sync()

  expect(requests(world).map(({ state }) => state)).toEqual(['cancelled', 'pending'])
})

test('S40 where a step moves no date of a candidate, a large company’s full read finds it', async () => {
  await using world = await createSmartRecruitersWorld({ smartRecruiters: { statusMovesCandidate: false } })
  for (let people = 0; people < 201; people++) applied(world)
  await world.sync()
  const [first] = world.smartRecruiters.state.applications.values()
  const { candidates } = world.smartRecruiters.state
  for (const one of candidates.values()) candidates.set(one.id, { ...one, updatedAt: one.updatedAt - 3_600_000 })
  world.smartRecruiters.move(first!.candidateId, world.jobId, STEP)
  await world.sync()
  const soon = requests(world).length
  world.passHours(8)
  await world.sync()

  expect([soon, requests(world).length]).toEqual([0, 1])
})

test('S40 a lost answer of Crosschq is looked up, not asked again', async () => {
  await using world = await createSmartRecruitersWorld()
  await world.sync()
  arrived(world)
  world.crosschq.server.faults.add({ match: 'POST', times: 1, fault: { type: 'timeoutAfterApply' } } as never)
  await world.sync()
  await world.sync()

  expect(requests(world)).toHaveLength(1)
})

test('S39 a lead who applied for nothing is nobody to ask for', async () => {
  await using world = await createSmartRecruitersWorld()
  await world.sync()
  world.smartRecruiters.addCandidate({ firstName: 'Lena', lastName: 'Lead' })
  const { candidateId } = applied(world)
  world.smartRecruiters.move(candidateId, world.jobId, { status: 'LEAD' })

  const sent = await writesDuring(world, world.sync)

  expect(sent).toEqual([])
})
