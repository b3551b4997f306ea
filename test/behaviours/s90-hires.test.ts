import { expect, test } from 'vitest'
import { tallyOf } from '../headcount.ts'
import { bringHire, charthopWrites, day, hireRecord, jobWithOpening, persons, placements } from '../hiring.ts'
import { createWorld } from '../world.ts'

test('S90 a hire becomes one person in the job, also after ten cycles', async () => {
  await using world = await createWorld()
  const hire = await bringHire(world, {
    name: 'Ada King Lovelace',
    email: ' Ada@Example.com ',
    phone: '+44 20 7946 0000',
  })

  const first = await world.sync()
  for (let cycle = 0; cycle < 9; cycle++) await world.sync()

  expect(first.state).toBe('success')
  expect(tallyOf(first, 'hires')).toMatchObject({ applied: 2, verified: 2, failed: 0, unknown: 0 })
  expect(persons(world)).toMatchObject([
    {
      name: { first: 'Ada King', last: 'Lovelace' },
      contacts: { HOME_EMAIL: 'ada@example.com', MOBILE_PHONE: '+44 20 7946 0000' },
    },
  ])
  expect(placements(world)).toEqual([{ type: 'HIRE', personId: persons(world)[0]!.id, date: day(30) }])
  expect(charthopWrites(world)).toEqual(['POST person', 'POST change/sync/HIRE'])
  expect(await hireRecord(world, hire)).toMatchObject({ state: 'synced' })
})

test('S90 the person is in the job from the offer’s start date', async () => {
  await using world = await createWorld()
  const starting = await bringHire(world, { email: 'today@example.com', startDate: day(0) })
  const later = await bringHire(world, { email: 'later@example.com', startDate: day(40) })

  await world.sync()

  const stateOf = ({ jobId }: { jobId: string }) => world.charthop.state.jobs.get(jobId)!.now
  expect(stateOf(starting)).toMatchObject({ state: 'FILLED', filledOn: day(0) })
  expect(stateOf(later)).toMatchObject({ state: 'START' })
  world.charthop.clock.advance(40 * 86_400_000)
  expect(stateOf(later)).toMatchObject({ state: 'FILLED', filledOn: day(40) })
})

test.each([
  ['work', { workEmail: 'ADA@example.com' }],
  ['home', { homeEmail: 'Ada@Example.COM' }],
])('S90 a person with the same %s e-mail is hired, not doubled', async (_, emails) => {
  await using world = await createWorld()
  const known = world.charthop.addPerson({ first: 'Ada', last: 'Byron', ...emails })
  await bringHire(world, { email: 'aDa@example.com' })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(persons(world)).toHaveLength(1)
  expect(persons(world)[0]).toEqual(known)
  expect(placements(world)).toMatchObject([{ type: 'HIRE', personId: known.id }])
  expect(charthopWrites(world)).toEqual(['POST change/sync/HIRE'])
})

test('S90 any e-mail of the candidate finds the person', async () => {
  await using world = await createWorld()
  const known = world.charthop.addPerson({ last: 'Lovelace', workEmail: 'ada.lovelace@acme.example' })
  const hire = await bringHire(world, { isHired: false })
  const { emailAddresses } = world.ashby.state.candidates.get(hire.candidateId)!
  world.ashby.editCandidate(hire.candidateId, {
    emailAddresses: [...emailAddresses, { value: 'Ada.Lovelace@acme.example', type: 'Work', isPrimary: false }],
  })
  world.ashby.hire(hire.applicationId)

  await world.sync()

  expect(placements(world)).toMatchObject([{ personId: known.id }])
  expect(persons(world)).toHaveLength(1)
})

test('S90 two persons with the e-mail are named, nothing is written', async () => {
  await using world = await createWorld()
  const one = world.charthop.addPerson({ last: 'Lovelace', workEmail: 'ada@example.com' })
  const two = world.charthop.addPerson({ last: 'King', homeEmail: 'ada@example.com' })
  const hire = await bringHire(world)

  const end = await world.sync()

  expect(end.state).toBe('partial')
  const { state, reason, message } = await hireRecord(world, hire)
  expect({ state, reason }).toEqual({ state: 'attention', reason: 'ambiguous_person' })
  expect(message).toContain(one.id)
  expect(message).toContain(two.id)
  expect(message).not.toContain('ada@example.com')
  expect(charthopWrites(world)).toEqual([])
})

test.each([
  ['today', 0],
  ['an announced future hire', 20],
])('S90 a job filled by somebody else (%s) gets no write at all', async (_, startsIn) => {
  await using world = await createWorld()
  const hire = await bringHire(world, { isHired: false })
  const { personId } = world.charthop.fillJob(hire.jobId, { last: 'Other' }, day(startsIn))
  world.ashby.hire(hire.applicationId)

  const end = await world.sync()

  expect(end.state).toBe('partial')
  const { reason, message } = await hireRecord(world, hire)
  expect(reason).toBe('job_filled')
  expect(message).toContain(personId)
  expect(persons(world).map(({ id }) => id)).toEqual([personId])
  expect(charthopWrites(world)).toEqual([])
})

test('S90 a later announcement keeps the job from a hire too', async () => {
  await using world = await createWorld({ charthop: { startIsOpen: true } })
  const hire = await bringHire(world, { isHired: false })
  world.charthop.fillJob(hire.jobId, { last: 'Other' }, day(20))
  world.ashby.hire(hire.applicationId)

  await world.sync()

  expect((await hireRecord(world, hire)).reason).toBe('job_filled')
  expect(charthopWrites(world)).toEqual([])
})

test('S90 somebody who works elsewhere in the company is moved', async () => {
  await using world = await createWorld()
  const formerJob = world.charthop.addJob({ title: 'Analyst' }).id
  const { personId } = world.charthop.fillJob(formerJob, { last: 'Lovelace', workEmail: 'ada@example.com' })
  const hire = await bringHire(world, { startDate: day(10) })

  const end = await world.sync()
  await world.sync()

  expect(end.state).toBe('success')
  expect(placements(world, hire.jobId)).toEqual([{ type: 'MOVE', personId, date: day(10), otherJobId: formerJob }])
  expect(persons(world)).toHaveLength(1)
  expect(charthopWrites(world)).toEqual(['POST change/sync/MOVE'])
})

test('S90 the same person is hired again into another job', async () => {
  await using world = await createWorld()
  const first = await bringHire(world, { startDate: day(0) })
  await world.sync()
  const [person] = persons(world)
  world.charthop.departPerson(person!.id)

  const second = await bringHire(world, { startDate: day(5) })
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(persons(world)).toHaveLength(1)
  expect(placements(world, second.jobId)).toEqual([{ type: 'HIRE', personId: person!.id, date: day(5) }])
  expect(await hireRecord(world, first)).toMatchObject({ state: 'synced' })
  expect(await hireRecord(world, second)).toMatchObject({ state: 'synced' })
})

test('S90 a phone that ChartHop would refuse does not stop the hire', async () => {
  await using world = await createWorld()
  const hire = await bringHire(world, { phone: '020 7946 0000' })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(persons(world)[0]!.contacts).toEqual({ HOME_EMAIL: 'ada@example.com' })
  expect((await hireRecord(world, hire)).issues).toMatchObject([{ reason: 'phone_left_out', attention: false }])
})

test('S90 two applications of one person in a run make one person', async () => {
  await using world = await createWorld()
  const jobs = [await jobWithOpening(world), await jobWithOpening(world)]
  const first = await bringHire(world, { jobId: jobs[0]!, startDate: day(0) })
  const second = await bringHire(world, { jobId: jobs[1]!, startDate: day(0) })

  await world.sync()
  const afterOne = { persons: persons(world).length, placements: placements(world).length }
  const end = await world.sync()

  expect(afterOne).toEqual({ persons: 1, placements: 1 })
  expect(persons(world)).toHaveLength(1)
  expect(end.state).toBe('success')
  expect([(await hireRecord(world, first)).state, (await hireRecord(world, second)).state]).toEqual([
    'synced',
    'synced',
  ])
  expect(placements(world).map(({ type }) => type)).toEqual(['HIRE', 'MOVE'])
})
