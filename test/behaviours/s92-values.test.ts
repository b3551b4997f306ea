import { describe, expect, test } from 'vitest'
import type { NewField } from '../../src/systems/charthop/sandbox/fields.ts'
import {
  addActiveJob,
  addField,
  fieldTitled,
  forgetCalls,
  openingOf,
  recordOf,
  shown,
  tallyOf,
  ticking,
  writes,
  writesDuring,
} from '../headcount.ts'
import { createWorld } from '../world.ts'

interface Case {
  readonly kind: string
  readonly field: Partial<NewField>
  readonly ashbyType: string
  /** As entered in ChartHop, and as Ashby then holds it. */
  readonly values: readonly (readonly [entered: unknown, held: unknown])[]
}

const regions = ['Europe', { name: 'na', label: 'North America' }]
const long = `${'A paragraph with ünïcode 🚀. '.repeat(400)}\nand a second line`

const cases: readonly Case[] = [
  {
    kind: 'text',
    field: { type: 'STRING' },
    ashbyType: 'String',
    values: [
      ['CC-1', 'CC-1'],
      ['Zoë "Z" & Co', 'Zoë "Z" & Co'],
    ],
  },
  {
    kind: 'long text',
    field: { type: 'TEXT' },
    ashbyType: 'LongText',
    values: [
      [long, long],
      ['a\nb', 'a\nb'],
    ],
  },
  {
    kind: 'whole number',
    field: { type: 'INTEGER' },
    ashbyType: 'Number',
    values: [
      [0, 0],
      [-12, -12],
      [9007199254740991, 9007199254740991],
    ],
  },
  {
    kind: 'decimal',
    field: { type: 'DECIMAL' },
    ashbyType: 'Number',
    values: [
      [0.1, 0.1],
      [1234.5678, 1234.5678],
    ],
  },
  { kind: 'percent', field: { type: 'PERCENT' }, ashbyType: 'Number', values: [[12.5, 12.5]] },
  {
    kind: 'date',
    field: { type: 'DATE' },
    ashbyType: 'Date',
    values: [
      ['2027-02-28', '2027-02-28'],
      ['2028-02-29', '2028-02-29'],
    ],
  },
  {
    kind: 'yes or no',
    field: { type: 'BOOLEAN' },
    ashbyType: 'Boolean',
    values: [
      [false, false],
      [true, true],
    ],
  },
  {
    kind: 'single choice',
    field: { type: 'ENUM', options: regions },
    ashbyType: 'ValueSelect',
    values: [
      ['europe', 'europe'],
      ['North America', 'na'],
    ],
  },
  {
    kind: 'several choices',
    field: { type: 'ENUM_MULTI', options: regions },
    ashbyType: 'MultiValueSelect',
    values: [
      [
        ['na', 'europe'],
        ['europe', 'na'],
      ],
      [['na'], ['na']],
    ],
  },
  {
    kind: 'money',
    field: { type: 'MONEY' },
    ashbyType: 'Currency',
    values: [
      [
        { amount: 125000.5, currency: 'EUR' },
        { value: 125000.5, currencyCode: 'EUR' },
      ],
      [
        { amount: 1, currency: 'JPY' },
        { value: 1, currencyCode: 'JPY' },
      ],
    ],
  },
  {
    kind: 'address',
    field: { type: 'URL' },
    ashbyType: 'Url',
    values: [['https://example.com/jd?x=1&y=ü', 'https://example.com/jd?x=1&y=ü']],
  },
  { kind: 'e-mail', field: { type: 'EMAIL' }, ashbyType: 'String', values: [['team@example.com', 'team@example.com']] },
]

describe.each(cases)('a field of kind $kind', ({ kind, field, ashbyType, values }) => {
  test(`S92 ${kind}: is made, filled, changed and cleared`, async () => {
    await using world = await createWorld({ mapping: ticking(['ticked', 'Ticked Field']) })
    addField(world, { ...field, code: 'ticked' })
    const job = addActiveJob(world)
    for (const [entered, held] of values) {
      world.charthop.editJob(job, { custom: { ticked: entered } })
      const end = await world.sync()

      expect(end).toMatchObject({ state: 'success' })
      expect(shown(await openingOf(world, job), 'Ticked Field')).toEqual(held)
    }
    expect(fieldTitled(world, 'Ticked Field')).toMatchObject({ fieldType: ashbyType, objectType: 'Opening' })
    expect(await writesDuring(world, world.sync)).toEqual([])

    world.charthop.clearValue(job, 'ticked')
    await world.sync()

    expect(shown(await openingOf(world, job), 'Ticked Field')).toBeUndefined()
    expect(await writesDuring(world, world.sync)).toEqual([])
  })

  test(`S92 ${kind}: an edit in Ashby goes back`, async () => {
    await using world = await createWorld({ mapping: ticking(['ticked', 'Ticked Field']) })
    addField(world, { ...field, code: 'ticked' })
    const [entered, held] = values[0]!
    const job = addActiveJob(world, { custom: { ticked: entered } })
    await world.sync()
    world.ashby.setOpeningValue((await openingOf(world, job)).id, fieldTitled(world, 'Ticked Field').id, null)

    await world.sync()

    expect(shown(await openingOf(world, job), 'Ticked Field')).toEqual(held)
  })
})

test.each(['name', 'label', 'id', 'object'] as const)(
  'S92 choices are read when ChartHop sends them by %s',
  async (enumOnWire) => {
    await using world = await createWorld({
      charthop: { enumOnWire },
      mapping: ticking(['region', 'Region'], ['perks', 'Perks']),
    })
    addField(world, { code: 'region', type: 'ENUM', options: regions })
    addField(world, { code: 'perks', type: 'ENUM_MULTI', options: ['Gym', 'Bike, leased', 'Lunch'] })
    const job = addActiveJob(world, { custom: { region: 'na', perks: ['lunch', 'Bike, leased'] } })

    const end = await world.sync()

    expect(end.state).toBe('success')
    const opening = await openingOf(world, job)
    expect(shown(opening, 'Region')).toBe('na')
    expect(shown(opening, 'Perks')).toEqual(['bikeLeased', 'lunch'])
  },
)

test('S92 the order of several choices is no difference', async () => {
  await using world = await createWorld({ mapping: ticking(['perks', 'Perks']) })
  addField(world, { code: 'perks', type: 'ENUM_MULTI', options: ['Gym', 'Lunch'] })
  const job = addActiveJob(world, { custom: { perks: ['gym', 'lunch'] } })
  await world.sync()
  world.ashby.setOpeningValue((await openingOf(world, job)).id, fieldTitled(world, 'Perks').id, ['lunch', 'gym'])
  world.charthop.editJob(job, { custom: { perks: ['lunch', 'gym'] } })

  expect(await writesDuring(world, world.sync)).toEqual([])
})

test('S92 all fields of one opening go in one call', async () => {
  const codes = cases.map((_, at) => [`field${at}`, `Field ${at}`] as const)
  await using world = await createWorld({ mapping: ticking(...codes) })
  cases.forEach(({ field }, at) => {
    addField(world, { label: `Field ${at}`, ...field, code: `field${at}` })
  })
  const custom = Object.fromEntries(cases.map(({ values }, at) => [`field${at}`, values[0]![0]]))
  const job = addActiveJob(world, { custom })

  const end = await world.sync()

  expect(end.state).toBe('success')
  const calls = writes(world, 'customField.setValues')
  expect(calls).toHaveLength(1)
  expect((calls[0]!.requestBody as { values: unknown[] }).values).toHaveLength(cases.length)
  for (const [at, { values }] of cases.entries()) {
    expect(shown(await openingOf(world, job), `Field ${at}`)).toEqual(values[0]![1])
  }
})

test('S92 values are written to the opening itself', async () => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter' })
  const job = addActiveJob(world, { custom: { costCenter: 'CC-1' } })

  await world.sync()

  expect(writes(world, 'customField.create').map(({ requestBody }) => requestBody)).toMatchObject([
    { objectType: 'Opening_Version', title: 'Cost Center', fieldType: 'String' },
  ])
  expect(writes(world, 'customField.setValues').map(({ requestBody }) => requestBody)).toMatchObject([
    { objectType: 'Opening', objectId: (await openingOf(world, job)).id },
  ])
})

test('S92 a value without an option is skipped, the others written', async () => {
  await using world = await createWorld({ mapping: ticking(['region', 'Region'], ['costCenter', 'Cost Center']) })
  addField(world, { code: 'region', type: 'ENUM', options: ['Europe', 'Asia'] })
  addField(world, { code: 'costCenter' })
  world.ashby.createFieldByHand({
    title: 'Region',
    objectType: 'Opening',
    fieldType: 'ValueSelect',
    selectableValues: [
      { label: 'Europe', value: 'europe' },
      { label: 'Asia', value: 'asia' },
    ],
  })
  const job = addActiveJob(world, { custom: { region: 'asia', costCenter: 'CC-1' } })
  await world.sync()
  // Somebody takes the option away while the API refuses to bring it back.
  world.ashby.editField(fieldTitled(world, 'Region').id, {
    selectableValues: [{ label: 'Europe', value: 'europe', isArchived: false }],
  })
  const refusing = world.ashby.server.faults.add({
    match: '/customField.updateSelectableValues',
    fault: { type: 'status', status: 200, body: { success: false, errors: ['invalid_input'] } },
  })
  world.charthop.editJob(job, { custom: { costCenter: 'CC-2' } })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  const opening = await openingOf(world, job)
  expect(shown(opening, 'Cost Center')).toBe('CC-2')
  expect(shown(opening, 'Region')).toBe('asia')
  expect(await recordOf(world, 'openings', job)).toMatchObject({ state: 'attention', reason: 'option_missing' })

  refusing.remove()
  world.passHours(2)
  expect(await world.sync()).toMatchObject({ state: 'success' })
})

test('S92 a value that does not fit its field is skipped', async () => {
  const mapping =
    'version: 1\nopenings:\n  - { from: budget, to: { title: Budget, type: Number } }\n  - { from: costCenter, to: Cost Center }\n'
  await using world = await createWorld({ mapping })
  addField(world, { code: 'budget' })
  addField(world, { code: 'costCenter' })
  const fitting = addActiveJob(world, { custom: { budget: '12.5', costCenter: 'A' } })
  const unfit = addActiveJob(world, { custom: { budget: 'about twelve', costCenter: 'B' } })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(tallyOf(end, 'openings')).toMatchObject({ applied: 4, verified: 4, failed: 0 })
  expect(shown(await openingOf(world, fitting), 'Budget')).toBe(12.5)
  expect(shown(await openingOf(world, unfit), 'Budget')).toBeUndefined()
  expect(shown(await openingOf(world, unfit), 'Cost Center')).toBe('B')
  const record = await recordOf(world, 'openings', unfit)
  expect(record).toMatchObject({ state: 'attention', reason: 'does_not_fit' })
  expect(record.message).toContain('Budget')
  expect(record.message).not.toContain('about twelve')
})

test('S92 an unwritable address is skipped, not sent', async () => {
  await using world = await createWorld({ mapping: ticking(['link', 'Link'], ['costCenter', 'Cost Center']) })
  addField(world, { code: 'link', label: 'Link to the brief', type: 'URL' })
  addField(world, { code: 'costCenter' })
  const job = addActiveJob(world, { custom: { link: 'intranet/brief', costCenter: 'CC-1' } })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(shown(await openingOf(world, job), 'Cost Center')).toBe('CC-1')
  expect((await recordOf(world, 'openings', job)).issues).toMatchObject([{ field: 'Link', reason: 'does_not_fit' }])
})

test('S92 transforms are applied on the way', async () => {
  const mapping = `version: 1
openings:
  - { from: costCenter, to: Cost Center, transform: [trim, upper, { prefix: "CC-" }] }
  - { from: level, to: Level, transform: [{ map: { one: Junior, two: Senior }, otherwise: Unknown }] }
`
  await using world = await createWorld({ mapping })
  addField(world, { code: 'costCenter' })
  addField(world, { code: 'level', label: 'Level' })
  const job = addActiveJob(world, { custom: { costCenter: ' ab ', level: 'two' } })

  await world.sync()

  const opening = await openingOf(world, job)
  expect(shown(opening, 'Cost Center')).toBe('CC-AB')
  expect(shown(opening, 'Level')).toBe('Senior')
})

test('S92 reading asks ChartHop only for ticked fields', async () => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter' })
  addField(world, { code: 'secretPlan' })
  addActiveJob(world, { custom: { costCenter: 'CC-1', secretPlan: 'nobody should read this' } })
  forgetCalls(world)

  await world.sync()

  const asked = world.charthop.server.calls.filter(({ path }) => path.endsWith('/job'))
  expect(asked.length).toBeGreaterThan(0)
  for (const { query } of asked) expect(query).not.toContain('secretPlan')
  const kept = await world.database.knex('snapshots').select('body')
  expect(JSON.stringify(kept)).not.toContain('nobody should read this')
})
