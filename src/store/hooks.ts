import type { Knex } from 'knex'
import { requestRun } from './runs.ts'

export interface Delivery {
  readonly event: string
  readonly delivery: string
  /** As in a run's; none means everything. */
  readonly records: readonly string[]
  /** Records a person pressed "push" on. */
  readonly pushed: readonly string[]
}

/**
 * What webhooks mean, in one commit: with a delivery kept but no run asked for, the vendor's next attempt would pass for a
 * duplicate and nobody would look. For each the run that looks, or undefined for a duplicate. Many in one commit, since
 * every commit locks the one run that is queued.
 */
export async function acceptDeliveries(
  db: Knex,
  connection: string,
  deliveries: readonly Delivery[],
): Promise<readonly (string | undefined)[]> {
  return db.transaction(async (trx) => {
    const news = new Set<Delivery>()
    // In one order everywhere: two processes that were told the same would else wait for each other.
    for (const delivery of inOrder(deliveries)) if (await saveDelivery(trx, connection, delivery)) news.add(delivery)
    if (news.size === 0) return deliveries.map(() => undefined)
    await savePushes(
      trx,
      connection,
      [...news].flatMap(({ pushed }) => pushed),
    )
    const { id } = await requestRun(trx, { connection, trigger: 'hook', records: recordsOf([...news]) })
    return deliveries.map((delivery) => (news.has(delivery) ? id : undefined))
  })
}

function inOrder(deliveries: readonly Delivery[]): readonly Delivery[] {
  const placeOf = ({ event, delivery }: Delivery) => `${event} ${delivery}`
  return deliveries.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : Number(placeOf(a) > placeOf(b))))
}

/** False when the vendor had sent it before: nothing new to look at. */
async function saveDelivery(db: Knex, connection: string, { event, delivery, records }: Delivery): Promise<boolean> {
  const result = await db.raw(
    `insert into hooks (connection, event, delivery, records) values (?, ?, ?, ?::text[])
     on conflict (connection, event, delivery) do update set times = hooks.times + 1
     returning times`,
    [connection, event, delivery, [...records]],
  )
  return result.rows[0].times === 1
}

function recordsOf(deliveries: readonly Delivery[]): readonly string[] {
  const isAll = deliveries.some(({ records }) => records.length === 0)
  return isAll ? [] : [...new Set(deliveries.flatMap(({ records }) => records))]
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
