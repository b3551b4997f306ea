import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FatalError, RetryableError, UnknownOutcomeError } from './errors.ts'
import { afterFailure, backoffMs, DEFAULT_RETRY, type Failure } from './retry.ts'
import { retryAfterMs } from './retry-after.ts'

const HALF = () => 0.5
const TRIED = { attempt: 1, elapsedMs: 0, facts: { method: 'GET', path: '/a' } }
const DATE = 'Sat, 21 Nov 2026 10:00:00 GMT'

test.each([
  ['0', 0],
  ['7', 7000],
  ['1.5', 1500],
  [' 3 ', 3000],
  ['Sat, 21 Nov 2026 10:00:30 GMT', 30_000],
  [DATE, 0],
  ['Saturday, 21-Nov-26 10:01:00 GMT', 60_000],
  ['86400', 86_400_000],
])('reads Retry-After %j as %d ms', (value, ms) => {
  expect(retryAfterMs({ 'retry-after': value, date: DATE })).toBe(ms)
})

test.each([
  '',
  '-5',
  'soon',
  '1e9',
  'NaN',
  '0x10',
  '5 s',
  '2026-11-21T10:00:30Z',
  'Sat, 21 Nov 2026 09:59:00 GMT',
  'Sat, 99 Nov 2026',
])('makes nothing of Retry-After %j', (value) => {
  expect(retryAfterMs({ 'retry-after': value, date: DATE })).toBeUndefined()
})

test.each<Record<string, string>>([{}, { date: 'yesterday' }])('needs the server date to read a date', (headers) => {
  expect(retryAfterMs({ ...headers, 'retry-after': DATE })).toBeUndefined()
})

test('backs off with full jitter up to a cap', () => {
  expect([1, 2, 3, 4].map((attempt) => backoffMs(attempt, () => 1))).toEqual([500, 1000, 2000, 4000])
  expect(backoffMs(1, () => 0)).toBe(0)
  expect(backoffMs(40, () => 1)).toBe(30_000)
})

test('waits as asked up to the cap', () => {
  const asked = (ms: number): Failure => ({ type: 'rate_limited', retryAfterMs: ms })

  expect(afterFailure(asked(60_000), 'once', TRIED, DEFAULT_RETRY, HALF)).toEqual({ type: 'wait', ms: 60_000 })
  expect(afterFailure(asked(60_001), 'once', TRIED, DEFAULT_RETRY, HALF)).toMatchObject({
    type: 'throw',
    error: expect.any(RetryableError),
  })
})

test('a refusal is fatal at the first try', () => {
  const verdict = afterFailure({ type: 'refused', reason: 'no', reached: true }, 'read', TRIED, DEFAULT_RETRY, HALF)

  expect(verdict).toMatchObject({ type: 'throw', error: expect.any(FatalError) })
})

test('a once-write that reached the server is never repeated', () => {
  const reached = fc.record({
    type: fc.constantFrom('failed' as const, 'refused' as const),
    reason: fc.string(),
    reached: fc.constant(true),
    retryAfterMs: fc.option(fc.nat(), { nil: undefined }),
  })
  fc.assert(
    fc.property(reached, fc.integer({ min: 1, max: 9 }), (failure, attempt) => {
      const verdict = afterFailure(failure, 'once', { ...TRIED, attempt }, DEFAULT_RETRY, HALF)
      expect(verdict).toMatchObject({ type: 'throw', error: expect.any(UnknownOutcomeError) })
    }),
  )
})
