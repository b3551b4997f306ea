import { expect, test } from 'vitest'
import {
  arrived,
  asked,
  createSmartRecruitersWorld,
  requests,
  type SmartRecruitersWorld,
  STEP,
  standing,
  writesDuring,
} from '../references-smartrecruiters.ts'

/** Writes to Crosschq, by what they do. */
const toCrosschq = (sent: readonly string[]) => sent.filter((write) => write.includes('/partners/'))

test('S44 hired in SmartRecruiters is hired in Crosschq, once, and the request runs on', async () => {
  await using world = await createSmartRecruitersWorld()
  const { candidateId } = await asked(world)
  world.smartRecruiters.hire(candidateId, world.jobId, '2026-12-01T00:00:00.000Z')
  const sent = await writesDuring(world, world.sync)
  const again = await writesDuring(world, world.sync)

  expect(requests(world)).toMatchObject([{ hiringStatus: 'hired', state: 'pending' }])
  expect([toCrosschq(sent).length, again]).toEqual([1, []])
})

test('S44 an application without a request of ours costs no call of Crosschq', async () => {
  await using world = await createSmartRecruitersWorld()
  const { candidateId, applicationId } = arrived(world)
  await world.sync()
  world.smartRecruiters.hire(candidateId, world.jobId)

  expect(await writesDuring(world, world.sync)).toEqual([])
  expect(await standing(world, 'outcomes', applicationId)).toMatchObject({ state: 'skipped', reason: 'no_request' })
})

const ends: readonly [string, (world: SmartRecruitersWorld, candidateId: string) => unknown, boolean, object][] = [
  ['rejected', reject, false, { hiringStatus: 'rejected', state: 'cancelled' }],
  ['withdrawn', withdraw, false, { hiringStatus: 'pending', state: 'pending' }],
  ['withdrawn', withdraw, true, { hiringStatus: 'rejected', state: 'cancelled' }],
  ['transferred', transfer, true, { hiringStatus: 'pending', state: 'pending' }],
]

test.each(ends)(
  'S45 %s, by %o with treatWithdrawnAsRejected %s',
  async (_, act, treatWithdrawnAsRejected, expected) => {
    await using world = await createSmartRecruitersWorld({ config: { treatWithdrawnAsRejected } })
    const { candidateId } = await asked(world)
    act(world, candidateId)
    const end = await world.sync()

    expect(end.state).toBe('success')
    expect(requests(world)).toMatchObject([expected])
  },
)

function reject({ smartRecruiters, jobId }: SmartRecruitersWorld, candidateId: string) {
  smartRecruiters.reject(candidateId, jobId)
}

function withdraw({ smartRecruiters, jobId }: SmartRecruitersWorld, candidateId: string) {
  smartRecruiters.withdraw(candidateId, jobId)
}

function transfer({ smartRecruiters, jobId }: SmartRecruitersWorld, candidateId: string) {
  smartRecruiters.transfer(candidateId, jobId, smartRecruiters.addJob().id)
}

test('S45 back in the race, the rejection is taken back', async () => {
  await using world = await createSmartRecruitersWorld({ config: { requests: { cancelOnReject: false } } })
  const { candidateId } = await asked(world)
  world.smartRecruiters.reject(candidateId, world.jobId)
  await world.sync()
  world.smartRecruiters.move(candidateId, world.jobId, STEP)
  await world.sync()

  expect(requests(world)[0]).toMatchObject({ hiringStatus: 'pending' })
})

test('S46 rejected while it runs: it is cancelled, then marked', async () => {
  await using world = await createSmartRecruitersWorld()
  const { candidateId } = await asked(world)
  world.smartRecruiters.reject(candidateId, world.jobId)

  const sent = toCrosschq(await writesDuring(world, world.sync))

  expect(sent).toEqual([expect.stringMatching(/cancel/), expect.stringMatching(/^PATCH/)])
})

test('S46 rejected after it was completed: only marked', async () => {
  await using world = await createSmartRecruitersWorld()
  const { candidateId, requestId } = await asked(world)
  world.crosschq.complete(requestId)
  await world.sync()
  world.smartRecruiters.reject(candidateId, world.jobId)

  const sent = toCrosschq(await writesDuring(world, world.sync))

  expect(sent).toEqual([expect.stringMatching(/^PATCH/)])
  expect(requests(world)).toMatchObject([{ state: 'completed', hiringStatus: 'rejected' }])
})

test('S46 rejected on one job, the request of another job runs on', async () => {
  await using world = await createSmartRecruitersWorld()
  const { candidateId } = await asked(world)
  const other = world.smartRecruiters.addJob({ title: 'Other' }).id
  world.smartRecruiters.apply(candidateId, other)
  world.smartRecruiters.reject(candidateId, other)
  await world.sync()

  expect(requests(world)).toMatchObject([{ state: 'pending', hiringStatus: 'pending' }])
})

test('S46 one that somebody cancelled in Crosschq at that moment counts as done', async () => {
  await using world = await createSmartRecruitersWorld()
  const { candidateId, requestId } = await asked(world)
  world.crosschq.cancelInCrosschq(requestId)
  world.smartRecruiters.reject(candidateId, world.jobId)
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(requests(world)).toMatchObject([{ state: 'cancelled', hiringStatus: 'rejected' }])
})
