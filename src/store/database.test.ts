import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyDatabase } from '../../test/database.ts'
import { openDatabase } from './database.ts'

const refusalOf = async (url: string) => {
  try {
    await openDatabase({ url, dataDir: '' })
  } catch (cause) {
    return cause as Error
  }
  throw new Error('was not refused')
}

describe('openDatabase', () => {
  test('keeps a calendar day as text', async () => {
    await using database = await emptyDatabase()

    const { rows } = await database.knex.raw("select date '2026-02-28' as day")

    expect(rows).toEqual([{ day: '2026-02-28' }])
  })

  test('names itself and bounds every statement', async () => {
    await using database = await emptyDatabase()

    const { rows } = await database.knex.raw(
      "select current_setting('application_name') as name, current_setting('statement_timeout') as timeout",
    )

    expect(rows).toEqual([{ name: 'hirewire', timeout: '1min' }])
  })

  test('gives the queue a pool of its own', async () => {
    await using database = await emptyDatabase()
    const pool = database.createPool({ max: 2 })

    const { rows } = await pool.query('select current_database() as here')
    await pool.end()

    expect(database.connectionString).toContain(rows[0].here)
  })

  test('survives connections cut while idle', async () => {
    await using database = await emptyDatabase()
    const pool = database.createPool({ max: 1 })
    await pool.query('select 1')
    await database.knex.raw(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
    )

    expect((await database.knex.raw('select 1 as one')).rows).toEqual([{ one: 1 }])
    await pool.end()
  })

  test('uses the embedded server without a url', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'hirewire-database-'))
    const database = await openDatabase({ dataDir })

    expect((await database.knex.raw('select 1 as one')).rows).toEqual([{ one: 1 }])

    await database.close()
    await expect(readFile(join(dataDir, 'postgres/postmaster.pid'))).rejects.toThrow('ENOENT')
    await rm(dataDir, { recursive: true })
  })

  test('names the host that does not answer, not the password', async () => {
    const port = await closedPort()

    const refusal = await refusalOf(`postgres://ada:planted-secret@127.0.0.1:${port}/people`)

    expect(refusal.name).toBe('ConfigError')
    expect(refusal.message).toContain(`127.0.0.1:${port}, database "people" cannot be used (ECONNREFUSED)`)
    expect(JSON.stringify({ ...refusal, text: refusal.stack, cause: refusal.cause })).not.toContain('planted-secret')
  })

  test('names the database that is not there', async () => {
    await using database = await emptyDatabase()

    const refusal = await refusalOf(database.connectionString.replace(/hirewire_test_\w+/, 'no_such_database'))

    expect(refusal.message).toMatch(/database "no_such_database" cannot be used \(3D000\): there is no such database/)
  })

  test.each([
    'planted-secret',
    'mysql://ada:planted-secret@localhost/people',
    'postgres://ada:planted-secret@local host:x/people',
  ])('refuses an address it cannot read (%#)', async (url) => {
    const refusal = await refusalOf(url)

    expect(refusal.name).toBe('ConfigError')
    expect(JSON.stringify({ ...refusal, text: refusal.stack, cause: refusal.cause })).not.toContain('planted-secret')
  })
})

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
