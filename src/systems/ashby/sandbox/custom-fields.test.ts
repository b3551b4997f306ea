import { expect, test } from 'vitest'
import type { AshbySandbox } from '../sandbox.ts'
import type { DefinitionObject, FieldType } from './model.ts'
import { startWithCall } from './testing.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'
const OPTIONS = [
  { label: 'Small', value: 's' },
  { label: 'Large', value: 'l' },
]

function fieldOn(sandbox: AshbySandbox, fieldType: FieldType, more: object = {}) {
  return sandbox.createFieldByHand({
    title: fieldType,
    objectType: 'Opening',
    fieldType,
    selectableValues: OPTIONS,
    ...more,
  })
}

test('an Opening_Version field is defined as Opening', async () => {
  await using running = await startWithCall()
  const { call } = running

  const created = await call('customField.create', {
    fieldType: 'Currency',
    objectType: 'Opening_Version',
    title: 'Budget',
  })
  const wrong = await call('customField.create', { fieldType: 'Currency', objectType: 'Opening', title: 'Budget' })

  expect(created.results).toMatchObject({
    objectType: 'Opening',
    fieldType: 'Currency',
    title: 'Budget',
    isArchived: false,
  })
  expect(wrong.errorInfo?.code).toBe('invalid_input')
  expect((await call('customField.info', { customFieldId: created.results.id })).results).toEqual(created.results)
})

test.each([
  ['select without options', { fieldType: 'ValueSelect' }],
  ['lower-case type', { fieldType: 'currency' }],
  ['type only people can make', { fieldType: 'Email' }],
  ['empty title', { fieldType: 'String', title: '' }],
])('refuses to create a field: %s', async (_case, body) => {
  await using running = await startWithCall()

  const answer = await running.call('customField.create', { objectType: 'Opening_Version', title: 'A', ...body })

  expect(answer.errorInfo?.code).toBe('invalid_input')
})

test('titles may repeat and archived fields hide', async () => {
  await using running = await startWithCall()
  const { sandbox, call } = running
  const body = { fieldType: 'String', objectType: 'Opening_Version', title: 'Level' }
  await call('customField.create', body)
  await call('customField.create', body)
  sandbox.createFieldByHand({ title: 'Old', objectType: 'Opening', fieldType: 'String', isArchived: true })

  expect((await call('customField.list')).results).toHaveLength(2)
  expect((await call('customField.list', { includeArchived: true })).results).toHaveLength(3)
})

test.each<[FieldType, unknown]>([
  ['Boolean', false],
  ['String', ''],
  ['LongText', 'text'],
  ['Email', 'a@example.com'],
  ['Phone', '+351 1'],
  ['Url', 'https://example.com/a'],
  ['UUID', NOBODY],
  ['Date', '2026-01-31'],
  ['Date', '2026-01-31T10:00:00.000Z'],
  ['Number', 1.5],
  ['Currency', { value: 10, currencyCode: 'EUR' }],
  ['ValueSelect', 's'],
  ['MultiValueSelect', ['l', 's']],
  ['NumberRange', { type: 'number-range', minValue: 1, maxValue: 2 }],
  [
    'CompensationRange',
    { type: 'compensation-range', minValue: 1, maxValue: 2, currencyCode: 'USD', interval: '1 YEAR' },
  ],
  ['Location', { country: 'Portugal', city: 'Lisbon' }],
])('takes a %s as %j', async (fieldType, fieldValue) => {
  await using running = await startWithCall()
  const { sandbox, call } = running
  const field = fieldOn(sandbox, fieldType)
  const opening = sandbox.addHandMadeOpening({})
  const target = { objectId: opening.id, objectType: 'Opening', fieldId: field.id }

  const answer = await call('customField.setValue', { ...target, fieldValue })

  expect(answer.results).toMatchObject({ id: field.id, title: fieldType, value: fieldValue })
  expect(sandbox.state.openings.get(opening.id)?.latestVersion.customFields).toEqual([answer.results])
})

test.each<[FieldType, unknown]>([
  ['Boolean', 'yes'],
  ['String', 1],
  ['Url', 'ftp://example.com'],
  ['Url', 'example.com'],
  ['UUID', 'abc'],
  ['Date', '31.01.2026'],
  ['Date', '2026-02-30'],
  ['Number', '12'],
  ['Currency', 10],
  ['Currency', { value: '10', currencyCode: 'EUR' }],
  ['Currency', { value: 10, currencyCode: 'euro' }],
  ['ValueSelect', 'Small'],
  ['MultiValueSelect', 's'],
  ['MultiValueSelect', ['s', 'x']],
  ['NumberRange', { minValue: 1, maxValue: 2 }],
  [
    'CompensationRange',
    { type: 'compensation-range', minValue: 1, maxValue: 2, currencyCode: 'USD', interval: 'YEAR' },
  ],
  ['Location', { town: 'Lisbon' }],
])('refuses a %s as %j', async (fieldType, fieldValue) => {
  await using running = await startWithCall()
  const { sandbox, call } = running
  const field = fieldOn(sandbox, fieldType)
  const opening = sandbox.addHandMadeOpening({})

  const answer = await call('customField.setValue', {
    objectId: opening.id,
    objectType: 'Opening',
    fieldId: field.id,
    fieldValue,
  })

  expect(answer.errorInfo?.code).toBe('invalid_input')
  expect(sandbox.state.openings.get(opening.id)?.latestVersion.customFields).toEqual([])
})

test('date-only fields refuse a time of day', async () => {
  await using running = await startWithCall()
  const { sandbox } = running
  const field = fieldOn(sandbox, 'Date', { isDateOnlyField: true })
  const opening = sandbox.addHandMadeOpening({})

  expect(() => sandbox.setOpeningValue(opening.id, field.id, '2026-01-31T10:00:00Z')).toThrow('fieldValue')
  expect(sandbox.setOpeningValue(opening.id, field.id, '2026-01-31').latestVersion.customFields).toHaveLength(1)
})

test('setValues writes all values or none', async () => {
  await using running = await startWithCall()
  const { sandbox, call } = running
  const [text, size] = [fieldOn(sandbox, 'String'), fieldOn(sandbox, 'ValueSelect')]
  const object = { objectId: sandbox.addHandMadeOpening({}).id, objectType: 'Opening' }
  const set = (fieldValue: string) =>
    call('customField.setValues', {
      ...object,
      values: [
        { fieldId: text.id, fieldValue: 'a' },
        { fieldId: size.id, fieldValue },
      ],
    })

  const refused = await set('unknown')
  const afterRefusal = sandbox.state.openings.get(object.objectId)?.latestVersion.customFields
  const taken = await set('l')

  expect([refused.success, afterRefusal]).toEqual([false, []])
  expect(taken.results).toMatchObject([{ value: 'a' }, { value: 'l', valueLabel: 'Large' }])
})

test('null clears, a missing value is refused', async () => {
  await using running = await startWithCall()
  const { sandbox, call } = running
  const field = fieldOn(sandbox, 'Number')
  const opening = sandbox.addHandMadeOpening({})
  sandbox.setOpeningValue(opening.id, field.id, 3)
  const target = { objectId: opening.id, objectType: 'Opening', fieldId: field.id }

  const missing = await call('customField.setValue', target)
  const cleared = await call('customField.setValue', { ...target, fieldValue: null })

  expect(missing.errorInfo?.code).toBe('invalid_input')
  expect(cleared.results).toMatchObject({ id: field.id, value: null })
  expect(sandbox.state.openings.get(opening.id)?.latestVersion.customFields).toEqual([])
})

test.each<[string, { objectType: string; field: DefinitionObject; isArchived?: boolean }]>([
  ['a field of another object', { objectType: 'Opening', field: 'Candidate' }],
  ['an archived field', { objectType: 'Opening', field: 'Opening', isArchived: true }],
  ['the name of a version', { objectType: 'Opening_Version', field: 'Opening' }],
  ['an offer', { objectType: 'Offer', field: 'Offer' }],
])('setValue refuses %s', async (_case, { objectType, field, isArchived }) => {
  await using running = await startWithCall()
  const { sandbox, call } = running
  const { id } = sandbox.createFieldByHand({ title: 'A', objectType: field, fieldType: 'String', isArchived })
  const objectId = sandbox.addHandMadeOpening({}).id

  const answer = await call('customField.setValue', { objectId, objectType, fieldId: id, fieldValue: 'x' })

  expect(answer.errorInfo?.code).toBe('invalid_input')
})

test('values make a version only when set so', async () => {
  await using running = await startWithCall()
  const { sandbox } = running
  const field = fieldOn(sandbox, 'String')
  const opening = sandbox.addHandMadeOpening({})

  const same = sandbox.setOpeningValue(opening.id, field.id, 'a')
  sandbox.settings.fieldValuesMakeVersion = true
  const other = sandbox.setOpeningValue(opening.id, field.id, 'b')

  expect(same.latestVersion.id).toBe(opening.latestVersion.id)
  expect(other.latestVersion.id).not.toBe(opening.latestVersion.id)
})

test('options left out are archived, not lost', async () => {
  await using running = await startWithCall()
  const { sandbox, call } = running
  const field = fieldOn(sandbox, 'ValueSelect')
  const opening = sandbox.addHandMadeOpening({})
  const update = {
    customFieldId: field.id,
    selectableValues: [
      { label: 'Huge', value: 'l' },
      { label: 'Tiny', value: 't' },
    ],
  }

  const { results } = await call('customField.updateSelectableValues', update)

  expect(results.selectableValues).toEqual([
    { label: 'Huge', value: 'l', isArchived: false },
    { label: 'Tiny', value: 't', isArchived: false },
    { label: 'Small', value: 's', isArchived: true },
  ])
  expect(() => sandbox.setOpeningValue(opening.id, field.id, 's')).toThrow('not an option')
})

test('closed schemas refuse unknown keys', async () => {
  await using running = await startWithCall()
  const field = fieldOn(running.sandbox, 'ValueSelect')
  const update = { customFieldId: field.id, selectableValues: OPTIONS }
  const call = (body: object) => running.call('customField.updateSelectableValues', body)

  expect((await call({ ...update, more: 1 })).success).toBe(false)
  expect((await call({ ...update, selectableValues: [{ label: 'a', value: 'a', color: 'red' }] })).success).toBe(false)
  expect((await call({ ...update, customFieldId: fieldOn(running.sandbox, 'String').id })).success).toBe(false)
  expect((await call(update)).success).toBe(true)
})
