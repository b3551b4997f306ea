import { expect, test } from 'vitest'
import { addActiveJob, hasLink, openingOf, openings, recordOf, tallyOf, writes, writesDuring } from '../headcount.ts'
import { createWorld } from '../world.ts'

const adopting = { openings: { adoptExisting: true } }

test('S84 a hand-made opening with our identifier is reported', async () => {
  await using world = await createWorld()
  const job = addActiveJob(world, { title: 'Analyst' })
  const taken = world.ashby.addHandMadeOpening({ identifier: `Analyst (${job})`, openingState: 'Open' })
  addActiveJob(world)

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(tallyOf(end, 'openings')).toMatchObject({ applied: 1, verified: 1 })
  const record = await recordOf(world, 'openings', job)
  expect(record).toMatchObject({ state: 'attention', reason: 'identifier_taken' })
  expect(record.message).toContain(taken.id)
  expect(record.message).toContain('adoptExisting')
  expect(await hasLink(world, job)).toBe(false)
  expect(openings(world)).toHaveLength(2)
})

test('S84 a bare job id as identifier is a collision too', async () => {
  await using world = await createWorld()
  const job = addActiveJob(world)
  world.ashby.addHandMadeOpening({ identifier: job })

  await world.sync()

  expect(await recordOf(world, 'openings', job)).toMatchObject({ reason: 'identifier_taken' })
  expect(openings(world)).toHaveLength(1)
})

test('S84 a collision ends when the other opening is renamed', async () => {
  await using world = await createWorld()
  const job = addActiveJob(world)
  const other = world.ashby.addHandMadeOpening({ identifier: job })
  await world.sync()
  world.ashby.editOpening(other.id, { identifier: 'Something else' })
  world.passHours(1)

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect((await openingOf(world, job)).id).not.toBe(other.id)
})

test('S84 adoptExisting links the hand-made opening', async () => {
  await using world = await createWorld({ config: adopting })
  const job = addActiveJob(world, { title: 'Analyst', description: 'As ChartHop says' })
  const existing = world.ashby.addHandMadeOpening({ identifier: `Analyst (${job})`, openingState: 'Open' })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(openings(world)).toHaveLength(1)
  const opening = await openingOf(world, job)
  expect(opening.id).toBe(existing.id)
  expect(opening.openingState).toBe('Open')
  expect(opening.latestVersion.description).toBe('As ChartHop says')
  expect(writes(world, 'opening.create')).toEqual([])
})

test('S84 adoptExisting finds an opening by the requisition code', async () => {
  await using world = await createWorld({ config: adopting })
  const job = addActiveJob(world, { req: 'REQ-12' })
  const existing = world.ashby.addHandMadeOpening({ identifier: 'REQ-12' })

  await world.sync()

  expect((await openingOf(world, job)).id).toBe(existing.id)
  expect(openings(world)).toHaveLength(1)
})

test('S84 an opening equal already is adopted without a write', async () => {
  await using world = await createWorld({ config: adopting })
  const job = addActiveJob(world, { title: 'Analyst' })
  world.ashby.addHandMadeOpening({ identifier: `Analyst (${job})` })

  const sent = await writesDuring(world, world.sync)

  expect(sent).toEqual([])
  expect(await hasLink(world, job)).toBe(true)
})

test('S84 two openings with one identifier are ambiguous', async () => {
  await using world = await createWorld({ config: adopting })
  const job = addActiveJob(world)
  const twins = [1, 2].map(() => world.ashby.addHandMadeOpening({ identifier: job }))

  const end = await world.sync()

  expect(end.state).toBe('partial')
  const record = await recordOf(world, 'openings', job)
  expect(record).toMatchObject({ state: 'attention', reason: 'ambiguous_opening' })
  for (const { id } of twins) expect(record.message).toContain(id)
  expect(openings(world)).toHaveLength(2)
})

test("S84 one job's opening is never adopted by another", async () => {
  await using world = await createWorld({ config: adopting })
  const first = addActiveJob(world, { req: 'REQ-1' })
  world.ashby.addHandMadeOpening({ identifier: 'REQ-1' })
  await world.sync()
  const opening = await openingOf(world, first)
  const second = addActiveJob(world, { req: opening.latestVersion.identifier! })

  await world.sync()

  expect((await openingOf(world, first)).id).toBe(opening.id)
  expect((await openingOf(world, second)).id).not.toBe(opening.id)
})

test('S84 two jobs with one requisition code adopt nothing', async () => {
  await using world = await createWorld({ config: adopting })
  const jobs = [1, 2].map(() => addActiveJob(world, { req: 'REQ-1' }))
  const bystander = addActiveJob(world)
  const existing = world.ashby.addHandMadeOpening({ identifier: 'REQ-1', description: 'By hand' })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  for (const job of jobs) {
    const record = await recordOf(world, 'openings', job)
    expect(record).toMatchObject({ state: 'attention', reason: 'ambiguous_match' })
    for (const claimant of jobs) expect(record.message).toContain(claimant)
  }
  expect(world.ashby.state.openings.get(existing.id)?.latestVersion.description).toBe('By hand')
  expect(await hasLink(world, bystander)).toBe(true)
})

test('S84 a contested opening goes to the job that keeps the code', async () => {
  await using world = await createWorld({ config: adopting })
  const [first, second] = [1, 2].map(() => addActiveJob(world, { req: 'REQ-1' }))
  const existing = world.ashby.addHandMadeOpening({ identifier: 'REQ-1' })
  await world.sync()
  world.charthop.editJob(second!, { req: 'REQ-2' })
  world.passHours(1)

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect((await openingOf(world, first!)).id).toBe(existing.id)
  expect((await openingOf(world, second!)).id).not.toBe(existing.id)
})

test('S84 jobs of one title get openings of their own', async () => {
  await using world = await createWorld()
  const jobs = [1, 2, 3].map(() => addActiveJob(world, { title: 'Engineer' }))

  await world.sync()

  const identifiers = await Promise.all(jobs.map(async (job) => (await openingOf(world, job)).latestVersion.identifier))
  expect(new Set(identifiers).size).toBe(3)
})

test('S84 a job without a title is identified by its id', async () => {
  await using world = await createWorld()
  const job = addActiveJob(world, { title: undefined })

  await world.sync()

  expect((await openingOf(world, job)).latestVersion.identifier).toBe(job)
})
