import { randomBytes } from 'node:crypto'
import knex, { type Knex } from 'knex'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../src/store/database.ts'
import { openEmbedded } from '../src/store/embedded.ts'
import { migrate } from '../src/store/migrate.ts'

export type TestDatabase = Database & AsyncDisposable

/**
 * A fresh, migrated database of your own: `await using database = await testDatabase()`, or `close()` it. All of them are
 * copies of one migrated template, on one server for the whole run: the embedded one, or TEST_DATABASE_URL's.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const database = await emptyDatabase(await template())
  return database
}

/** A fresh database with nothing in it: for tests of the migrations themselves. */
export async function emptyDatabase(template = 'template1'): Promise<TestDatabase> {
  const name = `${inject('databasePrefix')}_${randomBytes(6).toString('hex')}`
  const url = await serverUrl()
  await asAdministrator(url, (admin) => admin.raw('create database ?? template ??', [name, template]))
  const database = await openDatabase({ url: withDatabase(url, name), dataDir: '' })
  const close = async () => {
    await database.close()
    await asAdministrator(url, (admin) => admin.raw('drop database if exists ?? with (force)', [name]))
  }
  return { ...database, close, [Symbol.asyncDispose]: close }
}

/** Speed for durability: these clusters are thrown away. */
const carelessSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }

/** The first test that needs a database starts the server, so that a run without such tests pays nothing. */
let server: Promise<string> | undefined

function serverUrl(): Promise<string> {
  server ??= findServer()
  return server
}

async function findServer(): Promise<string> {
  const url = inject('databaseUrl')
  if (url) return url
  // Never closed here: other workers use it, and the run's own end stops it.
  return (await openEmbedded(inject('databaseFolder'), { settings: carelessSettings })).url
}

/** Made once per run, by whichever worker comes first; the others wait for the advisory lock. */
async function template(): Promise<string> {
  const name = `${inject('databasePrefix')}_template`
  const url = await serverUrl()
  await asAdministrator(url, async (admin) => {
    await admin.transaction(async (lock) => {
      await lock.raw('select pg_advisory_xact_lock(hashtext(?))', [name])
      if ((await admin('pg_database').where({ datname: name, datistemplate: true })).length > 0) return
      await admin.raw('drop database if exists ??', [name])
      await admin.raw('create database ??', [name])
      const database = await openDatabase({ url: withDatabase(url, name), dataDir: '' })
      await migrate(database).finally(() => database.close())
      await admin.raw('alter database ?? is_template true', [name])
    })
  })
  return name
}

async function asAdministrator<T>(url: string, action: (admin: Knex) => Promise<T>): Promise<T> {
  const admin = knex({ client: 'pg', connection: { connectionString: url }, pool: { min: 0, max: 2 } })
  try {
    return await action(admin)
  } finally {
    await admin.destroy()
  }
}

/** The same server and user, another database: only the path of the URL changes. */
function withDatabase(url: string, name: string): string {
  return url.replace(/^(\w+:\/\/[^/]*)(\/[^?]*)?/, `$1/${name}`)
}
