import { expect, test } from 'vitest'
import { requests } from '../references.ts'
import { asked, createLeverWorld, linksOf, standing, writes, writesDuring } from '../references-lever.ts'

const MINE = 'https://ada.example.com/cv'

test('S62 the report’s page stands among the opportunity’s links once it is complete', async () => {
  await using world = await createLeverWorld()
  const { applicationId, requestId } = await asked(world)
  world.lever.addLink(applicationId, MINE)
  await world.sync()
  const before = linksOf(world, applicationId)
  world.crosschq.complete(requestId)
  const sent = await writesDuring(world, () => world.sync())
  const later = await writesDuring(world, async () => [await world.sync(), await world.sync()])

  expect(before).toEqual([MINE])
  expect(linksOf(world, applicationId)).toEqual([MINE, expect.stringContaining(requestId)])
  expect(sent).toEqual(['POST /v1/opportunities/{id}/addLinks'])
  expect(later).toEqual([])
})

test('S62 one that a person put there already is not added', async () => {
  await using world = await createLeverWorld()
  const { applicationId, requestId } = await asked(world)
  world.crosschq.complete(requestId)
  world.lever.addLink(applicationId, (await reportUrl(world, requestId)).replace(/\/$/, ''))
  const sent = await writesDuring(world, () => world.sync())

  expect(sent).toEqual([])
})

test('S62 one that a person took away stays away', async () => {
  await using world = await createLeverWorld()
  const { applicationId, requestId } = await asked(world)
  world.crosschq.complete(requestId)
  await world.sync()
  const contact = world.lever.state.contacts.get(world.lever.state.opportunities.get(applicationId)!.contactId)!
  world.lever.state.contacts.set(contact.id, { ...contact, links: [] })
  const sent = await writesDuring(world, () => world.sync({ records: [`results/${requestId}`] }))

  expect(sent).toEqual([])
})

test('S62 after a lost answer it still stands there once', async () => {
  await using world = await createLeverWorld({ lever: { linkTwice: 'twice' } })
  const { applicationId, requestId } = await asked(world)
  world.crosschq.complete(requestId)
  world.lever.server.faults.add({ match: /addLinks/, times: 1, fault: { type: 'timeoutAfterApply' } })
  const end = await world.sync()
  await world.sync()

  expect(end.state).toBe('success')
  expect(linksOf(world, applicationId)).toHaveLength(1)
})

test('S62 an archived candidate gets it too', async () => {
  await using world = await createLeverWorld({ config: { requests: { cancelOnReject: false } } })
  const { applicationId, requestId } = await asked(world)
  world.lever.hire(applicationId)
  world.crosschq.complete(requestId)
  await world.sync()

  expect(linksOf(world, applicationId)).toHaveLength(1)
})

test('S62 on a deleted opportunity there is no place for it, which is nobody’s fault', async () => {
  await using world = await createLeverWorld()
  const { applicationId, requestId } = await asked(world)
  world.crosschq.complete(requestId)
  world.lever.deleteOpportunity(applicationId)
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(await standing(world, 'results', requestId)).toMatchObject({ reason: 'application_gone' })
})

test('S62 nothing else is written to Lever over the whole way', async () => {
  await using world = await createLeverWorld()
  const { applicationId, requestId } = await asked(world)
  world.crosschq.complete(requestId)
  await world.sync()
  world.lever.hire(applicationId)
  await world.sync()

  expect(writes(world).filter((write) => write.includes('/v1/'))).toEqual(['POST /v1/opportunities/{id}/addLinks'])
})

test('S63 the link is the page for people, not a file that expires', async () => {
  await using world = await createLeverWorld()
  const { applicationId, requestId } = await asked(world)
  world.crosschq.complete(requestId)
  await world.sync()

  expect(linksOf(world, applicationId)).toEqual([await reportUrl(world, requestId)])
  expect(requests(world)).toMatchObject([{ state: 'completed' }])
})

async function reportUrl({ crosschq }: Awaited<ReturnType<typeof createLeverWorld>>, id: string): Promise<string> {
  const headers = { authorization: crosschq.token }
  const response = await fetch(`${crosschq.url}/partners/reference-request/${id}/`, { headers })
  return ((await response.json()) as { report_url: string }).report_url
}
