import { expect, test } from 'vitest'
import { ledgerOf } from '../headcount.ts'
import { answer, archived, createPromptWorld, hiringStatus, prompted } from '../prompting.ts'
import { standing, writesDuring } from '../references-lever.ts'

test.each([
  ['hired', 'hired', 'hired'],
  ['not_hired', 'rejected', 'non-hired'],
] as const)('S60 the answer %s reaches Crosschq and Lever, once', async (said, status, reason) => {
  await using world = await createPromptWorld()
  const { applicationId, requestId, link } = await prompted(world)
  const sent = await writesDuring(world, () => answer(world, link, said))
  const later = await writesDuring(world, async () => [await world.cycle(), await world.cycle()])

  expect(sent.toSorted()).toEqual(['PATCH /partners/reference-request/{id}/', 'PUT /v1/opportunities/{id}/archived'])
  expect([hiringStatus(world, requestId), archived(world, applicationId)]).toEqual([status, reason])
  expect(later).toEqual([])
})

test('S60 a second answer changes nothing', async () => {
  await using world = await createPromptWorld()
  const { applicationId, requestId, link } = await prompted(world)
  await answer(world, link, 'hired')
  const again = await answer(world, link, 'not_hired')
  await world.cycle()

  expect(again).toBe(410)
  expect([hiringStatus(world, requestId), archived(world, applicationId)]).toEqual(['hired', 'hired'])
})

test('S60 with Lever down, Crosschq is told, and Lever as soon as it is back', async () => {
  await using world = await createPromptWorld()
  const { applicationId, requestId, link } = await prompted(world)
  const down = world.lever.server.faults.add({ fault: { type: 'status', status: 503 } })
  await answer(world, link, 'hired')
  const during = [hiringStatus(world, requestId), archived(world, applicationId)]
  down.remove()
  world.passHours(1)
  const sent = await writesDuring(world, () => world.cycle())

  expect(during).toEqual(['hired', null])
  expect(sent).toEqual(['PUT /v1/opportunities/{id}/archived'])
  expect(archived(world, applicationId)).toBe('hired')
})

test('S60 with Crosschq down, Lever is told, and Crosschq as soon as it is back', async () => {
  await using world = await createPromptWorld()
  const { applicationId, requestId, link } = await prompted(world)
  const down = world.crosschq.server.faults.add({ fault: { type: 'status', status: 503 } })
  await answer(world, link, 'not_hired')
  const during = [hiringStatus(world, requestId), archived(world, applicationId)]
  down.remove()
  world.passHours(1)
  await world.cycle()

  expect(during).toEqual(['pending', 'non-hired'])
  expect(hiringStatus(world, requestId)).toBe('rejected')
})

test('R3 without a reason for who is not hired, Lever is left alone and that is told', async () => {
  await using world = await createPromptWorld({ config: { hiring: { notHiredReason: '' } } })
  const { applicationId, requestId, link } = await prompted(world)
  await answer(world, link, 'not_hired')
  const end = await world.cycle()

  expect(end.state).toBe('partial')
  expect([hiringStatus(world, requestId), archived(world, applicationId)]).toEqual(['rejected', null])
  expect(await standing(world, 'decisions', requestId)).toMatchObject({
    ...{ state: 'attention', reason: 'no_archive_reason' },
    message: expect.stringContaining('hiring.notHiredReason'),
  })
})

test('S60 an answer after Lever was changed replaces it, and that is told', async () => {
  await using world = await createPromptWorld()
  const { applicationId, requestId, link } = await prompted(world)
  world.lever.archive(applicationId)
  await answer(world, link, 'hired')
  const told = await standing(world, 'decisions', requestId)
  const later = await writesDuring(world, async () => [await world.cycle(), await world.cycle()])

  expect([hiringStatus(world, requestId), archived(world, applicationId)]).toEqual(['hired', 'hired'])
  expect(told.issues).toMatchObject([{ reason: 'decided_before' }])
  expect((await ledgerOf(world, 'decisions', requestId))[0]?.fields).toEqual([
    { field: 'outcome', before: 'rejected', after: 'hired' },
  ])
  expect(later).toEqual([])
})

test('S60 what Lever is told after the answer counts, also where the answer came late there', async () => {
  await using world = await createPromptWorld()
  const { applicationId, requestId, link } = await prompted(world)
  const down = world.lever.server.faults.add({ fault: { type: 'status', status: 503 } })
  await answer(world, link, 'not_hired')
  // Lever's clock goes its own way in these tests: later than the answer is what counts.
  hireAt(world, applicationId, world.engine.now().getTime() + 60_000)
  down.remove()
  world.passHours(1)
  await world.cycle()
  await world.cycle()

  expect([hiringStatus(world, requestId), archived(world, applicationId)]).toEqual(['hired', 'hired'])
})

test('S60 what is changed by hand after the answer stays', async () => {
  await using world = await createPromptWorld()
  const { applicationId, requestId, link } = await prompted(world)
  await answer(world, link, 'hired')
  world.lever.unarchive(applicationId)
  const sent = await writesDuring(world, async () => [await world.cycle(), await world.cycle()])

  expect(archived(world, applicationId)).toBeNull()
  expect(hiringStatus(world, requestId)).toBe('pending')
  expect(sent).toEqual(['PATCH /partners/reference-request/{id}/'])
})

test('S60 a lost answer of Lever does no harm', async () => {
  await using world = await createPromptWorld()
  const { applicationId, requestId, link } = await prompted(world)
  world.lever.server.faults.add({ method: 'PUT', times: 1, fault: { type: 'timeoutAfterApply' } })
  await answer(world, link, 'hired')
  const later = await writesDuring(world, () => world.cycle())

  expect(archived(world, applicationId)).toBe('hired')
  expect(await ledgerOf(world, 'decisions', requestId)).toMatchObject([{ state: 'verified' }])
  expect(later).toEqual([])
})

function hireAt({ lever }: Awaited<ReturnType<typeof createPromptWorld>>, applicationId: string, at: number) {
  lever.hire(applicationId)
  const hired = lever.state.opportunities.get(applicationId)!
  lever.state.opportunities.set(applicationId, { ...hired, archived: { ...hired.archived!, archivedAt: at } })
}
