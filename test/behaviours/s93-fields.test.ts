import { expect, test } from 'vitest'
import {
  addActiveJob,
  addActiveJobs,
  addField,
  fieldTitled,
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
import { createWorld } from '../world.ts'

const mapping = ticking(['region', 'Region'])
const regions = ['Europe', 'Asia']

test('S93 a ticked field is created once', async () => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center'], ['region', 'Region']) })
  addField(world, { code: 'costCenter' })
  addField(world, { code: 'region', type: 'ENUM', options: regions })
  addActiveJobs(world, 3, () => ({ custom: { costCenter: 'CC', region: 'asia' } }))

  for (let cycle = 0; cycle < 4; cycle += 1) await world.sync()

  expect(writes(world, 'customField.create')).toHaveLength(2)
  expect(openingFields(world).map(({ title, fieldType }) => [title, fieldType])).toEqual([
    ['Cost Center', 'String'],
    ['Region', 'ValueSelect'],
  ])
  expect(writes(world, 'customField.setValues')).toHaveLength(3)
})

test('S93 a field of the same title and type is used again', async () => {
  await using world = await createWorld({ mapping })
  addField(world, { code: 'region' })
  const existing = world.ashby.createFieldByHand({ title: ' region', objectType: 'Opening', fieldType: 'String' })
  const job = addActiveJob(world, { custom: { region: 'North' } })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(writes(world, 'customField.create')).toEqual([])
  expect((await openingOf(world, job)).latestVersion.customFields).toMatchObject([{ id: existing.id, value: 'North' }])
})

test("S93 another object's field of the title is not used", async () => {
  await using world = await createWorld({ mapping })
  addField(world, { code: 'region' })
  world.ashby.createFieldByHand({ title: 'Region', objectType: 'Candidate', fieldType: 'String' })
  const job = addActiveJob(world, { custom: { region: 'North' } })

  await world.sync()

  expect(openingFields(world)).toHaveLength(1)
  expect(shown(await openingOf(world, job), 'Region')).toBe('North')
})

test('S93 the same title with another type is reported', async () => {
  await using world = await createWorld({ mapping: ticking(['region', 'Region'], ['costCenter', 'Cost Center']) })
  const source = addField(world, { code: 'region' })
  addField(world, { code: 'costCenter' })
  world.ashby.createFieldByHand({ title: 'Region', objectType: 'Opening', fieldType: 'Number' })
  const job = addActiveJob(world, { custom: { region: 'North', costCenter: 'CC-1' } })

  const ends = [await world.sync(), await world.sync()]

  expect(ends.map(({ state }) => state)).toEqual(['partial', 'partial'])
  expect(openingFields(world).map(({ title }) => title)).toEqual(['Region', 'Cost Center'])
  const record = await recordOf(world, 'fields', source.id)
  expect(record).toMatchObject({ state: 'attention', reason: 'type_mismatch' })
  expect(record.message).toMatch(/"Region" is a Number.*String/)
  const opening = await openingOf(world, job)
  expect(shown(opening, 'Region')).toBeUndefined()
  expect(shown(opening, 'Cost Center')).toBe('CC-1')
})

test('S93 an archived field is reported, not doubled', async () => {
  await using world = await createWorld({ mapping })
  const source = addField(world, { code: 'region' })
  world.ashby.createFieldByHand({ title: 'Region', objectType: 'Opening', fieldType: 'String', isArchived: true })
  addActiveJob(world, { custom: { region: 'North' } })

  await world.sync()

  expect(openingFields(world)).toHaveLength(1)
  expect(await recordOf(world, 'fields', source.id)).toMatchObject({ state: 'attention', reason: 'field_archived' })
})

test('S93 two fields of one title are not guessed between', async () => {
  await using world = await createWorld({ mapping })
  const source = addField(world, { code: 'region' })
  for (const title of ['Region', 'region'])
    world.ashby.createFieldByHand({ title, objectType: 'Opening', fieldType: 'String' })

  await world.sync()

  expect(openingFields(world)).toHaveLength(2)
  expect(await recordOf(world, 'fields', source.id)).toMatchObject({ state: 'attention', reason: 'ambiguous_title' })
})

test('S93 an option added later reaches Ashby with its value', async () => {
  await using world = await createWorld({ mapping })
  addField(world, { code: 'region', type: 'ENUM', options: regions })
  const job = addActiveJob(world, { custom: { region: 'asia' } })
  await world.sync()
  world.charthop.addOption('region', 'Africa')
  world.charthop.editJob(job, { custom: { region: 'africa' } })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(writes(world, 'customField.updateSelectableValues')).toHaveLength(1)
  expect(optionsOf(fieldTitled(world, 'Region'))).toEqual(['europe', 'asia', 'africa'])
  expect(shown(await openingOf(world, job), 'Region')).toBe('africa')
})

test('S93 options people made in Ashby are kept', async () => {
  await using world = await createWorld({ mapping })
  addField(world, { code: 'region', type: 'ENUM', options: regions })
  world.ashby.createFieldByHand({
    title: 'Region',
    objectType: 'Opening',
    fieldType: 'ValueSelect',
    selectableValues: [
      { label: 'Moon', value: 'moon' },
      { label: 'Old', value: 'old', isArchived: true },
      { label: 'EUROPE', value: 'opt-1' },
    ],
  })
  const job = addActiveJob(world, { custom: { region: 'europe' } })

  await world.sync()

  expect(fieldTitled(world, 'Region').selectableValues).toEqual([
    { label: 'Moon', value: 'moon', isArchived: false },
    { label: 'Old', value: 'old', isArchived: true },
    { label: 'EUROPE', value: 'opt-1', isArchived: false },
    { label: 'Asia', value: 'asia', isArchived: false },
  ])
  expect(shown(await openingOf(world, job), 'Region')).toBe('opt-1')
})

test('S93 an option archived in Ashby comes back when needed', async () => {
  await using world = await createWorld({ mapping })
  addField(world, { code: 'region', type: 'ENUM', options: regions })
  const job = addActiveJob(world, { custom: { region: 'asia' } })
  await world.sync()
  const { id, selectableValues } = fieldTitled(world, 'Region')
  const archived = selectableValues!.map((option) => ({ ...option, isArchived: option.value === 'europe' }))
  world.ashby.editField(id, { selectableValues: archived })
  world.charthop.editJob(job, { custom: { region: 'europe' } })

  await world.sync()

  expect(optionsOf(fieldTitled(world, 'Region'))).toEqual(['europe', 'asia'])
  expect(shown(await openingOf(world, job), 'Region')).toBe('europe')
})

test('S93 a field renamed in ChartHop keeps its Ashby field', async () => {
  await using world = await createWorld({ mapping })
  addField(world, { code: 'region' })
  const job = addActiveJob(world, { custom: { region: 'North' } })
  await world.sync()
  world.charthop.renameField('region', 'Sales Region')
  world.charthop.editJob(job, { custom: { region: 'South' } })

  const sent = await writesDuring(world, world.sync)

  expect(sent).toEqual(['customField.setValues'])
  expect(openingFields(world).map(({ title }) => title)).toEqual(['Region'])
  expect(shown(await openingOf(world, job), 'Region')).toBe('South')
})

test('S93 a field renamed in Ashby is still filled', async () => {
  await using world = await createWorld({ mapping })
  addField(world, { code: 'region' })
  const job = addActiveJob(world, { custom: { region: 'North' } })
  await world.sync()
  world.ashby.editField(fieldTitled(world, 'Region').id, { title: 'Territory' })
  world.charthop.editJob(job, { custom: { region: 'South' } })

  const sent = await writesDuring(world, world.sync)

  expect(sent).toEqual(['customField.setValues'])
  expect(openingFields(world).map(({ title }) => title)).toEqual(['Territory'])
  expect((await openingOf(world, job)).latestVersion.customFields).toMatchObject([{ value: 'South' }])
})

test('S93 a missing permission for fields leaves openings going', async () => {
  const permissions = ['jobsRead', 'jobsWrite', 'candidatesRead', 'candidatesWrite', 'offersRead', 'organizationRead']
  await using world = await createWorld({
    mapping: ticking(['region', 'Region'], ['costCenter', 'Cost Center']),
    ashby: { apiKeys: [{ key: 'ashby-sandbox-key', permissions: [...permissions, 'hiringProcessMetadataRead'] }] },
  })
  for (const code of ['region', 'costCenter']) addField(world, { code })
  world.ashby.createFieldByHand({ title: 'Cost Center', objectType: 'Opening', fieldType: 'String' })
  const job = addActiveJob(world, { custom: { region: 'North', costCenter: 'CC-1' } })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(end.problem).toContain('hiringProcessMetadataWrite')
  const opening = await openingOf(world, job)
  expect(opening.openingState).toBe('Approved')
  expect(shown(opening, 'Cost Center')).toBe('CC-1')
  expect(openingFields(world)).toHaveLength(1)
})

test('S93 a dry run shows values of fields it would make', async () => {
  await using world = await createWorld()
  addField(world, { code: 'region' })
  addActiveJobs(world, 2, () => ({ custom: { region: 'North' } }))
  await world.sync()
  world.map(mapping)

  const end = await world.plan()

  const plans = end.plan as unknown as { flow: string; counts: object }[]
  expect(plans.map(({ flow, counts }) => ({ flow, ...counts }))).toMatchObject([
    { flow: 'fields', create: 1 },
    { flow: 'openings', update: 2 },
    { flow: 'hires' },
  ])
  expect(openingFields(world)).toEqual([])
})

test('S93 a lost answer to a creation makes no second field', async () => {
  await using world = await createWorld({ mapping })
  addField(world, { code: 'region' })
  addActiveJob(world, { custom: { region: 'North' } })
  world.ashby.server.faults.add({ match: '/customField.create', times: 1, fault: { type: 'timeoutAfterApply' } })

  const ends = [await world.sync(), await world.sync()]

  expect(ends.at(-1)?.state).toBe('success')
  expect(openingFields(world)).toHaveLength(1)
  expect(writes(world, 'customField.create')).toHaveLength(1)
  expect(await waiting(world)).toEqual([])
})

test('S93 a lost answer to an option list is looked up', async () => {
  await using world = await createWorld({ mapping })
  addField(world, { code: 'region', type: 'ENUM', options: regions })
  addActiveJob(world)
  await world.sync()
  world.charthop.addOption('region', 'Africa')
  world.ashby.server.faults.add({
    match: '/customField.updateSelectableValues',
    times: 1,
    fault: { type: 'truncatedBody' },
  })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(tallyOf(end, 'fields')).toMatchObject({ applied: 1, verified: 1, unknown: 0 })
  expect(optionsOf(fieldTitled(world, 'Region'))).toEqual(['europe', 'asia', 'africa'])
})

function optionsOf({ selectableValues = [] }: ReturnType<typeof fieldTitled>): string[] {
  return selectableValues.filter(({ isArchived }) => !isArchived).map(({ value }) => value)
}
