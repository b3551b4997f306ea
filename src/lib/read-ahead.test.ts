import { expect, test } from 'vitest'
import { readAhead } from './read-ahead.ts'

test('gives every element in order', async () => {
  expect(await all(readAhead(counting(4)))).toEqual([1, 2, 3, 4])
})

test('asks for the next element while one is dealt with', async () => {
  const asked: number[] = []
  const seen: string[] = []

  for await (const element of readAhead(counting(3, asked))) seen.push(`${element} with ${asked.at(-1)} asked for`)

  expect(seen).toEqual(['1 with 2 asked for', '2 with 3 asked for', '3 with 3 asked for'])
})

test('never is two elements ahead', async () => {
  const asked: number[] = []

  for await (const _ of readAhead(counting(9, asked))) {
    await new Promise(setImmediate)
    break
  }

  expect(asked).toEqual([1, 2])
})

test('a failure comes after the elements before it', async () => {
  const seen: number[] = []
  const reading = async () => {
    for await (const element of readAhead(failingAfter(2))) {
      await new Promise(setImmediate)
      seen.push(element)
    }
  }

  await expect(reading()).rejects.toThrow('the list broke off')
  expect(seen).toEqual([1, 2])
})

test('who stops early closes the source', async () => {
  let isClosed = false
  async function* source() {
    try {
      yield* counting(5)
    } finally {
      isClosed = true
    }
  }

  for await (const element of readAhead(source())) if (element === 2) break

  expect(isClosed).toBe(true)
})

test('an empty source gives nothing', async () => {
  expect(await all(readAhead(counting(0)))).toEqual([])
})

async function* counting(to: number, asked: number[] = []): AsyncGenerator<number> {
  for (let at = 1; at <= to; at++) {
    asked.push(at)
    yield at
  }
}

async function* failingAfter(count: number): AsyncGenerator<number> {
  yield* counting(count)
  throw new Error('the list broke off')
}

async function all<T>(elements: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const element of elements) found.push(element)
  return found
}
