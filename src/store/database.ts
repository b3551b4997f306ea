import knex, { type Knex } from 'knex'
import pg from 'pg'
import { ConfigError } from '../lib/errors.ts'
import { refusal } from './database-refusal.ts'
import { type Embedded, openEmbedded } from './embedded.ts'

/** For signatures elsewhere: only this folder imports knex. */
export type { Knex } from 'knex'

export interface Database {
  readonly knex: Knex
  /** For processes we start and for tests; it may hold the password, so never for logs. */
  readonly connectionString: string
  /** A pool beside knex's own, for the queue: whoever asks for one ends it before the database is closed. */
  createPool(options: { readonly max: number }): pg.Pool
  close(): Promise<void>
}

export interface DatabaseConfig {
  readonly url?: string
  readonly dataDir: string
  /** Connections knex may have open at once. */
  readonly poolSize?: number
}

/** graphile-worker and `create or replace trigger` would do with 14; 15 is the oldest one the tests run on. */
const oldestVersion = 15
const statementTimeoutMs = 60_000
/** A process stopped in the middle of a transaction must not keep its successor waiting longer than its lease would. */
const idleInTransactionMs = 15_000

/** One way in for both: with a url that PostgreSQL, without one the embedded PostgreSQL of `dataDir`. */
export async function openDatabase({ url, dataDir, poolSize = 6 }: DatabaseConfig): Promise<Database> {
  if (url) return connectTo(url, poolSize)
  const embedded = await openEmbedded(dataDir)
  try {
    return await connectTo(embedded.url, poolSize, embedded)
  } catch (cause) {
    await embedded.close()
    throw cause
  }
}

async function connectTo(url: string, poolSize: number, embedded?: Embedded): Promise<Database> {
  const settings = connectionSettings(url)
  await checkServer(url, settings)
  const db = knex({
    client: 'pg',
    connection: settings as Knex.PgConnectionConfig,
    pool: { min: 0, max: poolSize },
    acquireConnectionTimeout: 20_000,
    // Errors end up in logs and run reports: they may quote the statement, never the values in it.
    compileSqlOnError: false,
    // It would write to the console, between the lines of our log; whoever asked for the query is told anyway.
    log: { warn: () => {}, error: () => {}, debug: () => {}, deprecate: () => {} },
  })
  return {
    knex: db,
    connectionString: url,
    createPool: ({ max }) => createPool(settings, max),
    close: async () => {
      await db.destroy()
      await embedded?.close()
    },
  }
}

function connectionSettings(url: string): pg.ClientConfig {
  if (!/^postgres(ql)?:\/\//.test(url)) {
    // Not quoted: what stands there instead may be a password.
    throw new ConfigError('database.url does not begin with postgres:// or postgresql://')
  }
  return {
    connectionString: url,
    application_name: 'hirewire',
    connectionTimeoutMillis: 10_000,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    keepAlive: true,
    types: { getTypeParser: parserFor as typeof pg.types.getTypeParser },
  }
}

/** A calendar day stays text: as a Date it would be midnight in this machine's zone, and another day elsewhere. */
function parserFor(type: number, format?: 'text' | 'binary') {
  return type === pg.types.builtins.DATE ? String : pg.types.getTypeParser(type, format as 'text')
}

async function checkServer(url: string, settings: pg.ClientConfig): Promise<void> {
  const version = await serverVersion(settings).catch((cause: unknown) => {
    throw refusal(url, cause)
  })
  if (version >= oldestVersion) return
  throw new ConfigError(`database.url leads to PostgreSQL ${version}, and Hirewire needs ${oldestVersion} or later`)
}

async function serverVersion(settings: pg.ClientConfig): Promise<number> {
  const client = new pg.Client(settings)
  client.on('error', () => undefined)
  try {
    await client.connect()
    const answer = await client.query<{ server_version_num: string }>('show server_version_num')
    return Math.floor(Number(answer.rows[0]?.server_version_num) / 10_000)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function createPool({ types: _, ...settings }: pg.ClientConfig, max: number): pg.Pool {
  const pool = new pg.Pool({ ...settings, max })
  // Without a listener, an idle connection that the server drops would end the process.
  pool.on('error', () => undefined)
  // The same for one that somebody holds; graphile-worker asks for both.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
