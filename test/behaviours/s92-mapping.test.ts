import { expect, test } from 'vitest'
import {
  addActiveJob,
  addActiveJobs,
  addField,
  fieldTitled,
  forgetCalls,
  openingFields,
  openingOf,
  recordOf,
  shown,
  tallyOf,
  ticking,
  waiting,
  writes,
  writesDuring,
} from '../headcount.ts'
import { createWorld, emptyMapping } from '../world.ts'

test('S92 ticking a field later fills existing openings', async () => {
  await using world = await createWorld()
  addField(world, { code: 'costCenter' })
  const job = addActiveJob(world, { custom: { costCenter: 'CC-1' } })
  await world.sync()
  expect(openingFields(world)).toEqual([])

  world.map(ticking(['costCenter', 'Cost Center']))
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(shown(await openingOf(world, job), 'Cost Center')).toBe('CC-1')
})

test('S92 unticking stops writing and deletes nothing', async () => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter' })
  const job = addActiveJob(world, { custom: { costCenter: 'CC-1' } })
  await world.sync()
  const field = fieldTitled(world, 'Cost Center')
  world.map(emptyMapping)
  world.charthop.editJob(job, { custom: { costCenter: 'CC-2' } })

  const sent = await writesDuring(world, async () => {
    for (let cycle = 0; cycle < 3; cycle += 1) expect(await world.sync()).toMatchObject({ state: 'success' })
  })

  expect(sent).toEqual([])
  expect(shown(await openingOf(world, job), 'Cost Center')).toBe('CC-1')
  expect(fieldTitled(world, 'Cost Center')).toEqual(field)
})

test('S92 a field ticked again goes on with the same field', async () => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter' })
  const job = addActiveJob(world, { custom: { costCenter: 'CC-1' } })
  await world.sync()
  world.map(emptyMapping)
  await world.sync()
  world.charthop.editJob(job, { custom: { costCenter: 'CC-2' } })
  world.map(ticking(['costCenter', 'Cost Center']))

  await world.sync()

  expect(openingFields(world)).toHaveLength(1)
  expect(shown(await openingOf(world, job), 'Cost Center')).toBe('CC-2')
})

test('S92 a field mapped to another title fills that one', async () => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter' })
  const job = addActiveJob(world, { custom: { costCenter: 'CC-1' } })
  await world.sync()
  world.map(ticking(['costCenter', 'Cost Centre']))

  await world.sync()

  const opening = await openingOf(world, job)
  expect(openingFields(world).map(({ title }) => title)).toEqual(['Cost Center', 'Cost Centre'])
  expect(shown(opening, 'Cost Centre')).toBe('CC-1')
  expect(shown(opening, 'Cost Center')).toBe('CC-1')
})

test('S92 a changed transform reaches every opening', async () => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter' })
  const jobs = addActiveJobs(world, 3, () => ({ custom: { costCenter: 'cc' } }))
  await world.sync()
  world.map('version: 1\nopenings:\n  - { from: costCenter, to: Cost Center, transform: [upper] }\n')

  await world.sync()

  for (const job of jobs) expect(shown(await openingOf(world, job), 'Cost Center')).toBe('CC')
})

test('S92 a comment in the mapping makes nothing due', async () => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter' })
  addActiveJobs(world, 3)
  await world.sync()
  world.map(`# a comment\n${ticking(['COSTCENTER', 'Cost Center'])}`)

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(writes(world)).toHaveLength(1 + 3)
})

test.each([
  ['a syntax error', 'version: 1\nopenings: [', 'mapping.yaml:'],
  ['a built-in field', ticking(['title', 'Job Title']), 'built-in'],
  ['an unknown key', 'version: 1\nopening: []\n', 'opening'],
  ['an empty file', '', 'empty'],
])('S92 a mapping with %s keeps the last good one', async (_what, broken, told) => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter' })
  const job = addActiveJob(world, { custom: { costCenter: 'CC-1' } })
  await world.sync()
  world.map(broken)
  world.charthop.editJob(job, { custom: { costCenter: 'CC-2' } })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(end.problem).toContain(told)
  expect(end.problem).toContain('stays in use')
  expect(shown(await openingOf(world, job), 'Cost Center')).toBe('CC-2')

  world.map(ticking(['costCenter', 'Cost Center']))
  expect(await world.sync()).toMatchObject({ state: 'success' })
})

test('S92 a standard field is refused at start by name', async () => {
  await expect(createWorld({ mapping: ticking(['department', 'Department']) })).rejects.toThrow(
    /mapping\.yaml:3:.*"department".*opening's team/,
  )
})

test('S92 an unknown code is reported with the nearest name', async () => {
  await using world = await createWorld({ mapping: ticking(['costCentre', 'Cost Center'], ['level', 'Level']) })
  addField(world, { code: 'costCenter' })
  addField(world, { code: 'level', label: 'Level' })
  const job = addActiveJob(world, { custom: { level: '3' } })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  const record = await recordOf(world, 'fields', 'missing:costcentre')
  expect(record).toMatchObject({ state: 'attention', reason: 'unknown_field' })
  expect(record.message).toMatch(/mapping\.yaml:3:.*costCentre.*did you mean costCenter\?/)
  expect(openingFields(world).map(({ title }) => title)).toEqual(['Level'])
  expect(shown(await openingOf(world, job), 'Level')).toBe('3')

  world.map(ticking(['costCenter', 'Cost Center'], ['level', 'Level']))
  expect(await world.sync()).toMatchObject({ state: 'success' })
})

test('S92 an unknown code that ChartHop gets later is used', async () => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  const job = addActiveJob(world)
  expect(await world.sync()).toMatchObject({ state: 'partial' })
  addField(world, { code: 'costCenter' })
  world.charthop.editJob(job, { custom: { costCenter: 'CC-1' } })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(shown(await openingOf(world, job), 'Cost Center')).toBe('CC-1')
})

test('S92 a field deleted in ChartHop is reported, its values kept', async () => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center'], ['level', 'Level']) })
  addField(world, { code: 'costCenter' })
  addField(world, { code: 'level', label: 'Level' })
  const job = addActiveJob(world, { custom: { costCenter: 'CC-1', level: '1' } })
  await world.sync()
  world.charthop.deleteField('costCenter')
  world.charthop.editJob(job, { custom: { level: '2' } })

  const ends = [await world.sync(), await world.sync(), await world.sync()]

  expect(ends.map(({ state }) => state)).toEqual(['partial', 'partial', 'partial'])
  const opening = await openingOf(world, job)
  expect(shown(opening, 'Cost Center')).toBe('CC-1')
  expect(shown(opening, 'Level')).toBe('2')
  expect(openingFields(world)).toHaveLength(2)
  expect(await recordOf(world, 'fields', 'missing:costcenter')).toMatchObject({ reason: 'unknown_field' })
})

test('S92 the only field deleted in ChartHop is reported too', async () => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter' })
  const job = addActiveJob(world, { custom: { costCenter: 'CC-1' } })
  await world.sync()
  world.charthop.deleteField('costCenter')

  for (let cycle = 0; cycle < 3; cycle += 1) await world.sync()

  expect(await recordOf(world, 'fields', 'missing:costcenter')).toMatchObject({ reason: 'unknown_field' })
  expect(shown(await openingOf(world, job), 'Cost Center')).toBe('CC-1')
})

test('S92 a deleted field empties nothing in a run for one job', async () => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter' })
  const job = addActiveJob(world, { custom: { costCenter: 'CC-1' } })
  await world.sync()
  world.charthop.deleteField('costCenter')

  await world.sync({ records: [job] })

  expect(shown(await openingOf(world, job), 'Cost Center')).toBe('CC-1')
})

test('S92 a field made anew under its code fills the same field', async () => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter' })
  const job = addActiveJob(world, { custom: { costCenter: 'CC-1' } })
  await world.sync()
  world.charthop.deleteField('costCenter')
  addField(world, { code: 'costCenter' })
  world.charthop.editJob(job, { custom: { costCenter: 'CC-2' } })

  for (let cycle = 0; cycle < 3; cycle += 1) {
    await world.sync()
    world.passHours(1)
  }

  expect(openingFields(world)).toHaveLength(1)
  expect(shown(await openingOf(world, job), 'Cost Center')).toBe('CC-2')
  expect(await waiting(world)).toEqual([])
})

test('S92 a field of people cannot be mapped to openings', async () => {
  await using world = await createWorld({ mapping: ticking(['shirtSize', 'Shirt Size']) })
  addField(world, { code: 'shirtSize', entityType: 'PERSON' })
  addActiveJob(world)

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(openingFields(world)).toEqual([])
  expect(tallyOf(end, 'openings')).toMatchObject({ applied: 1, verified: 1 })
})

test('S92 a first run after a mapping change waits over the limits', async () => {
  await using world = await createWorld()
  addField(world, { code: 'costCenter' })
  const jobs = addActiveJobs(world, 15, (at) => ({ custom: { costCenter: `CC-${at}` } }))
  await world.sync()
  forgetCalls(world)
  world.map(ticking(['costCenter', 'Cost Center']))

  const end = await world.sync()

  expect(end.state).toBe('held')
  expect(tallyOf(end, 'openings')).toMatchObject({ state: 'held', planned: { update: 15 }, applied: 0 })
  expect(writes(world, 'customField.setValues')).toEqual([])
  for (const job of jobs) expect(await recordOf(world, 'openings', job)).toMatchObject({ state: 'held' })
})
