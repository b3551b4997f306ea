import type { Knex } from 'knex'

/** What a dry run writes: the lists it reads, and which records are due because of them. */
const WRITTEN = ['collections', 'snapshots', 'records'] as const

/**
 * The database as one connection sees it, with tables of its own in place of those a dry run writes: they begin as the
 * real ones are and are gone afterwards. Nothing real is locked but against migrations, so runs of other connections, hooks
 * and people go on meanwhile.
 */
export async function withScratch<T>(db: Knex, connection: string, act: (scratch: Knex) => Promise<T>): Promise<T> {
  const trx = await db.transaction()
  try {
    // Between two statements lie whole readings of a vendor.
    await trx.raw(`set local idle_in_transaction_session_timeout = '15min'`)
    for (const table of WRITTEN) {
      await trx.raw('create temp table ?? (like ?? including defaults including indexes) on commit drop', [
        `scratch_${table}`,
        table,
      ])
      await trx.raw('insert into ?? select * from ?? where connection = ?', [`scratch_${table}`, table, connection])
      // Names are looked up among the temporary tables first.
      await trx.raw('alter table ?? rename to ??', [`scratch_${table}`, table])
    }
    return await act(trx)
  } finally {
    await trx.rollback()
  }
}
