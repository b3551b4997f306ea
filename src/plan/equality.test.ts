import { describe, expect, test } from 'vitest'
import type { Value, ValueKind } from '../record/record.ts'
import { isEmpty, sameValue } from './equality.ts'

type Pair = readonly [kind: ValueKind, left: Value, right: Value]

const same: readonly Pair[] = [
  ['text', 'a', ' a '],
  ['text', 'Zo\u00eb', 'Zoe\u0308'],
  ['longText', 'a\r\nb', 'a\nb'],
  ['longText', 'a\rb', 'a\nb'],
  ['text', null, ''],
  ['text', null, '  '],
  ['url', 'https://example.com', 'https://example.com '],
  ['choice', 'na', 'na'],
  ['number', 0.1 + 0.2, 0.3],
  ['number', 0, -0],
  ['boolean', false, false],
  ['date', '2027-01-31', '2027-01-31'],
  ['date', '2027-01-31', '2027-01-31T23:00:00Z'],
  ['choices', ['a', 'b'], ['b', 'a']],
  ['choices', ['a', 'a'], ['a']],
  ['choices', [], null],
  ['choices', ['a'], 'a'],
  ['money', { amount: 100, currency: 'EUR' }, { amount: 100.00000000001, currency: 'EUR' }],
  ['money', null, null],
]

const different: readonly Pair[] = [
  ['text', 'a', 'A'],
  ['text', 'a b', 'a  b'],
  ['text', '1', '1.0'],
  ['longText', 'a\n\nb', 'a\nb'],
  ['text', 'a', null],
  ['number', 0, null],
  ['number', 1, 1.001],
  ['number', 1_234_567_890, 1_234_567_891],
  ['number', Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1],
  ['money', { amount: 9_999_999_999.01, currency: 'JPY' }, { amount: 9_999_999_999.02, currency: 'JPY' }],
  ['number', 120_000, 120_000.01],
  ['boolean', false, null],
  ['boolean', false, true],
  ['date', '2027-01-31', '2027-02-01'],
  ['choice', 'na', 'NA'],
  ['choices', ['a'], ['a', 'b']],
  ['choices', ['a'], []],
  ['money', { amount: 100, currency: 'EUR' }, { amount: 100, currency: 'USD' }],
  ['money', { amount: 100, currency: 'EUR' }, { amount: 100.01, currency: 'EUR' }],
  ['money', { amount: 0, currency: 'EUR' }, null],
]

describe('sameValue', () => {
  test.each(same)('%s: %j equals %j, both ways', (kind, left, right) => {
    expect(sameValue(kind, left, right)).toBe(true)
    expect(sameValue(kind, right, left)).toBe(true)
  })

  test.each(different)('%s: %j differs from %j, both ways', (kind, left, right) => {
    expect(sameValue(kind, left, right)).toBe(false)
    expect(sameValue(kind, right, left)).toBe(false)
  })

  test.each([...same, ...different])('%s: %j equals itself', (kind, left) => {
    expect(sameValue(kind, left, left)).toBe(true)
  })
})

test.each<readonly [Value, boolean]>([
  [null, true],
  ['', true],
  [' \n', true],
  [[], true],
  [false, false],
  [0, false],
  ['0', false],
  [['a'], false],
  [{ amount: 0, currency: 'EUR' }, false],
])('%j is empty: %s', (value, expected) => {
  expect(isEmpty(value)).toBe(expected)
})
