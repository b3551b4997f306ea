import { expect, test } from 'vitest'
import { addActiveJob, addField, openingOf, recordOf, shown, ticking, writes, writesDuring } from '../headcount.ts'
import { createWorld } from '../world.ts'

test('S88 built-in columns follow edits in ChartHop', async () => {
  await using world = await createWorld()
  const engineering = world.ashby.addDepartment({ name: 'Engineering' })
  const design = world.ashby.addDepartment({ name: 'Design' })
  const berlin = world.ashby.addLocation({ name: 'Berlin' })
  const paris = world.ashby.addLocation({ name: 'Paris' })
  const job = addActiveJob(world, {
    title: 'Engineer',
    description: 'First',
    department: 'Engineering',
    location: 'Berlin',
    startDate: '2027-01-01',
    employment: 'FULL',
  })
  await world.sync()
  expect((await openingOf(world, job)).latestVersion).toMatchObject({
    teamId: engineering.id,
    locationIds: [berlin.id],
    employmentType: 'FullTime',
  })
  const predecessor = world.charthop.addPerson({ first: 'Ada', last: 'Byron' })

  world.charthop.editJob(job, {
    title: 'Designer',
    description: 'Second',
    department: 'Design',
    location: 'Paris',
    startDate: '2027-02-02',
    employment: 'CONTRACT',
    backfill: predecessor.id,
  })
  const sent = await writesDuring(world, world.sync)

  expect(sent.sort()).toEqual(['opening.addLocation', 'opening.removeLocation', 'opening.update'])
  expect((await openingOf(world, job)).latestVersion).toMatchObject({
    identifier: `Designer (${job})`,
    description: 'Second',
    teamId: design.id,
    locationIds: [paris.id],
    targetStartDate: '2027-02-02',
    employmentType: 'Contract',
    isBackfill: true,
  })
  expect(await writesDuring(world, world.sync)).toEqual([])
})

test('S88 built-in columns edited in Ashby go back', async () => {
  await using world = await createWorld()
  world.ashby.addDepartment({ name: 'Engineering' })
  const sales = world.ashby.addDepartment({ name: 'Sales' })
  const berlin = world.ashby.addLocation({ name: 'Berlin' })
  const rome = world.ashby.addLocation({ name: 'Rome' })
  const job = addActiveJob(world, { department: 'Engineering', location: 'Berlin', description: 'Ours' })
  await world.sync()
  const before = (await openingOf(world, job)).latestVersion
  world.ashby.editOpening((await openingOf(world, job)).id, {
    identifier: 'Renamed',
    description: 'Theirs',
    teamId: sales.id,
    locationIds: [rome.id],
    isBackfill: true,
    employmentType: 'Intern',
  })

  await world.sync()

  const { id: _i, createdAt: _c, ...after } = (await openingOf(world, job)).latestVersion
  expect(after).toEqual({ ...omitMarks(before), locationIds: [berlin.id], employmentType: 'Intern' })
})

test.each([
  ['FULL', 'FullTime'],
  ['PART', 'PartTime'],
  ['TEMP', 'Temporary'],
  ['CONTRACT', 'Contract'],
  ['INTERN', 'Intern'],
])('S88 employment %s becomes %s', async (employment, expected) => {
  await using world = await createWorld()
  const job = addActiveJob(world, { employment })

  await world.sync()

  expect((await openingOf(world, job)).latestVersion.employmentType).toBe(expected)
})

test('S88 an employment without counterpart is seen and left', async () => {
  await using world = await createWorld()
  const job = addActiveJob(world, { employment: 'EXPAT' })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect((await openingOf(world, job)).latestVersion.employmentType).toBe('FullTime')
  expect((await recordOf(world, 'openings', job)).issues).toMatchObject([
    { reason: 'no_counterpart', attention: false },
  ])
})

test('S88 departments and locations are found by name', async () => {
  await using world = await createWorld()
  const department = world.ashby.addDepartment({ name: '  research & DEVELOPMENT ' })
  const location = world.ashby.addLocation({ name: 'new york' })
  const job = addActiveJob(world, { department: 'Research & Development', location: 'New York' })

  await world.sync()

  expect((await openingOf(world, job)).latestVersion).toMatchObject({
    teamId: department.id,
    locationIds: [location.id],
  })
})

test('S88 an unknown department is visible and the rest written', async () => {
  await using world = await createWorld()
  world.ashby.addDepartment({ name: 'Old Labs', isArchived: true })
  const job = addActiveJob(world, { department: 'Old Labs', location: 'Atlantis', description: 'Kept' })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect((await openingOf(world, job)).latestVersion).toMatchObject({
    teamId: null,
    locationIds: [],
    description: 'Kept',
  })
  const { issues } = await recordOf(world, 'openings', job)
  expect(issues.map(({ reason }) => reason).sort()).toEqual(['department_not_found', 'location_not_found'])
})

test('S88 a department made later in Ashby is used', async () => {
  await using world = await createWorld()
  const job = addActiveJob(world, { department: 'Labs' })
  await world.sync()
  const labs = world.ashby.addDepartment({ name: 'Labs' })
  world.passHours(2)

  await world.sync()

  expect((await openingOf(world, job)).latestVersion.teamId).toBe(labs.id)
  expect((await recordOf(world, 'openings', job)).issues).toEqual([])
})

test('S88 two departments of one name are not guessed between', async () => {
  await using world = await createWorld()
  for (const name of ['Sales', 'sales']) world.ashby.addDepartment({ name })
  const job = addActiveJob(world, { department: 'Sales' })

  await world.sync()

  expect((await openingOf(world, job)).latestVersion.teamId).toBeNull()
  expect((await recordOf(world, 'openings', job)).issues).toMatchObject([{ reason: 'department_not_found' }])
})

test('S88 a team chosen by hand stays while ours is unknown', async () => {
  await using world = await createWorld()
  const chosen = world.ashby.addDepartment({ name: 'Chosen by hand' })
  const job = addActiveJob(world, { department: 'Unknown here' })
  await world.sync()
  world.ashby.editOpening((await openingOf(world, job)).id, { teamId: chosen.id })
  world.charthop.editJob(job, { description: 'Something to write' })

  await world.sync()

  expect((await openingOf(world, job)).latestVersion).toMatchObject({
    teamId: chosen.id,
    description: 'Something to write',
  })
})

test('S88 backfill and employment type survive every update', async () => {
  await using world = await createWorld({ ashby: { omittedResets: true } })
  const predecessor = world.charthop.addPerson({ first: 'Ada', last: 'Byron' })
  const job = addActiveJob(world, { backfill: predecessor.id, employment: 'INTERN' })
  await world.sync()
  world.charthop.editJob(job, { description: 'Only this' })

  await world.sync()

  expect((await openingOf(world, job)).latestVersion).toMatchObject({
    isBackfill: true,
    employmentType: 'Intern',
    description: 'Only this',
  })
})

test('S88 a description emptied in ChartHop is cleared', async () => {
  await using world = await createWorld()
  const job = addActiveJob(world, { description: 'For now' })
  await world.sync()
  world.charthop.clearValue(job, 'description')

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect((await openingOf(world, job)).latestVersion.description || null).toBeNull()
  expect(await writesDuring(world, world.sync)).toEqual([])
})

test('S88 an emptied team and start date are cleared', async () => {
  await using world = await createWorld({ ashby: { updateTakesNull: true } })
  world.ashby.addDepartment({ name: 'Labs' })
  const job = addActiveJob(world, { department: 'Labs', startDate: '2027-01-01' })
  await world.sync()
  for (const code of ['department', 'startDatePlanned']) world.charthop.clearValue(job, code)

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect((await openingOf(world, job)).latestVersion).toMatchObject({ teamId: null, targetStartDate: null })
})

test('S88 a team that Ashby will not empty stops nothing else', async () => {
  await using world = await createWorld({
    ashby: { updateTakesNull: false },
    mapping: ticking(['costCenter', 'Cost Center']),
  })
  addField(world, { code: 'costCenter' })
  const labs = world.ashby.addDepartment({ name: 'Labs' })
  const job = addActiveJob(world, { department: 'Labs', custom: { costCenter: 'CC-1' } })
  await world.sync()
  world.charthop.clearValue(job, 'department')
  world.charthop.editJob(job, { title: 'Renamed', custom: { costCenter: 'CC-2' } })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  const opening = await openingOf(world, job)
  expect(opening.latestVersion).toMatchObject({ identifier: `Renamed (${job})`, teamId: labs.id })
  expect(shown(opening, 'Cost Center')).toBe('CC-2')
  const record = await recordOf(world, 'openings', job)
  expect(record).toMatchObject({ state: 'attention', reason: 'refused' })
  expect(record.message).toContain('teamId')
})

test('S88 a location emptied in ChartHop is removed', async () => {
  await using world = await createWorld()
  world.ashby.addLocation({ name: 'Berlin' })
  const job = addActiveJob(world, { location: 'Berlin' })
  await world.sync()
  world.charthop.clearValue(job, 'location')

  await world.sync()

  expect((await openingOf(world, job)).latestVersion.locationIds).toEqual([])
  expect(writes(world, 'opening.removeLocation')).toHaveLength(1)
})

function omitMarks<T extends { readonly id: string; readonly createdAt: string }>({ id, createdAt, ...rest }: T) {
  return rest
}
