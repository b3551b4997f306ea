import { expect, test } from 'vitest'
import { createStamps } from './stamps.ts'

test('times of one assessment grow whatever the clock does', () => {
  let time = 1_000
  const stamp = createStamps(() => new Date(time))

  const first = stamp('a', 0)
  const second = stamp('a', 0)
  time = 10
  const third = stamp('a', 0)
  const told = stamp('b', 5_000)

  expect([first, second, third, told]).toEqual([1_000, 1_001, 1_002, 5_001])
})
