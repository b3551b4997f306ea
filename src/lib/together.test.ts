import { setImmediate as soon } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { together } from './together.ts'

function recorded(fails: (lot: readonly number[]) => boolean = () => false, isOfAll = false) {
  const lots: (readonly number[])[] = []
  const act = async (lot: readonly number[]) => {
    lots.push(lot)
    await soon()
    if (fails(lot)) throw new Error('no')
    return lot.map((item) => item * 10)
  }
  return { lots, ask: together(act, { lotOf: 3, most: 4, isOfAll: () => isOfAll }) }
}

test('the first goes alone, and those that come meanwhile go together', async () => {
  const { lots, ask } = recorded()

  const results = await Promise.all([1, 2, 3, 4, 5].map(ask))

  expect(lots).toEqual([[1], [2, 3, 4], [5]])
  expect(results).toEqual([10, 20, 30, 40, 50])
})

test('one that cannot be done stops no other', async () => {
  const { lots, ask } = recorded((lot) => lot.includes(2))

  const results = await Promise.allSettled([1, 2, 3, 4, 5].map(ask))

  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
  expect(lots).toEqual([[1], [2, 3, 4], [2], [3], [4], [5]])
})

test('trouble of all fails the lot at once, and the next is done', async () => {
  const { lots, ask } = recorded((lot) => lot.includes(2), true)

  const results = await Promise.allSettled([1, 2, 3, 4, 5].map(ask))

  expect(lots).toEqual([[1], [2, 3, 4], [5]])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected', 'fulfilled'])
  expect(await ask(6)).toBe(60)
})

test('more than may wait are refused', async () => {
  const { ask } = recorded()

  const results = await Promise.allSettled([1, 2, 3, 4, 5, 6].map(ask))

  expect(results.at(-1)).toMatchObject({ status: 'rejected', reason: new Error('4 are waiting already') })
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
})
