import { expect, test } from 'vitest'
import { everyMinutes, longestWait, PLAN_MINUTES, PLANS } from './schedule.ts'

test.each(PLANS)('S77 the schedule of the plan %s keeps its bound', (plan) => {
  expect(longestWait(everyMinutes(PLAN_MINUTES[plan]))).toBe(PLAN_MINUTES[plan])
})

test('S78 every interval up to the longest bound is kept', () => {
  for (let minutes = 1; minutes <= 180; minutes++) {
    expect(longestWait(everyMinutes(minutes)), `${minutes} minutes`).toBeLessThanOrEqual(minutes)
  }
})

test.each([
  ['* * * * *', 1],
  ['*/5 * * * *', 5],
  ['*/40 * * * *', 40],
  ['0,10 * * * *', 50],
  ['0-30/15 * * * *', 30],
  ['0 9-17 * * *', 960],
  ['0 6 * * *', 1440],
  ['*/5 * * * 1-5', Number.POSITIVE_INFINITY],
  ['*/5 * 1 * *', Number.POSITIVE_INFINITY],
])('the longest wait of %s is %d minutes', (schedule, minutes) => {
  expect(longestWait(schedule)).toBe(minutes)
})
