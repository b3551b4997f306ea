import type { Knex } from 'knex'
import { requestRun } from './runs.ts'

/** Stores a delivery before it is answered. False when the vendor had sent it before: nothing new to look at. */
export async function saveDelivery(
  db: Knex,
  delivery: { connection: string; event: string; delivery: string; records: readonly string[] },
): Promise<boolean> {
  const result = await db.raw(
    `insert into hooks (connection, event, delivery, records) values (?, ?, ?, ?::text[])
     on conflict (connection, event, delivery) do update set times = hooks.times + 1
     returning times`,
    [delivery.connection, delivery.event, delivery.delivery, [...delivery.records]],
  )
  return result.rows[0].times === 1
}

/**
 * What a webhook means, in one commit: with the delivery kept but no run asked for, the vendor's next attempt would pass
 * for a duplicate and nobody would look. Undefined for a duplicate.
 */
export async function acceptDelivery(
  db: Knex,
  delivery: Parameters<typeof saveDelivery>[1],
  pushed: readonly string[],
): Promise<string | undefined> {
  const { connection, records } = delivery
  return db.transaction(async (trx) => {
    if (!(await saveDelivery(trx, delivery))) return undefined
    await savePushes(trx, connection, pushed)
    return (await requestRun(trx, { connection, trigger: 'hook', records })).id
  })
}

/** A person named a record to sync: it counts as pushed (contract of `Source.isPushed`), and a run looks at it. */
export async function requestPush(db: Knex, connection: string, record: string): Promise<Requested> {
  return db.transaction(async (trx) => {
    await savePushes(trx, connection, [record.slice(record.indexOf('/') + 1)])
    return requestRun(trx, { connection, trigger: 'request', records: [record] })
  })
}

type Requested = Awaited<ReturnType<typeof requestRun>>

export async function lastDeliveries(db: Knex, connection: string): Promise<{ event: string; receivedAt: string }[]> {
  const rows = await db('hooks').where({ connection }).groupBy('event').select('event').max('received_at as at')
  return rows.map((row) => ({ event: row.event, receivedAt: row.at.toISOString() }))
}

/** Deliveries are kept a week, long past every vendor's last retry. */
export async function forgetOldDeliveries(db: Knex): Promise<void> {
  await db('hooks').where('received_at', '<', db.raw("now() - interval '7 days'")).delete()
}

/** A person asked for these records to be pushed (R: `hires.push: onPushEvent`). */
export async function savePushes(db: Knex, connection: string, records: readonly string[]): Promise<void> {
  if (records.length === 0) return
  await db('pushes')
    .insert(records.map((record) => ({ connection, record })))
    .onConflict(['connection', 'record'])
    .ignore()
}

export async function pushedRecords(db: Knex, connection: string, records: readonly string[]): Promise<Set<string>> {
  return new Set(await db('pushes').where({ connection }).whereIn('record', records).pluck('record'))
}
