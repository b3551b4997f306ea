import { expect, test } from 'vitest'
import { addField, ledgerOf, tallyOf } from '../headcount.ts'
import {
  addHireField,
  bringHire,
  charthopWrites,
  day,
  hireMapping,
  hireRecord,
  persons,
  placements,
} from '../hiring.ts'
import { createWorld, type World } from '../world.ts'

const mapping = hireMapping(['offer.T-Shirt Size', 'shirtSize'], ['offer.Desk', 'deskCode'])

/** Somebody hired and written, with one mapped value on the person and one on the job. */
async function hiredWithValues(world: World) {
  addField(world, { code: 'shirtSize', entityType: 'PERSON' })
  addField(world, { code: 'deskCode' })
  const size = addHireField(world, 'Offer', 'T-Shirt Size')
  const desk = addHireField(world, 'Offer', 'Desk')
  const hire = await bringHire(world, { custom: { [size.id]: 'M', [desk.id]: 'D-7' } })
  await world.sync()
  world.charthop.server.clearCalls()
  return { ...hire, size: size.id, desk: desk.id, personId: persons(world)[0]!.id }
}

test('S90 mapped custom fields stand on person and job', async () => {
  await using world = await createWorld({
    mapping: hireMapping(
      ['offer.T-Shirt Size', 'shirtSize'],
      ['candidate.Languages', 'languages'],
      ['application.Desk', 'deskCode'],
    ),
  })
  addField(world, { code: 'shirtSize', entityType: 'PERSON', type: 'ENUM', options: ['Small', 'Large'] })
  addField(world, { code: 'languages', entityType: 'PERSON' })
  addField(world, { code: 'deskCode' })
  const size = addHireField(world, 'Offer', 'T-Shirt Size')
  const languages = addHireField(world, 'Candidate', 'Languages')
  const desk = addHireField(world, 'Application', 'Desk')
  const hire = await bringHire(world, { custom: { [size.id]: 'Large' } })
  world.ashby.setValue('Candidate', hire.candidateId, languages.id, 'English, French')
  world.ashby.setValue('Application', hire.applicationId, desk.id, 'D-7')

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(persons(world)[0]!.values).toEqual({ shirtSize: 'large', languages: 'English, French' })
  expect(world.charthop.state.jobs.get(hire.jobId)!.now.values).toMatchObject({ deskCode: 'D-7' })
  expect(charthopWrites(world)).toEqual(['POST person', 'POST change/sync/HIRE', 'PATCH person/{id}', 'PATCH job/{id}'])
})

test('S90 a value that ChartHop has no option for is left out and shown', async () => {
  await using world = await createWorld({
    mapping: hireMapping(['offer.T-Shirt Size', 'shirtSize'], ['offer.Desk', 'deskCode']),
  })
  addField(world, { code: 'shirtSize', entityType: 'PERSON', type: 'ENUM', options: ['Small', 'Large'] })
  addField(world, { code: 'deskCode' })
  const size = addHireField(world, 'Offer', 'T-Shirt Size')
  const desk = addHireField(world, 'Offer', 'Desk')
  const hire = await bringHire(world, { custom: { [size.id]: 'Gigantic', [desk.id]: 'D-7' } })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(await hireRecord(world, hire)).toMatchObject({
    state: 'attention',
    issues: [{ field: 'shirtSize', reason: 'does_not_fit' }],
  })
  expect(world.charthop.state.jobs.get(hire.jobId)!.now.values).toMatchObject({ deskCode: 'D-7' })
  expect(placements(world)).toHaveLength(1)
})

test('S90 a field of filled jobs waits for the first day', async () => {
  await using world = await createWorld({ mapping: hireMapping(['offer.Badge', 'badgeCode']) })
  addField(world, { code: 'badgeCode', entityType: 'JOB_FILLED' })
  const badge = addHireField(world, 'Offer', 'Badge')
  const hire = await bringHire(world, { startDate: day(3), custom: { [badge.id]: 'B-12' } })

  const announced = await world.sync()
  const waiting = await hireRecord(world, hire)
  world.passHours(3 * 24)
  world.charthop.clock.advance(3 * 24 * 3_600_000)
  const started = await world.sync()

  expect(announced.state).toBe('success')
  expect(waiting.issues).toMatchObject([{ field: 'badgeCode', reason: 'waits_for_start', attention: false }])
  expect(started.state).toBe('success')
  expect(world.charthop.state.jobs.get(hire.jobId)!.now.values).toMatchObject({ badgeCode: 'B-12' })
  expect(charthopWrites(world)).toEqual(['POST person', 'POST change/sync/HIRE', 'PATCH job/{id}'])
})

test('S90 a changed offer updates the mapped custom fields', async () => {
  await using world = await createWorld({ mapping })
  const { offerId, size, desk, jobId } = await hiredWithValues(world)

  world.ashby.changeOffer(offerId, { custom: { [size]: 'L', [desk]: 'D-8' } })
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(persons(world)[0]!.values).toEqual({ shirtSize: 'L' })
  expect(world.charthop.state.jobs.get(jobId)!.now.values).toMatchObject({ deskCode: 'D-8' })
  expect(charthopWrites(world)).toEqual(['PATCH person/{id}', 'PATCH job/{id}'])
})

test('S90 an emptied value is emptied in ChartHop', async () => {
  await using world = await createWorld({ mapping })
  const { offerId, size } = await hiredWithValues(world)

  world.ashby.changeOffer(offerId, { custom: { [size]: null } })
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(tallyOf(end, 'hires').planned).toMatchObject({ clear: 1, update: 0 })
  expect(persons(world)[0]!.values.shirtSize ?? null).toBeNull()
})

test('S90 an edit of HR’s survives an unrelated change', async () => {
  await using world = await createWorld({ mapping })
  const { offerId, desk, personId, jobId } = await hiredWithValues(world)
  world.charthop.editPerson(personId, { shirtSize: 'XXL' })

  world.ashby.changeOffer(offerId, { custom: { [desk]: 'D-9' } })
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(persons(world)[0]!.values).toEqual({ shirtSize: 'XXL' })
  expect(world.charthop.state.jobs.get(jobId)!.now.values).toMatchObject({ deskCode: 'D-9' })
  expect(charthopWrites(world)).toEqual(['PATCH job/{id}'])
})

test('S90 edits of HR’s cause no write by themselves', async () => {
  await using world = await createWorld({ mapping })
  const { personId, jobId } = await hiredWithValues(world)

  world.charthop.editPerson(personId, { shirtSize: 'XXL' })
  world.charthop.editJob(jobId, { deskCode: 'Z-1', title: 'Principal' })
  for (let cycle = 0; cycle < 3; cycle++) {
    world.passHours(25)
    expect((await world.sync()).state).toBe('success')
  }

  expect(charthopWrites(world)).toEqual([])
})

test('S90 somebody moved on by HR stays where they are', async () => {
  await using world = await createWorld({ mapping })
  addField(world, { code: 'shirtSize', entityType: 'PERSON' })
  const size = addHireField(world, 'Offer', 'T-Shirt Size')
  const hire = await bringHire(world, { startDate: day(0) })
  await world.sync()
  const elsewhere = world.charthop.addJob({ title: 'Lead' }).id
  world.charthop.movePerson(persons(world)[0]!.id, elsewhere)
  world.charthop.server.clearCalls()

  world.ashby.changeOffer(hire.offerId, { custom: { [size.id]: 'S' } })
  await world.sync()

  expect(persons(world)[0]!.values).toEqual({ shirtSize: 'S' })
  expect(charthopWrites(world)).toEqual(['PATCH person/{id}'])
  expect(world.charthop.state.jobs.get(elsewhere)!.now).toMatchObject({ personId: persons(world)[0]!.id })
})

test('S90 the ledger tells every write of a hire', async () => {
  await using world = await createWorld({ mapping })
  const { applicationId } = await hiredWithValues(world)

  const ledger = await ledgerOf(world, 'hires', applicationId)

  expect(ledger.map(({ action, state }) => [action, state]).reverse()).toEqual([
    ['person.create', 'verified'],
    ['person.place', 'verified'],
    ['person.setValues', 'verified'],
    ['job.setValues', 'verified'],
  ])
})
