import { expect, test } from 'vitest'
import { requests } from '../references.ts'
import { applied, asked, createLeverWorld, type LeverWorld, standing, writesDuring } from '../references-lever.ts'

const hiring = (world: LeverWorld) => requests(world).map(({ hiringStatus, state }) => [hiringStatus, state])

test('S58 hired in Lever is hired in Crosschq, once, and nothing goes back', async () => {
  await using world = await createLeverWorld()
  const { applicationId } = await asked(world)
  world.lever.hire(applicationId)
  const first = await writesDuring(world, () => world.sync())
  const later = await writesDuring(world, async () => [await world.sync(), await world.sync()])

  expect(hiring(world)).toEqual([['hired', 'pending']])
  expect(first).toEqual([expect.stringMatching(/^PATCH /)])
  expect(later).toEqual([])
})

test('S58 archived for another reason is rejected in Crosschq, and stops the request', async () => {
  await using world = await createLeverWorld()
  const { applicationId } = await asked(world)
  world.lever.archive(applicationId)
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(hiring(world)).toEqual([['rejected', 'cancelled']])
})

test('S58 which of several hired reasons it was does not matter', async () => {
  await using world = await createLeverWorld()
  const { id } = world.lever.addReason({ text: 'Hired elsewhere in the group', type: 'hired' })
  world.lever.deactivateReason(id)
  const { applicationId } = await asked(world)
  world.lever.archive(applicationId, id)
  await world.sync()

  expect(hiring(world)).toEqual([['hired', 'pending']])
})

test('S58 a reason made after we last asked is known', async () => {
  await using world = await createLeverWorld()
  const { applicationId } = await asked(world)
  world.lever.archive(applied(world, { name: 'Bo Beck', email: 'bo@example.com' }))
  await world.sync()
  world.lever.archive(applicationId, world.lever.addReason({ text: 'Hired as intern', type: 'hired' }).id)
  world.passHours(1)
  await world.sync()

  expect(hiring(world)).toEqual([['hired', 'pending']])
})

test('S58 for a reason that Lever does not list, nobody guesses', async () => {
  await using world = await createLeverWorld()
  const { applicationId } = await asked(world)
  const { id } = world.lever.addReason({ text: 'Gone', type: 'non-hired' })
  world.lever.archive(applicationId, id)
  ;(world.lever.state.reasons as Map<string, unknown>).delete(id)
  const sent = await writesDuring(world, () => world.sync())

  expect(sent).toEqual([])
  expect(await standing(world, 'outcomes', applicationId)).toMatchObject({
    ...{ state: 'attention', reason: 'outcome_unclear' },
  })
})

test('S58 taken out of the archive, the candidate is open again in Crosschq', async () => {
  await using world = await createLeverWorld({ config: { requests: { cancelOnReject: false } } })
  const { applicationId } = await asked(world)
  world.lever.archive(applicationId)
  await world.sync()
  world.lever.unarchive(applicationId)
  await world.sync()

  expect(hiring(world)).toEqual([['pending', 'pending']])
})

test('S58 hired for another job, this one’s request stays as it is', async () => {
  await using world = await createLeverWorld()
  await asked(world)
  world.lever.hire(applied(world))
  const sent = await writesDuring(world, () => world.sync())

  expect(sent).toEqual([])
  expect(hiring(world)).toEqual([['pending', 'pending']])
})

test('S58 an opportunity without a request of ours costs Crosschq no call', async () => {
  await using world = await createLeverWorld()
  await world.sync()
  const id = applied(world)
  world.lever.hire(id)
  world.crosschq.server.clearCalls()
  await world.sync()

  expect(world.crosschq.server.calls).toEqual([])
  expect(await standing(world, 'outcomes', id)).toMatchObject({ state: 'skipped', reason: 'no_request' })
})

test('S58 a deleted opportunity leaves the request as it is', async () => {
  await using world = await createLeverWorld()
  const { applicationId } = await asked(world)
  world.lever.deleteOpportunity(applicationId)
  for (const _ of [1, 2, 3]) {
    world.passHours(25)
    await world.sync()
  }

  expect(hiring(world)).toEqual([['pending', 'pending']])
  expect(await standing(world, 'outcomes', applicationId)).toMatchObject({ reason: 'application_gone' })
})
