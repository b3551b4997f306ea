import { setTimeout as delay } from 'node:timers/promises'
import type { AnyWorld } from './crash-scenario.ts'

/** Whose ledger: any connection that asks for references. */
export interface Kept {
  readonly world: Pick<AnyWorld, 'database' | 'connection'>
}

/** A request that our ledger knows to have been made. */
export interface MadeRow {
  readonly request: string
  readonly application: string
  readonly key: string
  readonly template: string
}

export async function madeOf({ world }: Kept): Promise<readonly MadeRow[]> {
  const rows = await world.database
    .knex('changes')
    .where({ connection: world.connection.id, flow: 'requests' })
    .whereIn('state', ['applied', 'verified'])
    .orderBy('intended_at')
    .select('record', 'target', 'input')
  return rows.map(({ record, target, input }) => {
    const { key, template } = input as { key: string; template: string }
    return { request: target, application: record, key, template }
  })
}

/** What was sent, and nobody knows yet whether it came. */
export function unclear({ world: { database, connection } }: Kept): Promise<{ record: string; action: string }[]> {
  const open = { connection: connection.id }
  return database.knex('changes').where(open).whereIn('state', ['intended', 'unknown']).select('record', 'action')
}

/** By trigger. */
export async function firstSeenOf({ world }: Kept): Promise<ReadonlyMap<string, number>> {
  const rows = await world.database.knex('first_seen').where({ connection: world.connection.id, flow: 'requests' })
  return new Map(rows.map(({ name, seen_at }) => [name, seen_at.getTime()]))
}

export interface Waiting {
  readonly flow: string
  readonly id: string
  readonly state: string
  readonly reason: string
  readonly message: string
}

/** Records that are not as they should be. */
export function waitingOf({ world: { database, connection } }: Kept): Promise<readonly Waiting[]> {
  return database
    .knex('records')
    .where({ connection: connection.id })
    .whereNotIn('state', ['synced', 'skipped'])
    .select('flow', 'id', 'state', 'reason', 'message')
}

/** Until none of our processes is at it: a start asks for a run of its own. */
export async function isIdle({ world: { database, connection } }: Kept): Promise<void> {
  for (;;) {
    const held = await database
      .knex('leases')
      .where({ connection: connection.id })
      .where('expires_at', '>', database.knex.fn.now())
    const waiting = await database
      .knex('runs')
      .where({ connection: connection.id })
      .whereIn('state', ['queued', 'running'])
    if (held.length + waiting.length === 0) return
    await delay(5)
  }
}
