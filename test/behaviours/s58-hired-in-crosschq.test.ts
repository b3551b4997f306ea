import { expect, test } from 'vitest'
import { requests } from '../references.ts'
import { asked, createLeverWorld, type LeverWorld, standing, writesDuring } from '../references-lever.ts'

const ARCHIVE = 'PUT /v1/opportunities/{id}/archived'

test('S58 hired in Crosschq is archived as hired in Lever, once, and nothing comes back', async () => {
  await using world = await createLeverWorld()
  world.sendHooks()
  const { applicationId, requestId } = await asked(world)
  world.crosschq.setHiringStatus(requestId, 'hired')
  const first = await writesDuring(world, () => world.sync())
  await world.lever.webhooks.settled()
  const later = await writesDuring(world, async () => [await world.sync(), await world.sync()])

  expect(first).toEqual([ARCHIVE])
  expect(reasonOf(world, applicationId)).toBe('Hired')
  expect(later).toEqual([])
})

test('S58 which of several hired reasons is meant is not guessed', async () => {
  await using world = await createLeverWorld()
  world.lever.addReason({ text: 'Hired as intern', type: 'hired' })
  const { requestId } = await asked(world)
  world.crosschq.setHiringStatus(requestId, 'hired')
  const sent = await writesDuring(world, () => world.sync())

  expect(sent).toEqual([])
  expect(await standing(world, 'hires', requestId)).toMatchObject({
    ...{ state: 'attention', reason: 'no_archive_reason' },
    message: expect.stringContaining('hiring.hiredReason'),
  })
  expect(await reasonFinding(world)).toMatchObject({ ok: false })
})

test('S58 the configured one of several is taken', async () => {
  await using world = await createLeverWorld()
  const { id } = world.lever.addReason({ text: 'Hired as intern', type: 'hired' })
  const { applicationId, requestId } = await asked(world)
  const configured = world.reopen({ hiring: { hiredReason: id, notHiredReason: undefined } })
  world.crosschq.setHiringStatus(requestId, 'hired')
  await world.sync({}, configured)

  expect(reasonOf(world, applicationId)).toBe('Hired as intern')
})

test.each<[string, (world: LeverWorld) => string]>([
  ['is unknown', () => 'no-such-reason'],
  ['is no hire', (world) => idOf(world, 'Withdrew')],
  ['is inactive', (world) => world.lever.deactivateReason(world.lever.addReason({ type: 'hired' }).id).id],
])('S58 a configured reason that %s is told of, and Lever left alone', async (_, reason) => {
  await using world = await createLeverWorld()
  const connection = world.reopen({ hiring: { hiredReason: reason(world), notHiredReason: undefined } })
  const { applicationId, requestId } = await asked(world)
  world.crosschq.setHiringStatus(requestId, 'hired')
  const end = await world.sync({}, connection)

  expect(end.state).toBe('partial')
  expect(reasonOf(world, applicationId)).toBeUndefined()
  expect(await reasonFinding(world, connection)).toMatchObject({ ok: false })
})

test('S58 check lists the reasons that a hire may be archived for', async () => {
  await using world = await createLeverWorld()
  const { id } = world.lever.addReason({ text: 'Hired as intern', type: 'hired' })

  const finding = await reasonFinding(world)

  expect(finding).toMatchObject({ ok: false, message: expect.stringContaining(`"Hired as intern" is ${id}`) })
  expect(finding?.message).toContain(`"Hired" is ${idOf(world, 'Hired')}`)
  expect(finding?.message).not.toContain('Withdrew')
})

test('S58 once the reason is configured, what waited is written', async () => {
  await using world = await createLeverWorld()
  world.lever.addReason({ text: 'Hired as intern', type: 'hired' })
  const { applicationId, requestId } = await asked(world)
  world.crosschq.setHiringStatus(requestId, 'hired')
  await world.sync()
  await world.sync({}, world.reopen({ hiring: { hiredReason: idOf(world, 'Hired'), notHiredReason: undefined } }))

  expect(reasonOf(world, applicationId)).toBe('Hired')
})

test('S58 where Lever wants a requisition with a hire, that is told', async () => {
  await using world = await createLeverWorld({ lever: { requisitionRequired: true } })
  const { applicationId, requestId } = await asked(world)
  world.crosschq.setHiringStatus(requestId, 'hired')
  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(reasonOf(world, applicationId)).toBeUndefined()
  expect(await standing(world, 'hires', requestId)).toMatchObject({ state: 'attention', reason: 'refused' })
})

test('S58 rejected in Crosschq is not passed on: it was not promised', async () => {
  await using world = await createLeverWorld()
  const { requestId } = await asked(world)
  world.crosschq.setHiringStatus(requestId, 'rejected')
  const sent = await writesDuring(world, async () => [await world.sync(), await world.sync()])

  expect(sent).toEqual([])
  expect(requests(world)).toMatchObject([{ hiringStatus: 'rejected' }])
})

test('S58 written to Lever, it is booked to the user of performAs', async () => {
  await using world = await createLeverWorld()
  const { requestId } = await asked(world)
  world.crosschq.setHiringStatus(requestId, 'hired')
  await world.sync()
  const call = world.lever.server.calls.find(({ path }) => path.endsWith('/archived'))

  expect(call?.query).toContain(`perform_as=${world.lever.userId}`)
})

function reasonOf({ lever }: LeverWorld, applicationId: string): string | undefined {
  const { archived } = lever.state.opportunities.get(applicationId)!
  return archived ? lever.state.reasons.get(archived.reason)?.text : undefined
}

function idOf({ lever }: LeverWorld, text: string): string {
  return [...lever.state.reasons.values()].find((reason) => reason.text === text)!.id
}

async function reasonFinding(world: LeverWorld, connection = world.connection) {
  return (await connection.check()).find(({ subject }) => subject === 'archive reason hired')
}
