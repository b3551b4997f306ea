import { expect, test } from 'vitest'
import { RejectedRecordError } from '../../lib/errors.ts'
import type { Json } from '../../lib/json.ts'
import type { Value, ValueKind } from '../../record/record.ts'
import type { ChartHopField } from './schema.ts'
import { isWritable, readValue, valueKind, writeValue } from './values.ts'

test.each<[string, ValueKind | undefined]>([
  ['STRING', 'text'],
  ['TEXT', 'longText'],
  ['INTEGER', 'number'],
  ['DECIMAL', 'number'],
  ['PERCENT', 'number'],
  ['BOOLEAN', 'boolean'],
  ['DATE', 'date'],
  ['MONEY', 'money'],
  ['URL', 'url'],
  ['ENUM', 'choice'],
  ['ENUM_SCALE', 'choice'],
  ['ENUM_MULTI', 'choices'],
  ['EMAIL', 'text'],
  ['PERSON', 'text'],
  ['GROUP', 'text'],
  ['EXPR', 'text'],
  ['FILE', undefined],
  ['TABLE_REF', undefined],
  ['STOCKGRANT', undefined],
  ['SOMETHING_NEW', undefined],
])('a field of type %s holds %s', (type, kind) => {
  expect(valueKind(field({ type }))).toBe(kind)
})

test.each<[Partial<ChartHopField>, ValueKind | undefined]>([
  [{ type: 'ENUM', plural: 'SET' }, 'choices'],
  [{ type: 'ENUM', plural: 'SINGLE' }, 'choice'],
  [{ type: 'STRING', plural: 'LIST' }, 'text'],
  [{ type: 'MONEY', plural: 'LIST' }, undefined],
  [{ type: 'EXPR', exprType: 'MONEY' }, 'money'],
  [{ type: 'EXPR', exprType: 'FILE' }, undefined],
])('the field %j holds %s', (facts, kind) => {
  expect(valueKind(field(facts))).toBe(kind)
})

test.each<[string, Json | undefined]>([
  ['nothing', undefined],
  ['null', null],
  ['blank text', '  '],
  ['an empty list', []],
  ['a list of nothing', [null, '']],
])('reads %s as empty, whatever the type', (_, raw) => {
  for (const type of ['STRING', 'INTEGER', 'BOOLEAN', 'DATE', 'MONEY', 'ENUM', 'ENUM_MULTI', 'PERSON']) {
    expect(readValue(field({ type, options: OPTIONS }), raw)).toEqual({ value: null })
  }
})

test.each<[string, Json, Value]>([
  ['STRING', 'a', 'a'],
  ['STRING', 12, '12'],
  ['STRING', { name: 'a', label: 'A' }, 'a'],
  ['STRING', { label: 'A' }, 'A'],
  ['STRING', ['a', 'b'], 'a, b'],
  ['PERSON', { id: 'p', name: { first: 'Ada', last: 'Lovelace' } }, 'Ada Lovelace'],
  ['GROUP', { id: 'g', name: 'Kitchen' }, 'Kitchen'],
  ['TEXT', 'a\nb', 'a\nb'],
  ['INTEGER', 7, 7],
  ['INTEGER', 0, 0],
  ['DECIMAL', '7.5', 7.5],
  ['DECIMAL', { amount: 7.5 }, 7.5],
  ['BOOLEAN', true, true],
  ['BOOLEAN', false, false],
  ['BOOLEAN', 'Yes', true],
  ['BOOLEAN', 'false', false],
  ['BOOLEAN', { name: 'no' }, false],
  ['DATE', '2026-02-28', '2026-02-28'],
  ['DATE', '2026-02-28T23:59:59Z', '2026-02-28'],
  ['MONEY', { currency: 'USD', amount: 108000.0, places: 0 }, { amount: 108000, currency: 'USD' }],
  ['MONEY', { currency: 'eur', amount: '12.5' }, { amount: 12.5, currency: 'EUR' }],
  ['MONEY', { currency: 'USD', amount: 0 }, { amount: 0, currency: 'USD' }],
  ['ENUM', 'M', 'M'],
  ['ENUM', 'm', 'M'],
  ['ENUM', 'Medium', 'M'],
  ['ENUM', 'o1', 'M'],
  ['ENUM', { id: 'o1', name: 'M', label: 'Medium' }, 'M'],
  ['ENUM', { label: 'medium' }, 'M'],
  ['ENUM', ['M'], 'M'],
  ['ENUM_SCALE', 3, 'L'],
  ['ENUM_MULTI', ['L', 'Medium'], ['M', 'L']],
  ['ENUM_MULTI', 'L', ['L']],
  ['ENUM_MULTI', 'L, M', ['M', 'L']],
  ['ENUM_MULTI', 'Small, very', ['S']],
  ['ENUM_MULTI', [{ name: 'L' }, 'L', null], ['L']],
])('reads %s %j as %j', (type, raw, value) => {
  expect(readValue(field({ type, options: OPTIONS }), raw)).toEqual({ value })
})

test.each<[string, Json]>([
  ['STRING', { odd: true }],
  ['INTEGER', 'many'],
  ['INTEGER', true],
  ['BOOLEAN', 'maybe'],
  ['BOOLEAN', 2],
  ['DATE', '2026-02-30'],
  ['DATE', '02/28/2026'],
  ['DATE', 20260228],
  ['MONEY', 108000],
  ['MONEY', { amount: 5 }],
  ['MONEY', { amount: 5, currency: 'dollars' }],
  ['ENUM', 'XXL'],
  ['ENUM', ['M', 'L']],
  ['ENUM', { odd: true }],
  ['ENUM_MULTI', ['M', 'XXL']],
  ['FILE', 'x.pdf'],
])('tells that %s %j cannot be read', (type, raw) => {
  expect(readValue(field({ type, options: OPTIONS }), raw)).toEqual({ problem: expect.any(String) })
})

test('a problem never quotes the value', () => {
  const problems = ['ENUM', 'ENUM_MULTI', 'DATE', 'INTEGER', 'BOOLEAN', 'MONEY'].map((type) =>
    readValue(field({ type }), 'planted'),
  )

  expect(JSON.stringify(problems)).not.toContain('planted')
})

test.each<[string, Value, Json]>([
  ['STRING', 'a', 'a'],
  ['DATE', '2026-02-28', '2026-02-28'],
  ['MONEY', { amount: 5, currency: 'USD' }, { amount: 5, currency: 'USD' }],
  ['BOOLEAN', false, false],
  ['ENUM', 'Medium', 'M'],
  ['ENUM_MULTI', ['Large', 'M'], ['M', 'L']],
  ['ENUM', null, null],
  ['MONEY', null, null],
])('writes %s %j as %j', (type, value, json) => {
  expect(writeValue(field({ type, options: OPTIONS }), value)).toEqual(json)
})

test('what was written reads back the same', () => {
  for (const [type, value] of [
    ['ENUM', 'M'],
    ['ENUM_MULTI', ['M', 'L']],
    ['MONEY', { amount: 1.5, currency: 'EUR' }],
    ['DATE', '2026-02-28'],
  ] as const) {
    const one = field({ type, options: OPTIONS })
    expect(readValue(one, writeValue(one, value))).toEqual({ value })
  }
})

test('writes no option that the field lacks', () => {
  expect(() => writeValue(field({ type: 'ENUM', options: OPTIONS }), 'XXL')).toThrow(RejectedRecordError)
})

test.each<Partial<ChartHopField>>([
  { type: 'PERSON' },
  { type: 'EXPR', exprType: 'STRING' },
  { type: 'ENUM_EXPR' },
  { type: 'STRING', plural: 'LIST' },
  { type: 'STRING', isReadonly: true },
])('refuses to write the field %j', (facts) => {
  expect(isWritable(field(facts))).toBe(false)
  expect(() => writeValue(field(facts), 'x')).toThrow(RejectedRecordError)
})

const OPTIONS = [
  { name: 'S', label: 'Small, very', id: 'o0', num: 1 },
  { name: 'M', label: 'Medium', id: 'o1', num: 2 },
  { name: 'L', label: 'Large', id: 'o2', num: 3 },
]

function field(facts: Partial<ChartHopField>): ChartHopField {
  return {
    id: 'f1',
    code: 'custom',
    label: 'Custom',
    type: 'STRING',
    entityType: 'JOB',
    options: [],
    isHidden: false,
    isDeleted: false,
    isBuiltIn: false,
    ...facts,
  }
}
