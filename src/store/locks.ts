import type { Knex } from 'knex'

/** One transaction at a time for this key, in all processes; the lock goes with the transaction, also when we die. */
export function alone<T>(db: Knex, key: string, act: (trx: Knex) => Promise<T>): Promise<T> {
  return db.transaction(async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [key])
    return act(trx)
  })
}
