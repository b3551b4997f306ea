import { expect, test } from 'vitest'
import { addField } from '../headcount.ts'
import {
  addHireField,
  bringHire,
  charthopWrites,
  day,
  hireMapping,
  hireRecord,
  jobWithOpening,
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

test('S90 a start date moved after the hire is shown, not written', async () => {
  await using world = await createWorld()
  const hire = await bringHire(world)
  await world.sync()
  const before = placements(world)

  world.ashby.changeOffer(hire.offerId, { startDate: day(60) })
  const end = await world.sync()
  world.passHours(2)
  const later = await world.sync()

  expect([end.state, later.state]).toEqual(['partial', 'partial'])
  const { state, reason, message } = await hireRecord(world, hire)
  expect({ state, reason }).toEqual({ state: 'attention', reason: 'start_date_moved' })
  expect(message).toContain(day(60))
  expect(message).toContain(day(30))
  expect(placements(world)).toEqual(before)
})

test.each(['in ChartHop', 'back in Ashby'])(
  'S90 a moved start date is settled once it is corrected %s',
  async (where) => {
    await using world = await createWorld()
    const hire = await bringHire(world)
    await world.sync()
    world.ashby.changeOffer(hire.offerId, { startDate: day(60) })
    await world.sync()

    if (where === 'in ChartHop') await moveHire(world, day(60))
    else world.ashby.changeOffer(hire.offerId, { startDate: day(30) })
    world.passHours(2)
    const end = await world.sync()

    expect(end.state).toBe('success')
    expect((await hireRecord(world, hire)).state).toBe('synced')
  },
)

/** HR gives the announced hire another date on ChartHop's screen. */
async function moveHire({ charthop }: World, date: string): Promise<void> {
  const change = charthop.state.changes.find(({ type }) => type === 'HIRE')!
  const answer = await fetch(`${charthop.url}/v1/org/${charthop.org.id}/change/${change.id}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${charthop.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ date }),
  })
  expect(answer.status).toBe(204)
}

test('S90 an offer moved to another opening after the hire is shown', async () => {
  await using world = await createWorld({ mapping })
  const { offerId, desk, ...hire } = await hiredWithValues(world)
  const otherJob = await jobWithOpening(world)
  const other = [...world.ashby.state.openings.all()].find(({ latestVersion }) =>
    latestVersion.identifier?.includes(otherJob),
  )!

  world.ashby.changeOffer(offerId, { openingId: other.id, custom: { [desk]: 'D-99' } })
  const end = await world.sync()

  expect(end.state).toBe('partial')
  const { reason, message } = await hireRecord(world, hire)
  expect(reason).toBe('opening_changed')
  expect(message).toContain(otherJob)
  expect(message).toContain(hire.jobId)
  expect(charthopWrites(world)).toEqual([])
})

test('S90 an undone hire is reported, ChartHop stays as it is', async () => {
  await using world = await createWorld()
  const hire = await bringHire(world)
  await world.sync()
  const before = { persons: persons(world), placements: placements(world), writes: charthopWrites(world) }

  world.ashby.unhire(hire.applicationId)
  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(await hireRecord(world, hire)).toMatchObject({ state: 'attention', reason: 'unhired' })
  expect({ persons: persons(world), placements: placements(world), writes: charthopWrites(world) }).toEqual(before)
})

test('S90 a hire undone and made again is in step again', async () => {
  await using world = await createWorld()
  const hire = await bringHire(world)
  await world.sync()
  const before = charthopWrites(world)

  world.ashby.unhire(hire.applicationId)
  await world.sync()
  world.ashby.hire(hire.applicationId)
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect((await hireRecord(world, hire)).state).toBe('synced')
  expect(charthopWrites(world)).toEqual(before)
})

test('S90 a hire undone before it was written writes nothing', async () => {
  await using world = await createWorld()
  const hire = await bringHire(world, { isAccepted: false })
  await world.sync()

  world.ashby.unhire(hire.applicationId)
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(await hireRecord(world, hire)).toMatchObject({ state: 'skipped', reason: 'not_hired' })
  expect(charthopWrites(world)).toEqual([])
})

test('S90 a candidate merged after the hire is not made again', async () => {
  await using world = await createWorld({ mapping })
  const { candidateId, offerId, size, ...hire } = await hiredWithValues(world)
  const survivor = world.ashby.addCandidateWithApplication({
    name: 'Ada L.',
    email: 'ada.l@example.com',
    jobId: world.ashby.addJob({ title: 'Other' }).id,
  }).candidate

  world.ashby.mergeCandidates(survivor.id, candidateId)
  world.ashby.changeOffer(offerId, { custom: { [size]: 'L' } })
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(persons(world)).toHaveLength(1)
  expect(persons(world)[0]!.values).toEqual({ shirtSize: 'L' })
  expect((await hireRecord(world, hire)).state).toBe('synced')
})

test('S90 a candidate merged before the hire is the surviving one', async () => {
  await using world = await createWorld()
  const known = world.charthop.addPerson({ last: 'Lovelace', workEmail: 'ada.l@example.com' })
  const hire = await bringHire(world, { isHired: false })
  await world.sync()
  const survivor = world.ashby.addCandidateWithApplication({
    name: 'Ada L.',
    email: 'ada.l@example.com',
    jobId: world.ashby.addJob({ title: 'Other' }).id,
  }).candidate

  world.ashby.mergeCandidates(survivor.id, hire.candidateId)
  world.ashby.hire(hire.applicationId)
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(placements(world)).toMatchObject([{ personId: known.id }])
  expect(persons(world)).toHaveLength(1)
})

test('S90 a person gone from ChartHop is not made again', async () => {
  await using world = await createWorld({ mapping })
  const { offerId, size, personId, ...hire } = await hiredWithValues(world)
  world.charthop.server.faults.add({
    match: new RegExp(`/person/${personId}$`),
    fault: { type: 'status', status: 404, body: { code: 404, message: 'person not found' } },
  })

  world.ashby.changeOffer(offerId, { custom: { [size]: 'L' } })
  const end = await world.sync()

  expect(end.state).toBe('partial')
  const { reason, message } = await hireRecord(world, hire)
  expect(reason).toBe('person_gone')
  expect(message).toContain(personId)
  expect(charthopWrites(world)).toEqual([])
})

test('S90 a second application for the same job makes no second hire', async () => {
  await using world = await createWorld()
  const first = await bringHire(world)
  await world.sync()
  world.ashby.unhire(first.applicationId)
  world.ashby.deleteOffer(first.offerId)
  const before = charthopWrites(world)

  const second = await bringHire(world, { jobId: first.jobId })
  await world.sync()

  expect(charthopWrites(world)).toEqual(before)
  expect(persons(world)).toHaveLength(1)
  const { state, reason, message } = await hireRecord(world, second)
  expect({ state, reason }).toEqual({ state: 'attention', reason: 'hire_taken' })
  expect(message).toContain(first.applicationId)
})
