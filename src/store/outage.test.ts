import knex from 'knex'
import { expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { isOutage, ping } from './outage.ts'

test('nothing listening is an outage', async () => {
  const nowhere = knex({ client: 'pg', connection: { host: '127.0.0.1', port: 1 }, pool: { min: 0, max: 1 } })

  const error = await ping(nowhere).catch((cause: unknown) => cause)

  await nowhere.destroy()
  expect(isOutage(error)).toBe(true)
})

test('a connection cut by the server is an outage', async () => {
  await using database = await testDatabase()

  const error = await database.knex
    .raw('select pg_terminate_backend(pg_backend_pid())')
    .catch((cause: unknown) => cause)

  expect(isOutage(error)).toBe(true)
})

test('a wrong statement is none, and quotes no value', async () => {
  await using database = await testDatabase()

  const error = await database
    .knex('nowhere')
    .where({ id: 'planted-value' })
    .catch((cause: unknown) => cause)

  expect(isOutage(error)).toBe(false)
  expect(String(error)).not.toContain('planted-value')
})
