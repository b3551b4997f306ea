import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, type Json } from './json.ts'

test('equal values give equal text whatever the key order', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => canonicalJson(value as Json) === canonicalJson(reversed(value as Json))),
  )
})

test('the text says exactly the value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('keys come in order at every depth', () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'x' })).toBe('{"a":"x","b":[{"c":null,"d":1}]}')
})

test('an undefined member is left out', () => {
  expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}')
})

test('a key named __proto__ is a key', () => {
  expect(canonicalJson(JSON.parse('{"__proto__":{"a":1},"b":2}'))).toBe('{"__proto__":{"a":1},"b":2}')
})

function reversed(value: Json): Json {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(reversed)
  const entries = Object.entries(value as { readonly [key: string]: Json })
  return Object.fromEntries(entries.reverse().map(([key, member]) => [key, reversed(member)]))
}
