import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { openDatabase } from '../src/store/database.ts'
import { openEmbedded } from '../src/store/embedded.ts'

export interface DatabaseServer extends AsyncDisposable {
  readonly name: string
  /** Where whoever uses it may keep files; gone with it. */
  readonly folder: string
  /** A fresh database, dropped with the server's end; every process that takes part opens it by this URL. */
  create(): Promise<string>
}

/** The embedded PostgreSQL in `folder` with its normal, durable settings; or the one of BENCH_DATABASE_URL. */
export async function openServer(folder: string, given = process.env.BENCH_DATABASE_URL): Promise<DatabaseServer> {
  const embedded = given ? undefined : await openEmbedded(join(folder, 'data'))
  const url = given || embedded!.url
  const admin = await openDatabase({ url, dataDir: '', poolSize: 1 })
  const made: string[] = []
  const [{ server_version }] = (await admin.knex.raw('show server_version')).rows
  return {
    folder,
    name: `PostgreSQL ${server_version}${embedded ? ', embedded' : ''}`,
    async create() {
      const name = `hirewire_bench_${randomBytes(6).toString('hex')}`
      await admin.knex.raw('create database ??', [name])
      made.push(name)
      return withDatabase(url, name)
    },
    async [Symbol.asyncDispose]() {
      for (const name of made) await admin.knex.raw('drop database if exists ?? with (force)', [name])
      await admin.close()
      await embedded?.close()
    },
  }
}

/** The same server and user, another database: only the path of the URL changes. */
function withDatabase(url: string, name: string): string {
  return url.replace(/^(\w+:\/\/[^/]*)(\/[^?]*)?/, `$1/${name}`)
}
