import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RejectedRecordError } from '../../lib/errors.ts'
import type { Json } from '../../lib/json.ts'
import type { Value, ValueKind } from '../../record/record.ts'
import { fieldTypeFor, kindOf, readFieldValue, writeFieldValue } from './values.ts'

const KINDS: readonly [ValueKind, string][] = [
  ['text', 'String'],
  ['longText', 'LongText'],
  ['number', 'Number'],
  ['date', 'Date'],
  ['boolean', 'Boolean'],
  ['choice', 'ValueSelect'],
  ['choices', 'MultiValueSelect'],
  ['money', 'Currency'],
  ['url', 'Url'],
]

const SHAPES: readonly [string, Json, Value][] = [
  ['String', 'plain', 'plain'],
  ['String', '0', '0'],
  ['LongText', 'two\nlines', 'two\nlines'],
  ['Number', 0, 0],
  ['Number', -1.5, -1.5],
  ['Boolean', false, false],
  ['Boolean', true, true],
  ['Date', '2026-01-31', '2026-01-31'],
  ['ValueSelect', 'option_a', 'option_a'],
  ['MultiValueSelect', ['a', 'b'], ['a', 'b']],
  ['Currency', { value: 0, currencyCode: 'USD' }, { amount: 0, currency: 'USD' }],
  ['Currency', { value: 1234.56, currencyCode: 'EUR' }, { amount: 1234.56, currency: 'EUR' }],
  ['Url', 'https://example.com/a', 'https://example.com/a'],
]

describe('field types', () => {
  test.each(KINDS)('a %s lives in a %s field', (kind, fieldType) => {
    expect(fieldTypeFor(kind)).toBe(fieldType)
    expect(kindOf(fieldType)).toBe(kind)
  })

  test.each(['Email', 'Phone'])('%s fields read as text', (fieldType) => {
    expect(kindOf(fieldType)).toBe('text')
  })

  test.each(['CompensationRange', 'NumberRange', 'Location', 'UUID', 'Hologram', 'constructor'])(
    '%s fields cannot be mapped',
    (fieldType) => expect(kindOf(fieldType)).toBeUndefined(),
  )
})

describe('values', () => {
  test.each(SHAPES)('%s %j is read and written unchanged', (fieldType, raw, value) => {
    expect(readFieldValue(fieldType, raw)).toEqual(value)
    expect(writeFieldValue(fieldType, value)).toEqual(raw)
  })

  test.each(KINDS.map(([, fieldType]) => fieldType))('empty %s is null both ways', (fieldType) => {
    const raws: readonly (Json | undefined)[] = [null, undefined, '', []]

    expect(raws.map((raw) => readFieldValue(fieldType, raw))).toEqual([null, null, null, null])
    expect(writeFieldValue(fieldType, null)).toBeNull()
  })

  test('an empty list clears a select', () => {
    expect(writeFieldValue('MultiValueSelect', [])).toBeNull()
  })

  test('a currency without an amount is empty', () => {
    expect(readFieldValue('Currency', { value: null, currencyCode: 'USD' })).toBeNull()
    expect(readFieldValue('Currency', {})).toBeNull()
  })

  test('a time is read as its calendar date', () => {
    expect(readFieldValue('Date', '2026-01-31T23:30:00.000Z')).toBe('2026-01-31')
  })

  test.each<[string, Json]>([
    ['Currency', { value: 5 }],
    ['Currency', 5],
    ['Currency', { value: 5, currencyCode: 'dollars' }],
    ['Number', '5'],
    ['Boolean', 'true'],
    ['Date', '31/01/2026'],
    ['Date', '2026-02-30'],
    ['MultiValueSelect', 'a'],
    ['ValueSelect', ['a']],
    ['CompensationRange', { type: 'compensation-range', minValue: 1, maxValue: 2 }],
  ])('%s %j is refused, never read as empty', (fieldType, raw) => {
    expect(() => readFieldValue(fieldType, raw)).toThrow(RejectedRecordError)
  })

  test.each<[string, Value]>([
    ['Number', 'five'],
    ['Number', Number.NaN],
    ['Date', '2026-01-31T10:00:00Z'],
    ['Url', 'javascript:alert(1)'],
    ['Currency', 5],
    ['Currency', { amount: 5, currency: '' }],
    ['MultiValueSelect', 'a'],
    ['UUID', 'a'],
  ])('%s does not take %j', (fieldType, value) => {
    expect(() => writeFieldValue(fieldType, value)).toThrow(RejectedRecordError)
  })

  test('a refusal does not tell the value', () => {
    expect(() => writeFieldValue('Number', 'Ada Lovelace')).toThrow(/^A string cannot stand in an Ashby Number field$/)
  })

  test('what was written reads back the same', () => {
    const text = fc.string({ minLength: 1 })
    const day = fc
      .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10))
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (n === 0 ? 0 : n))
    const currency = fc.constantFrom('USD', 'EUR', 'JPY')
    const values: Readonly<Record<ValueKind, fc.Arbitrary<Value>>> = {
      text,
      longText: text,
      choice: text,
      number,
      boolean: fc.boolean(),
      date: day,
      choices: fc.array(text, { minLength: 1 }),
      money: fc.record({ amount: number, currency }),
      url: fc.webUrl(),
    }
    const any = fc.oneof(
      ...KINDS.map(([kind, fieldType]) => fc.option(values[kind]).map((value) => ({ fieldType, value }))),
    )

    fc.assert(
      fc.property(any, ({ fieldType, value }) => {
        const sent = JSON.parse(JSON.stringify(writeFieldValue(fieldType, value))) as Json
        expect(readFieldValue(fieldType, sent)).toEqual(value)
      }),
    )
  })
})
