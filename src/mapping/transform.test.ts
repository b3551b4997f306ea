import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Value } from '../record/record.ts'
import { applyTransforms } from './transform.ts'
import { type Transform, Transforms } from './transform-schema.ts'

const usd = (amount: number) => ({ amount, currency: 'USD' })

test.each<[Transform[], Value, Value]>([
  [[], 'a', 'a'],
  [[], '', null],
  [[], [], null],
  [['trim'], '  a ', 'a'],
  [['trim'], '   ', null],
  [['upper'], 'groß', 'GROSS'],
  [['lower'], ['A', 'B'], ['a', 'b']],
  [['trim'], [' ', 'b '], ['b']],
  [['first'], ['a', 'b'], 'a'],
  [['first'], 'ab', 'ab'],
  [['toText'], 12.5, '12.5'],
  [['toText'], false, 'false'],
  [['toText'], usd(10), '10 USD'],
  [['toText'], ['a', 'b'], 'a, b'],
  [['toNumber'], ' -12.50 ', -12.5],
  [['toNumber'], '-0', 0],
  [['toNumber'], usd(10), 10],
  [['toBoolean'], 'Yes', true],
  [['toBoolean'], 0, false],
  [['dateOnly'], '2026-02-28T23:30:00.000-08:00', '2026-02-28'],
  [['dateOnly'], '2024-02-29', '2024-02-29'],
  [[{ prefix: 'a' }, { suffix: 'c' }], 'b', 'abc'],
  [[{ truncate: 3 }], 'abcd', 'abc'],
  [[{ truncate: 2 }], 'a😀', 'a'],
  [[{ truncate: 3 }], 'a😀b', 'a😀'],
  [[{ split: ',' }], 'a, b,,c', ['a', 'b', 'c']],
  [[{ split: ',' }, { join: ' / ' }], 'a,b', 'a / b'],
  [[{ join: ',' }], 'a', 'a'],
  [[{ round: 2 }], 1.235, 1.24],
  [[{ round: 0 }], -2.5, -3],
  [[{ round: 0 }], -0.2, 0],
  [[{ round: 0 }], usd(10.6), usd(11)],
  [[{ multiply: 3 }], 0.1, 0.3],
  [[{ multiply: 0.01 }], usd(1050), usd(10.5)],
  [[{ toMoney: 'USD' }], 5, usd(5)],
  [[{ toMoney: 'USD' }], usd(5), usd(5)],
  [[{ default: 'x' }], null, 'x'],
  [[{ default: 'x' }], '', 'x'],
  [[{ default: 'x' }], 'a', 'a'],
  [[{ default: 0 }], 0, 0],
  [[{ default: ['a', 'b'] }], null, ['a', 'b']],
  [['upper', { prefix: 'x' }], null, null],
  [[{ map: { a: 'b' } }], 'a', 'b'],
  [[{ map: { a: 'b' }, otherwise: 'z' }], 'q', 'z'],
  [[{ map: { a: 'b' }, otherwise: null }], 'q', null],
  [[{ map: { '1': 'one', true: 'yes' } }], 1, 'one'],
  [[{ map: { '1': 'one', true: 'yes' } }], true, 'yes'],
  [[{ map: { a: 'x', b: null } }], ['a', 'b'], ['x']],
  [[{ map: { a: 3 } }], 'a', 3],
])('%j makes of %j %j', (transforms, value, expected) => {
  expect(applyTransforms(transforms, value)).toEqual({ value: expected })
})

test.each<[Transform[], Value, string]>([
  [[], Number.NaN, 'is not a finite number'],
  [['upper'], 5, 'transform 1 (upper): expects text, has a number; put toText before it'],
  [['trim', 'toNumber'], '1,234', 'transform 2 (toNumber): expects a number such as 1234.5, has other text'],
  [['toNumber'], '1e5', 'expects a number such as 1234.5'],
  [['toNumber'], 'Infinity', 'expects a number such as 1234.5'],
  [['toNumber'], true, 'has true or false'],
  [['toBoolean'], 'maybe', 'expects true, false, yes, no, 1 or 0, has other text'],
  [['dateOnly'], '2026-02-30', 'expects a date (YYYY-MM-DD) in front'],
  [['dateOnly'], '02/03/2026', 'expects a date (YYYY-MM-DD) in front'],
  [['dateOnly'], 20260203, 'has a number'],
  [[{ prefix: 'a' }], true, 'has true or false; put toText before it'],
  [[{ split: ',' }], usd(1), 'has money; put toText before it'],
  [[{ split: ',' }], 'a,'.repeat(1001), 'more than 1000 pieces'],
  [[{ round: 1 }], '1.25', 'has other text; put toNumber before it'],
  [[{ multiply: 10 }], 1e308, 'the result is too large for a number'],
  [[{ toMoney: 'EUR' }], usd(1), 'is money of another currency already'],
  [[{ map: { a: 'b' } }], 'secret', 'the value is not in the map, and there is no otherwise'],
  [[{ map: { a: 'b' } }], 'constructor', 'the value is not in the map'],
  [[{ map: { a: 'b' } }], ['a', 'secret'], 'the value is not in the map'],
  [[{ map: { a: 'b' } }], usd(1), 'has money'],
])('%j refuses %j', (transforms, value, problem) => {
  const outcome = applyTransforms(transforms, value)

  expect(outcome).toEqual({ problem: expect.stringContaining(problem) })
  expect(JSON.stringify(outcome)).not.toContain('secret')
})

const text = fc.string({ unit: 'binary', maxLength: 40 })
const anyValue: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.double(),
  fc.integer(),
  text,
  fc.constantFrom('2026-01-31', '12', 'yes', '__proto__', 'toString', ' a , b '),
  fc.array(text, { maxLength: 5 }),
  fc.record({ amount: fc.double(), currency: fc.constantFrom('USD', 'EUR') }),
)
const argument = fc.string({ minLength: 1, maxLength: 10 })
const plain = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean())
const anyTransform: fc.Arbitrary<Transform> = fc.oneof(
  fc.constantFrom<Transform>('trim', 'upper', 'lower', 'first', 'toText', 'toNumber', 'toBoolean', 'dateOnly'),
  fc.record({ prefix: argument }),
  fc.record({ suffix: argument }),
  fc.record({ truncate: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ join: text.map((t) => t.slice(0, 10)) }),
  fc.record({ split: argument }),
  fc.record({ round: fc.integer({ min: 0, max: 10 }) }),
  fc.record({ multiply: fc.double({ min: -1e9, max: 1e9, noNaN: true }) }),
  fc.record({ toMoney: fc.constantFrom('USD', 'EUR') }),
  fc.record({ default: plain }),
  fc.record({ map: fc.dictionary(text, plain), otherwise: fc.option(plain) }),
)

test('transforms never throw for any value', () => {
  fc.assert(
    fc.property(fc.array(anyTransform, { maxLength: 6 }), anyValue, (transforms, value) => {
      Transforms.parse(transforms)

      const outcome = applyTransforms(transforms, value)

      expect('problem' in outcome ? typeof outcome.problem : kindOf(outcome.value)).not.toBe('wrong')
      expect('value' in outcome).toBe(!('problem' in outcome))
    }),
    { numRuns: 3000 },
  )
})

test('transforms of a value that is text never repeat it', () => {
  fc.assert(
    fc.property(fc.array(anyTransform, { maxLength: 4 }), (transforms) => {
      const outcome = applyTransforms(transforms, 'Planted~Value')

      expect('problem' in outcome ? outcome.problem : '').not.toMatch(/planted~value/i)
    }),
  )
})

/** 'wrong' for what record.ts does not call a value. */
function kindOf(value: Value): string {
  if (value === null || typeof value === 'boolean') return 'plain'
  if (typeof value === 'string') return value === '' ? 'wrong' : 'text'
  if (typeof value === 'number') return Number.isFinite(value) ? 'number' : 'wrong'
  if (Array.isArray(value))
    return value.length > 0 && value.every((one) => typeof one === 'string' && one) ? 'list' : 'wrong'
  return 'amount' in value && Number.isFinite(value.amount) ? 'money' : 'wrong'
}
