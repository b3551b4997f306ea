import { readdir } from 'node:fs/promises'
import type { Knex } from 'knex'
import { ConfigError } from '../lib/errors.ts'
import type { Database } from './database.ts'

interface Options {
  readonly folder?: URL
  readonly lockWaitMs?: number
}

interface Migration {
  readonly name: string
  readonly up: (knex: Knex) => Promise<void>
}

const ownFolder = new URL('../../migrations/', import.meta.url)
/** Any number, but always the same one: it names the right to migrate this database. */
const lockKey = 4_871_220_534

/**
 * Brings the database up to the program; the names of the migrations it ran are the answer. Each migration and its record
 * are one transaction under an advisory lock, which PostgreSQL gives back when the process dies. (knex's own runner keeps
 * its lock in a table row: a process killed half-way leaves it locked until a person clears it.)
 */
export async function migrate(
  database: Pick<Database, 'knex'>,
  { folder = ownFolder, lockWaitMs = 30_000 }: Options = {},
): Promise<readonly string[]> {
  const migrations = await loadMigrations(folder)
  const applied: string[] = []
  for (;;) {
    const name = await database.knex
      .transaction((trx) => applyNext(trx, migrations, lockWaitMs))
      .catch((cause: unknown) => {
        throw isLockTimeout(cause) ? stillLocked(lockWaitMs, cause) : cause
      })
    if (name === undefined) return applied
    applied.push(name)
  }
}

async function loadMigrations(folder: URL): Promise<readonly Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}-[a-z0-9-]+\.ts$/.test(file)).sort()
  return Promise.all(
    files.map(async (file) => {
      const { up } = (await import(/* @vite-ignore */ new URL(file, folder).href)) as Partial<Migration>
      if (typeof up !== 'function') throw new Error(`migrations/${file} exports no function named up`)
      return { name: file.slice(0, -'.ts'.length), up }
    }),
  )
}

async function applyNext(trx: Knex.Transaction, migrations: readonly Migration[], lockWaitMs: number) {
  await trx.raw(`set local lock_timeout = ${Math.ceil(lockWaitMs)}`)
  await trx.raw(`set local statement_timeout = '15min'`)
  await trx.raw('select pg_advisory_xact_lock(?::bigint)', [lockKey])
  const applied = await appliedNames(trx)
  refuseNewer(applied, migrations)
  const next = migrations.find(({ name }) => !applied.includes(name))
  if (!next) return undefined
  await next.up(trx)
  await trx('hirewire_migrations').insert({ name: next.name })
  return next.name
}

async function appliedNames(trx: Knex.Transaction): Promise<readonly string[]> {
  await trx.raw(`create table if not exists hirewire_migrations (
    name text primary key,
    applied_at timestamptz not null default now()
  )`)
  return trx('hirewire_migrations').orderBy('name').pluck('name')
}

function refuseNewer(applied: readonly string[], migrations: readonly Migration[]): void {
  const unknown = applied.filter((name) => !migrations.some((migration) => migration.name === name))
  if (unknown.length === 0) return
  throw new ConfigError(
    `This database was migrated by a newer Hirewire (${unknown.join(', ')} unknown here): ` +
      'run that version or a later one, or restore the backup from before the upgrade',
  )
}

/** 55P03 lock_not_available, https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isLockTimeout(cause: unknown): boolean {
  return cause instanceof Error && (cause as NodeJS.ErrnoException).code === '55P03'
}

function stillLocked(lockWaitMs: number, cause: unknown): ConfigError {
  return new ConfigError(
    `The migration waited ${lockWaitMs / 1_000} s for another process that migrates or holds a table: ` +
      'wait for it, or stop it, and start again',
    { cause },
  )
}
