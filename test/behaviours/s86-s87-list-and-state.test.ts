import { expect, test } from 'vitest'
import { addActiveJob, openingOf, openings, recordOf, writes, writesDuring } from '../headcount.ts'
import { createWorld, type World } from '../world.ts'

test('S86 the opening is found in Ashby by its identifier', async () => {
  await using world = await createWorld()
  const job = addActiveJob(world, { title: 'Data Engineer' })
  addActiveJob(world, { title: 'Data Engineer' })
  await world.sync()

  const found = await search(world, `Data Engineer (${job})`)

  expect(found).toEqual([(await openingOf(world, job)).id])
})

test.each(['Open', 'Closed', 'Draft', 'Approved'] as const)('S87 a state of %s set by people stays', async (state) => {
  await using world = await createWorld()
  const job = addActiveJob(world)
  await world.sync()
  const { id } = await openingOf(world, job)
  setState(world, id, state)
  world.charthop.editJob(job, { description: 'Edited meanwhile' })

  for (let cycle = 0; cycle < 3; cycle += 1) await world.sync()

  const opening = await openingOf(world, job)
  expect(opening.openingState).toBe(state)
  expect(opening.latestVersion.description).toBe('Edited meanwhile')
  expect(writes(world, 'opening.setOpeningState')).toEqual([])
})

test('S87 a filled opening is no longer written to', async () => {
  await using world = await createWorld()
  const job = addActiveJob(world)
  await world.sync()
  await fill(world, job)
  world.charthop.editJob(job, { description: 'Too late' })

  const sent = await writesDuring(world, world.sync)

  expect(sent.filter((path) => path.startsWith('opening.'))).toEqual([])
  expect(await recordOf(world, 'openings', job)).toMatchObject({ state: 'skipped', reason: 'opening_filled' })
  expect((await openingOf(world, job)).latestVersion.description).toBeNull()
})

test.each([true, false])('S87 an archived opening is reported, not made again (listed: %s)', async (isListed) => {
  await using world = await createWorld({ ashby: { listsArchivedOpenings: isListed } })
  const job = addActiveJob(world)
  addActiveJob(world)
  await world.sync()
  const { id } = await openingOf(world, job)
  world.ashby.archiveOpening(id)
  world.charthop.editJob(job, { description: 'Edited meanwhile' })

  const sent = await writesDuring(world, async () => {
    for (let cycle = 0; cycle < 3; cycle += 1) await world.sync()
  })

  expect(sent).toEqual([])
  expect(openings(world)).toHaveLength(2)
  const record = await recordOf(world, 'openings', job)
  expect(record).toMatchObject({ state: 'attention', reason: 'opening_archived' })
  expect(record.message).toContain(id)
})

test('S87 a restored opening is kept in step again', async () => {
  await using world = await createWorld()
  const job = addActiveJob(world)
  await world.sync()
  const { id } = await openingOf(world, job)
  world.ashby.archiveOpening(id)
  world.charthop.editJob(job, { description: 'Edited meanwhile' })
  await world.sync()
  await call(world, 'opening.setArchived', { openingId: id, archive: false })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect((await openingOf(world, job)).latestVersion.description).toBe('Edited meanwhile')
})

test('S87 an opening deleted in Ashby is reported, not made again', async () => {
  await using world = await createWorld()
  const job = addActiveJob(world)
  addActiveJob(world)
  await world.sync()
  const { id } = await openingOf(world, job)
  world.ashby.deleteOpening(id)

  for (let cycle = 0; cycle < 3; cycle += 1) await world.sync()
  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(openings(world)).toHaveLength(1)
  expect(writes(world, 'opening.create')).toHaveLength(2)
  const record = await recordOf(world, 'openings', job)
  expect(record).toMatchObject({ state: 'attention', reason: 'opening_gone' })
  expect(record.message).toContain(id)
})

function setState({ ashby }: World, id: string, state: 'Open' | 'Closed' | 'Draft' | 'Approved'): void {
  if (state === 'Open') ashby.openOpening(id)
  else if (state === 'Closed') ashby.closeOpening(id)
  else if (state === 'Draft') ashby.state.openings.put({ ...ashby.state.openings.get(id)!, openingState: 'Draft' })
}

async function fill({ ashby, ...world }: World, job: string): Promise<void> {
  const opening = await openingOf({ ashby, ...world }, job)
  const { id: jobId } = ashby.addJob({ title: 'Engineer' })
  ashby.openOpening(opening.id, jobId)
  const { application } = ashby.addCandidateWithApplication({ name: 'Ada Byron', jobId, email: 'ada@example.com' })
  ashby.acceptOffer(
    ashby.makeOffer({ applicationId: application.id, openingId: opening.id, startDate: '2099-01-01' }).id,
  )
  ashby.hire(application.id)
}

async function search(world: World, identifier: string): Promise<string[]> {
  const answer = await call(world, 'opening.search', { identifier })
  return (answer.results as { id: string }[]).map(({ id }) => id)
}

async function call({ ashby }: World, endpoint: string, body: object): Promise<{ results: unknown }> {
  const response = await fetch(`${ashby.url}/${endpoint}`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from('ashby-sandbox-key:').toString('base64')}`,
      'content-type': 'application/json',
      'user-agent': 'a person',
    },
    body: JSON.stringify(body),
  })
  return (await response.json()) as { results: unknown }
}
