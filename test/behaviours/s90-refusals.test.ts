import { expect, test } from 'vitest'
import { addActiveJob, recordOf } from '../headcount.ts'
import { bringHire, charthopWrites, day, hireRecord, persons, placements } from '../hiring.ts'
import { createWorld } from '../world.ts'

test('S90 a start before the job existed is refused before any write', async () => {
  await using world = await createWorld()
  const hire = await bringHire(world, { startDate: day(-1) })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  const { state, reason, message } = await hireRecord(world, hire)
  expect({ state, reason }).toEqual({ state: 'attention', reason: 'start_before_job' })
  expect(message).toContain(day(-1))
  expect(message).toContain(day(0))
  expect(charthopWrites(world)).toEqual([])
})

test('S90 a past start date is written as it is', async () => {
  await using world = await createWorld()
  const hire = await bringHire(world, { job: { createDate: day(-60) }, startDate: day(-10) })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(placements(world)).toMatchObject([{ date: day(-10) }])
  expect(world.charthop.state.jobs.get(hire.jobId)!.now).toMatchObject({ state: 'FILLED', filledOn: day(-10) })
})

test.each([
  ['start date', { startDate: null }, 'no_start_date'],
  ['e-mail', { email: null }, 'no_email'],
])('S90 a hire without %s waits for a person', async (_, lacking, reason) => {
  await using world = await createWorld()
  const hire = await bringHire(world, lacking)

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(await hireRecord(world, hire)).toMatchObject({ state: 'attention', reason })
  expect(charthopWrites(world)).toEqual([])
})

test('S90 a start date added to the offer lets the hire through', async () => {
  await using world = await createWorld()
  const hire = await bringHire(world, { startDate: null })
  await world.sync()

  world.ashby.changeOffer(hire.offerId, { startDate: day(12) })
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(placements(world)).toMatchObject([{ date: day(12) }])
})

test('S90 a hire ChartHop refuses is not tried again in that run', async () => {
  await using world = await createWorld()
  const hire = await bringHire(world)
  world.charthop.server.faults.add({
    match: /change\/sync/,
    fault: { type: 'status', status: 422, body: { code: 422, message: 'no' } },
  })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(charthopWrites(world)).toEqual(['POST person', 'POST change/sync/HIRE'])
  const record = await recordOf(world, 'hires', hire.applicationId)
  expect(record).toMatchObject({ state: 'attention', reason: 'refused', attempts: 1 })
  await world.sync()
  expect(charthopWrites(world)).toHaveLength(2)
  world.charthop.server.faults.clear()
  world.passHours(1)
  expect((await world.sync()).state).toBe('success')
  expect(persons(world)).toHaveLength(1)
  expect(placements(world)).toHaveLength(1)
})

test('S90 a job that was deleted in ChartHop gets no hire', async () => {
  await using world = await createWorld()
  const hire = await bringHire(world, { isHired: false })
  addActiveJob(world)
  world.charthop.deleteJob(hire.jobId)
  world.ashby.hire(hire.applicationId)

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect((await hireRecord(world, hire)).reason).toBe('job_gone')
  expect(charthopWrites(world)).toEqual([])
})
