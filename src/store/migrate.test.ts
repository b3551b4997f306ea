import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { emptyDatabase, type TestDatabase, testDatabase } from '../../test/database.ts'
import { migrate } from './migrate.ts'

const tables = (database: TestDatabase): Promise<string[]> =>
  database.knex('pg_tables').where({ schemaname: 'public' }).orderBy('tablename').pluck('tablename')

const createTable = (name: string) =>
  `import type { Knex } from 'knex'\nexport const up = (knex: Knex) => knex.raw('create table ${name} (id int)')\n`

describe('migrate', () => {
  let path: string
  let folder: URL
  let database: TestDatabase

  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'hirewire-migrations-'))
    folder = pathToFileURL(`${path}/`)
    database = await emptyDatabase()
  })

  afterEach(async () => {
    await database.close()
    await rm(path, { recursive: true })
  })

  const write = (file: string, text: string) => writeFile(join(path, file), text)

  test('runs TypeScript migrations in order of name', async () => {
    await write('0002-teams.ts', "export const up = (knex: any) => knex.raw('alter table people add column team int')")
    await write('0001-people.ts', createTable('people'))
    await write('README.md', 'not a migration')

    expect(await migrate(database, { folder })).toEqual(['0001-people', '0002-teams'])
    expect(await tables(database)).toEqual(['hirewire_migrations', 'people'])
  })

  test('does nothing the second time', async () => {
    await write('0001-people.ts', createTable('people'))
    await migrate(database, { folder })

    expect(await migrate(database, { folder })).toEqual([])
  })

  test('keeps nothing of a migration that fails', async () => {
    await write('0001-people.ts', createTable('people'))
    await write('0002-bad.ts', "export const up = (knex: any) => knex.raw('create table half (id int); select 1/0')")

    await expect(migrate(database, { folder })).rejects.toThrow('division by zero')

    expect(await tables(database)).toEqual(['hirewire_migrations', 'people'])
    expect(await database.knex('hirewire_migrations').pluck('name')).toEqual(['0001-people'])
  })

  test('refuses a database newer than the program', async () => {
    await write('0001-people.ts', createTable('people'))
    await migrate(database, { folder })
    await database.knex('hirewire_migrations').insert({ name: '0009-future' })

    await expect(migrate(database, { folder })).rejects.toThrow(/newer Hirewire \(0009-future unknown here\)/)
  })

  test('runs once when two processes migrate together', async () => {
    await write('0001-people.ts', createTable('people'))

    const both = await Promise.all([migrate(database, { folder }), migrate(database, { folder })])

    expect(both.flat()).toEqual(['0001-people'])
  })

  test('says so when another migration takes too long', async () => {
    await write('0001-slow.ts', "export const up = (knex: any) => knex.raw('select pg_sleep(1)')")
    const slow = migrate(database, { folder })
    await waitForLock(database)

    await expect(migrate(database, { folder, lockWaitMs: 50 })).rejects.toThrow('waited 0.05 s for another process')
    expect(await slow).toEqual(['0001-slow'])
  })

  test('names the file that exports no function', async () => {
    await write('0001-empty.ts', 'export const down = 1')

    await expect(migrate(database, { folder })).rejects.toThrow('migrations/0001-empty.ts exports no function named up')
  })
})

async function waitForLock(database: TestDatabase): Promise<void> {
  for (;;) {
    const held = await database.knex('pg_locks').where({ locktype: 'advisory', granted: true })
    if (held.length > 0) return
  }
}

test('has nothing left to migrate in a test database', async () => {
  await using database = await testDatabase()

  expect(await migrate(database)).toEqual([])
  expect(await tables(database)).toContain('hirewire_migrations')
})
