import { expect, test } from 'vitest'
import { didYouMean, nearest } from './nearest.ts'

test.each([
  ['conection', ['connection', 'connector'], 'connection'],
  ['TOKEN', ['token', 'org'], 'token'],
  ['apikey', ['baseUrl', 'apiKey'], 'apiKey'],
  ['form', ['transform', 'from'], 'from'],
  ['ab', ['ba'], 'ba'],
  ['x', ['baseUrl', 'apiKey'], undefined],
  ['schedule', [], undefined],
])('finds the name meant by %s', (name, known, expected) => {
  expect(nearest(name, known)).toBe(expected)
})

test('stays quick on absurdly long names', () => {
  const started = performance.now()

  nearest('a'.repeat(1_000_000), ['b'.repeat(1_000_000)])

  expect(performance.now() - started).toBeLessThan(200)
})

test('says nothing when no name is close', () => {
  expect(didYouMean('zzzz', ['token'])).toBe('')
})
