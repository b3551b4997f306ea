import { expect, test } from 'vitest'
import { fixedClock, systemClock } from './clock.ts'

test('a fixed clock moves only when told', () => {
  const clock = fixedClock('2026-03-02T08:00:00Z')
  const before = clock.now()

  clock.advance(1500)

  expect(clock.now() - before).toBe(1500)
  expect(new Date(before).toISOString()).toBe('2026-03-02T08:00:00.000Z')
})

test('a system clock runs ahead after advancing', () => {
  const clock = systemClock()

  clock.advance(86_400_000)

  expect(clock.now() - Date.now()).toBeGreaterThan(86_300_000)
})

test('a fixed clock refuses text without a date', () => {
  expect(() => fixedClock('soon')).toThrow('not a date')
})
