import { expect, test } from 'vitest'
import type { Json } from '../../lib/json.ts'
import { parseMapping } from '../../mapping/load.ts'
import type { Mirror } from '../mirror.ts'
import type { MappableField } from './collections.ts'
import { desiredFields, type HireObjects, hireFields, traceFields } from './hire-fields.ts'

const known: readonly MappableField[] = [
  field('shirtSize', { type: 'ENUM', entityType: 'PERSON', options: options('small', 'large') }),
  field('languages', { type: 'ENUM_MULTI', entityType: 'PERSON', options: options('english', 'french') }),
  field('signingBonus', { type: 'MONEY', entityType: 'PERSON' }),
  field('probation', { type: 'INTEGER', entityType: 'PERSON' }),
  field('deskCode', { entityType: 'JOB' }),
  field('badgeCode', { entityType: 'JOB_FILLED' }),
  field('tenureDays', { type: 'ELAPSED_DAYS', entityType: 'PERSON' }),
  field('formerField', { entityType: 'PERSON', isDeleted: true }),
]

const mirror = { rows: async () => known } as unknown as Mirror

async function resolved(lines: readonly string[], objects: HireObjects, hasStarted = true) {
  const mapping = parseMapping(
    ['version: 1', 'hires:', ...lines.map((line) => `  - { ${line} }`)].join('\n'),
    'mapping.yaml',
  )
  const { fields, issues } = await hireFields(mapping, mirror)
  return { ...desiredFields(fields, objects, hasStarted), mappingIssues: issues, trace: traceFields(fields, objects) }
}

/** The same custom values on the offer, the application and the candidate, each named for its holder. */
function objects(title: string, value: Json, label?: Json): HireObjects {
  const custom = { 'field-1': { title, value, ...(label !== undefined && { label }) } }
  return {
    offer: { id: 'o', applicationId: 'a', version: { id: 'v', custom } },
    application: { id: 'a', status: 'Hired', candidateId: 'c', openingIds: [], hiringTeam: [], custom: {} },
    candidate: { id: 'c', name: 'Ada Lovelace', emails: [], files: [], custom: {} },
  }
}

test.each<[string, string, Json, Json | undefined, Json]>([
  ['a text', 'deskCode', 'D-7', undefined, 'D-7'],
  ['an option by its value', 'shirtSize', 'large', 'Large', 'large'],
  ['an option whose value is an id, by its label', 'shirtSize', 'opt-9f', 'Large', 'large'],
  ['several options', 'languages', ['french', 'english'], undefined, ['english', 'french']],
  [
    'money as Ashby writes it',
    'signingBonus',
    { value: 5000, currencyCode: 'EUR' },
    undefined,
    { amount: 5000, currency: 'EUR' },
  ],
  ['a number', 'probation', 6, undefined, 6],
  ['a number as text', 'probation', '6', undefined, 6],
  ['nothing', 'deskCode', null, undefined, null],
])('S90 %s is read', async (_, to, value, label, expected) => {
  const { values, issues } = await resolved([`from: offer.Field, to: ${to}`], objects('Field', value, label))

  expect(issues).toEqual([])
  expect(values).toMatchObject([{ code: to, value: expected }])
})

test.each<[string, string, Json]>([
  ['an unknown option', 'shirtSize', 'gigantic'],
  ['a text for a number', 'probation', 'six'],
  ['a text for money', 'signingBonus', 'much'],
])('S90 %s does not fit and is not written', async (_, to, value) => {
  const { values, issues } = await resolved([`from: offer.Field, to: ${to}`], objects('Field', value))

  expect(values).toEqual([])
  expect(issues).toMatchObject([{ field: to, reason: 'does_not_fit', attention: true }])
  expect(issues[0]!.message).not.toContain(String(value))
})

test('S90 a title is found without regard to case and blanks', async () => {
  const { values } = await resolved(['from: offer.desk , to: deskCode'], objects(' Desk', 'D-7'))

  expect(values).toMatchObject([{ value: 'D-7' }])
})

test('S90 each object is read for its own fields', async () => {
  const all = objects('Desk', 'of the offer')
  const application = { ...all.application, custom: { f: { title: 'Desk', value: 'of the application' } } }

  const { values } = await resolved(['from: application.Desk, to: deskCode'], { ...all, application })

  expect(values).toMatchObject([{ value: 'of the application' }])
})

test('S90 a field of filled jobs waits until the person has started', async () => {
  const lines = ['from: offer.Badge, to: badgeCode']
  const before = await resolved(lines, objects('Badge', 'B-1'), false)
  const after = await resolved(lines, objects('Badge', 'B-1'), true)

  expect(before).toMatchObject({ values: [], issues: [{ reason: 'waits_for_start', attention: false }] })
  expect(after).toMatchObject({ values: [{ code: 'badgeCode', holder: 'job', value: 'B-1' }], issues: [] })
})

test.each([
  ['an unknown field', 'shirtColour', 'unknown_field'],
  ['a deleted field', 'formerField', 'unknown_field'],
  ['a field that can only be read', 'tenureDays', 'not_mappable'],
])('S90 %s is reported with its place', async (_, to, reason) => {
  const { mappingIssues, values } = await resolved([`from: offer.Field, to: ${to}`], objects('Field', 'x'))

  expect(values).toEqual([])
  expect(mappingIssues).toMatchObject([{ field: to, reason, attention: true }])
  expect(mappingIssues[0]!.message).toMatch(/^mapping\.yaml:3:\d+: /)
})

test('S90 explain shows the way of a value, or what stops it', async () => {
  const { trace } = await resolved(
    ['from: offer.Field, to: shirtSize', 'from: offer.Field, to: probation'],
    objects('Field', 'opt-9f', 'Large'),
  )

  expect(trace[0]).toEqual({
    from: 'offer.Field',
    to: 'shirtSize',
    raw: 'opt-9f',
    transformed: 'large',
    written: 'large',
  })
  expect(trace[1]).toMatchObject({ to: 'probation', raw: 'opt-9f', problem: expect.stringContaining('number') })
})

function field(code: string, change: Partial<MappableField>): MappableField {
  return {
    ...{ id: code, code, label: code, type: 'STRING', entityType: 'JOB', options: [] },
    ...{ isHidden: false, isDeleted: false, isBuiltIn: false },
    ...change,
  }
}

function options(...names: readonly string[]) {
  return names.map((name) => ({ name, label: name.charAt(0).toUpperCase() + name.slice(1) }))
}
