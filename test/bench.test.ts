import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { countCalls, countIdleWrites } from '../bench/counts.ts'
import type { DatabaseServer } from '../bench/database.ts'
import { createWorld } from '../bench/world.ts'
import { type TestDatabase, testDatabase } from './database.ts'

/** Times depend on the machine, so only what is counted is tested; `npm run bench` measures the rest. */
test('changes, new openings and idle cycles cost what is promised', { timeout: 120_000 }, async () => {
  await using server = databases()
  await using world = await createWorld(server, 500)
  await world.vendors.slowDown(0)

  const measures = [...(await countCalls(world)), await countIdleWrites(world, 10)]

  const missed = measures.filter(({ isMet }) => isMet === false)
  expect(missed).toEqual([])
  expect(measures.filter(({ isMet }) => isMet)).toHaveLength(3)
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
