import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Knex } from 'knex'
import { toJsonb, toNumber } from './rows.ts'

/** The right to run one connection, for a while. `token` only ever grows: a paused holder cannot write beside its successor. */
export interface Lease {
  readonly connection: string
  readonly token: number
}

interface Holder {
  readonly host: string
  readonly pid: number
  readonly instance: string
}

const self: Holder = { host: hostname(), pid: process.pid, instance: randomUUID() }

/** A lease lasts 60 s and is renewed every 15 s (RELIABILITY §6). Times are the database's, never ours. */
export const leaseMs = 60_000

/** Undefined while another live process holds it. A holder that died on this host is succeeded at once. */
export async function acquireLease(db: Knex, connection: string, ttlMs = leaseMs): Promise<Lease | undefined> {
  return db.transaction(async (trx) => {
    await trx('leases')
      .insert({ connection, token: 0, expires_at: trx.raw("'-infinity'") })
      .onConflict()
      .ignore()
    const row = await trx('leases')
      .where({ connection })
      .forUpdate()
      .first('*', trx.raw('expires_at > now() as is_live'))
    if (row.is_live && !isDead(row.holder)) return undefined
    const token = toNumber(row.token) + 1
    await trx('leases')
      .where({ connection })
      .update({ token, holder: toJsonb(self), expires_at: fromNow(trx, ttlMs) })
    return { connection, token }
  })
}

/** False when the lease went to somebody else: stop before the next call. */
export async function renewLease(db: Knex, { connection, token }: Lease, ttlMs = leaseMs): Promise<boolean> {
  const renewed = await db('leases')
    .where({ connection, token })
    .update({ expires_at: fromNow(db, ttlMs) })
  return renewed === 1
}

export async function releaseLease(db: Knex, { connection, token }: Lease): Promise<void> {
  await db('leases')
    .where({ connection, token })
    .update({ expires_at: db.raw("'-infinity'"), holder: null })
}

/** Whether a process is at it that lives, as far as can be told from here. */
export async function isHeld(db: Knex, connection: string): Promise<boolean> {
  const row = await db('leases').where({ connection }).first('holder', db.raw('expires_at > now() as is_live'))
  return Boolean(row?.is_live) && !isDead(row.holder)
}

function fromNow(db: Knex, ms: number): Knex.Raw {
  return db.raw("now() + ? * interval '1 millisecond'", [ms])
}

/** Only a process of this host can be told dead for sure; of others we wait for the expiry. */
function isDead(holder: Holder | null): boolean {
  if (!holder || holder.host !== self.host) return false
  if (holder.pid === self.pid) return holder.instance !== self.instance
  try {
    process.kill(holder.pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
