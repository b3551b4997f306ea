import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import type { Change } from '../plan/change.ts'
import type { Lease } from './leases.ts'
import { type StoredLink, saveLink } from './links.ts'
import { iso, toJsonb } from './rows.ts'

export type ChangeState = 'intended' | 'applied' | 'verified' | 'failed' | 'unknown'

/** One row of the ledger: a write we meant to make and what came of it. */
export interface StoredChange extends Change {
  readonly id: string
  readonly run: string
  readonly connection: string
  readonly state: ChangeState
  readonly reason?: string
  readonly message?: string
  readonly requestId?: string
  readonly intendedAt: string
  readonly settledAt?: string
  readonly verifiedAt?: string
}

export interface Settlement {
  readonly state: 'applied' | 'failed' | 'unknown'
  readonly target?: string
  readonly requestId?: string
  readonly reason?: string
  readonly message?: string
  readonly link?: StoredLink
}

/** The lease went to another process: whoever gets this must stop before the next call. */
export class LeaseLostError extends Error {
  constructor(connection: string) {
    super(`the run of ${connection} was taken over by another process; this one stops without a further write`)
    this.name = 'LeaseLostError'
  }
}

/** Writes the intent before the call, in a transaction that holds only while our lease is the newest (invariant I11). */
export async function intend(db: Knex, lease: Lease, run: string, change: Change, position: number): Promise<string> {
  const id = randomUUID()
  const written = await db.raw(
    `insert into changes (id, run, connection, flow, record, position, action, effect, target, fields, input, state, lease_token)
     select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, 'intended', ?
     from leases where connection = ? and token = ? and expires_at > now() for share`,
    [
      id,
      run,
      lease.connection,
      change.flow,
      change.record,
      position,
      change.action,
      change.effect,
      change.target ?? null,
      toJsonb(change.fields),
      toJsonb(change.input),
      lease.token,
      lease.connection,
      lease.token,
    ],
  )
  if (written.rowCount !== 1) throw new LeaseLostError(lease.connection)
  return id
}

/** The outcome and, for a create, the link it made: one commit, so that neither is ever seen without the other. */
export async function settleChange(
  db: Knex,
  change: { id: string; connection: string; flow: string },
  settlement: Settlement,
): Promise<void> {
  const { link } = settlement
  if (!link) return saveSettlement(db, change.id, settlement)
  await db.transaction(async (trx) => {
    await saveSettlement(trx, change.id, settlement)
    await saveLink(trx, change, link)
  })
}

async function saveSettlement(db: Knex, id: string, settlement: Settlement): Promise<void> {
  const { state, target, requestId, reason, message } = settlement
  await db('changes')
    .where({ id })
    .update({
      state,
      reason: reason ?? null,
      message: message ?? null,
      settled_at: db.fn.now(),
      ...(target && { target }),
      ...(requestId && { request_id: requestId }),
    })
}

/** These records were just seen to be as desired: that proves every write to them, also those of an interrupted run. */
export async function verifyChanges(
  db: Knex,
  place: { connection: string; flow: string },
  records: readonly string[],
): Promise<void> {
  if (records.length === 0) return
  await db('changes')
    .where({ ...place, state: 'applied' })
    .whereIn('record', records)
    .update({ state: 'verified', verified_at: db.fn.now() })
}

/** Interrupted or unclear writes, oldest first: step 1 looks at each before anything is planned. */
export async function unsettledChanges(db: Knex, place: { connection: string; flow: string }): Promise<StoredChange[]> {
  const rows = await db('changes')
    .where(place)
    .whereIn('state', ['intended', 'unknown'])
    .orderBy(['intended_at', 'position'])
  return rows.map(fromRow)
}

export async function changesOfRun(db: Knex, run: string, after: number, limit: number): Promise<StoredChange[]> {
  const rows = await db('changes').where({ run }).orderBy(['intended_at', 'position', 'id']).offset(after).limit(limit)
  return rows.map(fromRow)
}

export async function changesOfRecord(
  db: Knex,
  place: { connection: string; flow?: string; record: string },
  limit = 200,
): Promise<StoredChange[]> {
  const { flow, ...rest } = place
  const rows = await db('changes')
    .where({ ...rest, ...(flow && { flow }) })
    .orderBy('intended_at', 'desc')
    .orderBy('position', 'desc')
    .limit(limit)
  return rows.map(fromRow)
}

/** A page of the ledger: a run's in the order they were meant, a record's newest first. `after` is the last id of the page before. */
export async function pageOfChanges(
  db: Knex,
  where: { readonly run: string } | { readonly connection: string; readonly flow: string; readonly record: string },
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<StoredChange[]> {
  const order = 'run' in where ? 'asc' : 'desc'
  const columns = ['intended_at', 'position', 'id'].map((column) => ({ column, order }))
  const query = db('changes').where(where).orderBy(columns).limit(limit)
  const beyond = order === 'asc' ? '>' : '<'
  if (after) {
    const place = `(intended_at, position, id) ${beyond} (select intended_at, position, id from changes where id = ?)`
    query.whereRaw(place, [after])
  }
  return (await query).map(fromRow)
}

/** Records closed or cleared in the last 24 hours, for the rolling limit. */
export async function recentCloses(db: Knex, place: { connection: string; flow: string }): Promise<number> {
  const row = await db('changes')
    .where(place)
    .whereIn('effect', ['close', 'clear'])
    .whereIn('state', ['applied', 'verified'])
    .where('intended_at', '>', db.raw("now() - interval '24 hours'"))
    .countDistinct('record as count')
    .first()
  return Number(row?.count ?? 0)
}

// biome-ignore lint/suspicious/noExplicitAny: a row as knex hands it over; its columns are translated here and nowhere else
function fromRow(row: any): StoredChange {
  return {
    id: row.id,
    run: row.run,
    connection: row.connection,
    flow: row.flow,
    record: row.record,
    action: row.action,
    effect: row.effect,
    target: row.target ?? undefined,
    fields: row.fields,
    input: row.input,
    state: row.state,
    reason: row.reason ?? undefined,
    message: row.message ?? undefined,
    requestId: row.request_id ?? undefined,
    intendedAt: row.intended_at.toISOString(),
    settledAt: iso(row.settled_at),
    verifiedAt: iso(row.verified_at),
  }
}
