import { describe, expect, test } from 'vitest'
import type { Value, ValueKind } from '../../record/record.ts'
import { fitTo, folded, optionFor } from './values.ts'

const eur = { amount: 10, currency: 'EUR' }

describe('fitTo', () => {
  test.each<readonly [ValueKind, Value, Value]>([
    ['text', 'a', 'a'],
    ['text', 12.5, '12.5'],
    ['text', false, 'false'],
    ['text', ['a', 'b'], 'a, b'],
    ['longText', 'a\nb', 'a\nb'],
    ['choice', 'a', 'a'],
    ['choice', ['a'], 'a'],
    ['choice', 3, '3'],
    ['choices', ['a', 'b'], ['a', 'b']],
    ['choices', 'a', ['a']],
    ['number', 0, 0],
    ['number', '12.50', 12.5],
    ['number', ' 7 ', 7],
    ['boolean', false, false],
    ['date', '2027-01-31', '2027-01-31'],
    ['date', '2027-01-31T10:00:00Z', '2027-01-31'],
    ['url', 'https://example.com', 'https://example.com'],
    ['url', 'HTTP://example.com', 'HTTP://example.com'],
    ['money', eur, eur],
  ])('a %s field holds %j as %j', (kind, value, held) => {
    expect(fitTo(value, kind)).toEqual({ value: held })
  })

  test.each<readonly [ValueKind, Value]>([
    ['text', eur],
    ['choice', eur],
    ['choices', 3],
    ['choices', eur],
    ['number', 'twelve'],
    ['number', ''],
    ['number', '  '],
    ['number', '1,000'],
    ['number', 'Infinity'],
    ['number', true],
    ['number', ['1']],
    ['number', eur],
    ['boolean', 'yes'],
    ['boolean', 0],
    ['date', '31.01.2027'],
    ['date', 20270131],
    ['url', 'example.com'],
    ['url', 'javascript:alert(1)'],
    ['money', 10],
    ['money', 'EUR 10'],
    ['money', ['a']],
  ])('a %s field cannot hold %j', (kind, value) => {
    const fitted = fitTo(value, kind)

    expect(fitted).toEqual({ problem: expect.stringContaining(kind) })
  })

  test.each<ValueKind>(['text', 'longText', 'number', 'boolean', 'date', 'choice', 'choices', 'money', 'url'])(
    'nothing stays nothing in a %s field',
    (kind) => {
      expect(fitTo(null, kind)).toEqual({ value: null })
    },
  )

  test('several values do not fit a single choice as one of them', () => {
    expect(fitTo(['a', 'b'], 'choice')).not.toEqual({ value: 'a' })
  })

  test('a problem never repeats the value', () => {
    expect(JSON.stringify(fitTo('private words', 'number'))).not.toContain('private')
  })
})

describe('optionFor', () => {
  const option = (value: string, label = value, isArchived = false) => ({ value, label, isArchived })
  const options = [option('eu', 'Europe'), option('opt-2', 'na'), option('na', 'North America'), option('Asia')]

  test.each<readonly [string, string | undefined, string | undefined]>([
    ['eu', undefined, 'eu'],
    [' EU ', undefined, 'eu'],
    ['europe', undefined, 'eu'],
    ['na', undefined, 'na'],
    ['unknown', 'North America', 'na'],
    ['asia', 'Asia', 'Asia'],
    ['africa', undefined, undefined],
    ['africa', 'Africa', undefined],
  ])('%j with label %j is option %j', (word, label, expected) => {
    expect(optionFor(word, label, options)?.value).toBe(expected)
  })

  test('a value is preferred to a label', () => {
    expect(optionFor('na', 'Europe', [option('x', 'na'), option('na', 'y')])?.value).toBe('na')
  })

  test('an archived option is found, so that it can be told apart', () => {
    expect(optionFor('old', undefined, [option('old', 'Old', true)])).toMatchObject({ isArchived: true })
  })
})

test.each([
  [' A b ', 'a b'],
  ['ÄÖ', 'äö'],
  ['', ''],
])('%j folds to %j', (text, expected) => {
  expect(folded(text)).toBe(expected)
})
