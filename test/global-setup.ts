import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import knex from 'knex'
import type { TestProject } from 'vitest/node'
import { stopEmbedded } from '../src/store/embedded.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** TEST_DATABASE_URL, or nothing: then the embedded server of this run. */
    databaseUrl: string | undefined
    databaseFolder: string
    databasePrefix: string
  }
}

/** Provides what test/database.ts needs, and leaves neither a server nor a database behind, however the run ends. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.TEST_DATABASE_URL || undefined
  const folder = await mkdtemp(join(tmpdir(), 'hirewire-test-'))
  const prefix = `hirewire_test_${Math.floor(Date.now() / 1_000)}_${randomBytes(3).toString('hex')}`
  project.provide('databaseUrl', url)
  project.provide('databaseFolder', folder)
  project.provide('databasePrefix', prefix)
  if (url) await dropDatabases(url, (name) => isOld(name))
  const dismiss = watchOver(folder)
  return async () => {
    if (url) await dropDatabases(url, (name) => name.startsWith(prefix))
    await stopEmbedded(folder)
    await rm(folder, { recursive: true, force: true })
    dismiss()
  }
}

/** A run that was killed could not drop its databases; the name says when it began. */
function isOld(name: string): boolean {
  const began = /^hirewire_test_(\d+)_/.exec(name)?.[1]
  return began !== undefined && Date.now() / 1_000 - Number(began) > 2 * 3_600
}

async function dropDatabases(url: string, chosen: (name: string) => boolean): Promise<void> {
  const admin = knex({ client: 'pg', connection: { connectionString: url }, pool: { min: 0, max: 1 } })
  try {
    const names: string[] = await admin('pg_database').where('datname', 'like', 'hirewire\\_test\\_%').pluck('datname')
    for (const name of names.filter(chosen)) {
      await admin.raw('alter database ?? is_template false', [name])
      await admin.raw('drop database if exists ?? with (force)', [name])
    }
  } finally {
    await admin.destroy()
  }
}

/** Waits for the end of its input, which comes even when this process is killed, and then stops the server itself. */
function watchOver(folder: string): () => void {
  const script = `read -r line; [ "$line" = done ] && exit 0
    pid=$(head -n 1 "$1/postgres/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" && sleep 2
    rm -rf "$1"`
  const guard = spawn('/bin/sh', ['-c', script, 'sh', folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  guard.stdin.on('error', () => undefined)
  guard.unref()
  return () => {
    guard.stdin.end('done\n')
  }
}
