import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import type { DatabaseServer } from '../bench/database.ts'
import type { Measure } from '../bench/measure.ts'
import { parts } from '../bench/parts.ts'
import { type TestDatabase, testDatabase } from './database.ts'

/** Times depend on the machine, so only what is counted is tested; `npm run bench` measures the rest. */
test.each([
  ['headcount', 3],
  ['interviews', 5],
  ['references', 2],
  ['hooks', 4],
  ['pages', 1],
] as const)('what is counted of %s is as promised', { timeout: 180_000 }, async (name, promises) => {
  await using server = databases()
  const measures: Measure[] = []

  for await (const found of parts[name].count(server)) measures.push(...found)

  const missed = measures.filter(({ isMet }) => isMet === false)
  expect(missed).toEqual([])
  expect(measures.filter(({ isMet }) => isMet)).toHaveLength(promises)
})

function databases(): DatabaseServer {
  const made: TestDatabase[] = []
  return {
    name: 'of the tests',
    folder: tmpdir(),
    async create() {
      const database = await testDatabase()
      made.push(database)
      return database.connectionString
    },
    async [Symbol.asyncDispose]() {
      for (const database of made) await database.close()
    },
  }
}
