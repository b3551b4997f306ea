import { expect, test } from 'vitest'
import { fieldsCalled, readJobField, tagsIn } from './job-fields.ts'

const field = (value: unknown, more: object = {}) => readJobField({ id: 'f1', label: 'Crosschq tag', value, ...more })

test.each([
  ['a choice', { id: 'v1', label: 'Sales' }, 'Sales'],
  ['text under its label', { id: 'sales', label: 'sales' }, 'sales'],
  ['text under value', { value: 'sales' }, 'sales'],
  ['text by itself', ' sales ', 'sales'],
  ['an id and nothing more', { id: 'v1' }, 'v1'],
  ['a number', 7, '7'],
  ['nothing', {}, undefined],
  ['null', null, undefined],
  ['an empty text', '', undefined],
])('%s is read', (_, value, expected) => {
  expect(field(value)?.value).toBe(expected)
})

test('a value may have its label beside it', () => {
  expect(field('v1', { valueLabel: 'Sales' })?.value).toBe('Sales')
})

test('what has neither id nor label is no field', () => {
  expect([readJobField(null), readJobField('x'), readJobField({ value: 'sales' })]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

test('a field is found by id before label', () => {
  const fields = [
    { id: 'f1', label: 'f2' },
    { id: 'f2', label: 'Crosschq tag' },
    { id: 'f3', label: ' CROSSCHQ Tag ' },
  ]

  expect(fieldsCalled(fields, 'f2').map(({ id }) => id)).toEqual(['f2'])
  expect(fieldsCalled(fields, 'crosschq tag').map(({ id }) => id)).toEqual(['f2', 'f3'])
  expect(fieldsCalled(fields, 'Tag')).toEqual([])
})

test('tags are split, trimmed, in lower case and each once', () => {
  const fields = [{ id: 'f1', label: 'Crosschq tag', value: 'Sales , engineering,,SALES' }]

  expect(tagsIn(fields, 'Crosschq tag')).toEqual(['sales', 'engineering'])
  expect(tagsIn([{ id: 'f1', label: 'Crosschq tag' }], 'f1')).toEqual([])
})
