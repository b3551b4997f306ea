import { expect, test } from 'vitest'
import { equalSecrets } from './secrets.ts'

test.each([
  ['a', 'a', true],
  ['long secret ü', 'long secret ü', true],
  ['a', 'b', false],
  ['a', 'aa', false],
  ['a', '', false],
  ['', 'a', false],
])('compares %j with %j: %s', (a, b, equal) => {
  expect(equalSecrets(a, b)).toBe(equal)
})

test('an unset secret opens nothing', () => {
  expect(equalSecrets('', '')).toBe(false)
})
