import { expect, test } from 'vitest'
import { z } from 'zod'
import { idSequence, objectIdFrom, uuidFrom } from './ids.ts'

test('the same seed gives the same ids', () => {
  expect(uuidFrom('story', 1)).toBe(uuidFrom('story', 1))
  expect(objectIdFrom('story', 1)).toBe(objectIdFrom('story', 1))
  expect(uuidFrom('story', 1)).not.toBe(uuidFrom('story', 2))
  expect(uuidFrom('a', 'bc')).not.toBe(uuidFrom('ab', 'c'))
})

test('ids have the strict forms', () => {
  for (let n = 0; n < 200; n += 1) {
    expect(z.uuidv4().safeParse(uuidFrom('form', n)).success).toBe(true)
    expect(objectIdFrom('form', n)).toMatch(/^[0-9a-f]{24}$/)
  }
})

test('a sequence counts each kind apart', () => {
  const first = idSequence('demo')
  const second = idSequence('demo')
  second.uuid('job')

  const ids = [first.uuid('opening'), first.uuid('opening')]

  expect(new Set(ids).size).toBe(2)
  expect([second.uuid('opening'), second.uuid('opening')]).toEqual(ids)
  expect(idSequence('other').uuid('opening')).not.toBe(ids[0])
})
