import { expect, test } from 'vitest'
import {
  addActiveJob,
  addActiveJobs,
  addField,
  openingOf,
  openings,
  recordOf,
  tallyOf,
  ticking,
  writes,
  writesDuring,
} from '../headcount.ts'
import { createWorld } from '../world.ts'

test('S84 an active open job becomes an approved opening', async () => {
  await using world = await createWorld()
  const department = world.ashby.addDepartment({ name: 'Engineering' })
  const berlin = world.ashby.addLocation({ name: 'Berlin' })
  const job = addActiveJob(world, {
    title: 'Data Engineer',
    description: 'Builds pipelines',
    department: 'Engineering',
    location: 'Berlin',
    startDate: '2027-03-01',
    employment: 'PART',
  })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(tallyOf(end, 'openings')).toMatchObject({ applied: 1, verified: 1, failed: 0 })
  const opening = await openingOf(world, job)
  expect(opening.openingState).toBe('Approved')
  expect(opening.latestVersion).toMatchObject({
    identifier: `Data Engineer (${job})`,
    description: 'Builds pipelines',
    teamId: department.id,
    locationIds: [berlin.id],
    targetStartDate: '2027-03-01',
    isBackfill: false,
    employmentType: 'PartTime',
    jobIds: [],
    targetHireDate: null,
  })
})

test('S84 only open and active jobs become openings', async () => {
  await using world = await createWorld()
  const active = addActiveJob(world)
  const statuses = ['PASSIVE', 'INACTIVE', 'OFFER', 'PENDING', null]
  const waitingJobs = statuses.map((recruit) => addActiveJob(world, { recruit }))
  const filled = addActiveJob(world)
  world.charthop.fillJob(filled, { first: 'Grace', last: 'Hopper' })
  const departing = addActiveJob(world)
  const { personId } = world.charthop.fillJob(departing, { first: 'Alan', last: 'Turing' })
  world.charthop.departPerson(personId, '2099-01-01')
  const starting = addActiveJob(world)
  world.charthop.fillJob(starting, { first: 'Edsger', last: 'Dijkstra' }, '2099-01-01')

  const end = await world.sync()

  expect(world.charthop.state.jobs.get(departing)?.now.state).toBe('DEPART')
  expect(world.charthop.state.jobs.get(starting)?.now.state).toBe('START')
  expect(end.state).toBe('success')
  expect(openings(world)).toHaveLength(1)
  expect((await openingOf(world, active)).openingState).toBe('Approved')
  for (const job of waitingJobs) {
    expect(await recordOf(world, 'openings', job)).toMatchObject({ state: 'skipped', reason: 'not_active' })
  }
})

test.each(['upper', 'lower', 'object'] as const)('S84 an active status is known in %s form', async (recruitOnWire) => {
  await using world = await createWorld({ charthop: { recruitOnWire } })
  addActiveJob(world)

  await world.sync()

  expect(openings(world)).toHaveLength(1)
})

test('S84 a second and third cycle write nothing', async () => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter' })
  addActiveJobs(world, 5, (at) => ({ department: 'Nowhere', custom: { costCenter: `CC-${at}` } }))
  await world.sync()
  const before = writes(world).length

  const ends = [await world.sync(), await world.sync()]

  expect(before).toBe(1 + 5 * 2)
  expect(writes(world)).toHaveLength(before)
  expect(ends.map(({ state }) => state)).toEqual(['success', 'success'])
})

test('S84 a job marked active later becomes an opening', async () => {
  await using world = await createWorld()
  const job = addActiveJob(world, { recruit: 'INACTIVE' })
  await world.sync()
  expect(openings(world)).toHaveLength(0)

  world.charthop.setRecruit(job, 'ACTIVE')
  await world.sync()

  expect((await openingOf(world, job)).openingState).toBe('Approved')
})

test('S84 a job that leaves active keeps its opening', async () => {
  await using world = await createWorld()
  const paused = addActiveJob(world)
  const filled = addActiveJob(world)
  await world.sync()
  world.charthop.setRecruit(paused, 'INACTIVE')
  world.charthop.fillJob(filled, { first: 'Grace', last: 'Hopper' })

  const sent = await writesDuring(world, world.sync)

  expect(sent).toEqual([])
  expect(openings(world).map(({ openingState }) => openingState)).toEqual(['Approved', 'Approved'])
  expect(await recordOf(world, 'openings', paused)).toMatchObject({ state: 'skipped', reason: 'not_active' })
  expect(await recordOf(world, 'openings', filled)).toMatchObject({ state: 'skipped', reason: 'not_open' })
})

test('S84 a job active again gets no second opening', async () => {
  await using world = await createWorld()
  const job = addActiveJob(world)
  await world.sync()
  world.charthop.setRecruit(job, 'INACTIVE')
  await world.sync()
  world.charthop.editJob(job, { title: 'Lead Engineer' })
  world.charthop.setRecruit(job, 'ACTIVE')

  const sent = await writesDuring(world, world.sync)

  expect(sent).toEqual(['opening.update'])
  expect(openings(world)).toHaveLength(1)
  expect((await openingOf(world, job)).latestVersion.identifier).toBe(`Lead Engineer (${job})`)
})

test('S84 a refused state names the field and waits for a change', async () => {
  await using world = await createWorld({ ashby: { requiredOutsideDraft: ['description'] } })
  const job = addActiveJob(world)

  const refused = await world.sync()

  expect(refused.state).toBe('partial')
  expect(openings(world)).toHaveLength(0)
  const record = await recordOf(world, 'openings', job)
  expect(record).toMatchObject({ state: 'attention', reason: 'refused' })
  expect(record.message).toContain('openingState')
  expect(await writesDuring(world, world.sync)).toEqual([])

  world.charthop.editJob(job, { description: 'Now there is one' })
  const mended = await world.sync()

  expect(mended.state).toBe('success')
  expect((await openingOf(world, job)).openingState).toBe('Approved')
})
