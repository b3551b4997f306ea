import type { Knex } from 'knex'
import type { Json } from '../lib/json.ts'
import type { Issue } from '../plan/change.ts'
import { iso, toJsonb } from './rows.ts'

export type RecordState = 'pending' | 'synced' | 'skipped' | 'attention' | 'failed' | 'held'

interface Place {
  readonly connection: string
  readonly flow: string
}

/** What a run found out about one record. No `dueAt` means: not again before something changes. */
export interface Finding {
  readonly id: string
  readonly state: RecordState
  readonly reason?: string
  readonly message?: string
  readonly issues?: readonly Issue[]
  readonly dueAt?: Date
  /** What both sides now agree on; left out, what was acknowledged stays. */
  readonly acknowledged?: Json
  readonly attempts?: number
}

export interface StoredRecord extends Place {
  readonly id: string
  readonly state: RecordState
  readonly reason?: string
  readonly message?: string
  readonly issues: readonly Issue[]
  readonly attempts: number
  readonly dueAt?: string
  readonly pendingSince?: string
  readonly acknowledged?: Json
  readonly updatedAt?: string
}

/**
 * Something about these records changed: they are due at once, whatever back-off they were in (R19). "At once" is the
 * epoch, so that it holds whatever our clock and the database's make of each other.
 */
export async function touchRecords(db: Knex, place: Place, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await db.raw(
    `insert into records (connection, flow, id, state, due_at, pending_since)
     select ?, ?, r.id, 'pending', 'epoch', now() from jsonb_array_elements_text(?::jsonb) as r(id)
     on conflict (connection, flow, id) do update
       set due_at = 'epoch', attempts = 0, pending_since = coalesce(records.pending_since, now())`,
    [place.connection, place.flow, toJsonb([...new Set(ids)])],
  )
}

export async function touchAllRecords(db: Knex, place: Place): Promise<void> {
  await db('records')
    .where(place)
    .update({ due_at: new Date(0), attempts: 0 })
}

export async function dueRecords(db: Knex, place: Place, now: Date, after: string, limit: number): Promise<string[]> {
  return db('records')
    .where(place)
    .where('due_at', '<=', now)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .pluck('id')
}

export async function loadRecords(db: Knex, place: Place, ids: readonly string[]): Promise<Map<string, StoredRecord>> {
  const rows = await db('records').where(place).whereIn('id', ids)
  return new Map(rows.map((row) => [row.id, fromRow(row)]))
}

/** One statement for a whole batch of findings. */
export async function saveFindings(db: Knex, place: Place, findings: readonly Finding[]): Promise<void> {
  if (findings.length === 0) return
  await db.raw(
    `insert into records (connection, flow, id, state, reason, message, issues, due_at, pending_since, attempts, acknowledged)
     select ?, ?, f.id, f.state, f.reason, f.message, coalesce(f.issues, '[]'), f."dueAt",
       case when f.state in ('synced', 'skipped') then null else now() end, coalesce(f.attempts, 0), f.acknowledged
     from jsonb_to_recordset(?::jsonb) as f(id text, state text, reason text, message text, issues jsonb, "dueAt" timestamptz,
       attempts integer, acknowledged jsonb)
     on conflict (connection, flow, id) do update set state = excluded.state, reason = excluded.reason, message = excluded.message,
       issues = excluded.issues, due_at = excluded.due_at, attempts = excluded.attempts, updated_at = now(),
       pending_since = case when excluded.pending_since is null then null else coalesce(records.pending_since, now()) end,
       acknowledged = coalesce(excluded.acknowledged, records.acknowledged)`,
    [place.connection, place.flow, toJsonb(findings)],
  )
}

export async function forgetRecords(db: Knex, place: Place, ids: readonly string[]): Promise<void> {
  await db('records').where(place).whereIn('id', ids).delete()
}

/** How many records stand in which state and why: what an admin reads first. */
export async function countByReason(
  db: Knex,
  connection: string,
): Promise<{ flow: string; state: RecordState; reason?: string; count: number }[]> {
  const rows = await db('records')
    .where({ connection })
    .groupBy('flow', 'state', 'reason')
    .orderBy(['flow', 'state', 'reason'])
    .select('flow', 'state', 'reason')
    .count('* as count')
  return rows.map((row) => ({
    flow: String(row.flow),
    state: row.state as RecordState,
    reason: row.reason ? String(row.reason) : undefined,
    count: Number(row.count),
  }))
}

/** One record of each reason why records are skipped, with the message that says more than the reason does. */
export async function skippedExamples(
  db: Knex,
  connection: string,
): Promise<{ flow: string; reason: string; id: string; message: string }[]> {
  const { rows } = await db.raw(
    `select flow, reason, example.id, example.message
     from (select distinct flow, reason from records where connection = ? and state = 'skipped' and reason is not null) as skipped
     cross join lateral (
       select id, message from records
       where connection = ? and flow = skipped.flow and state = 'skipped' and reason = skipped.reason and message is not null
       order by id limit 1
     ) as example order by flow, reason`,
    [connection, connection],
  )
  return rows
}

export interface RecordFilter {
  readonly connection: string
  readonly flow?: string
  readonly states: readonly RecordState[]
  readonly reason?: string
  /** The last one of the page before. */
  readonly after?: { readonly flow: string; readonly id: string }
  readonly limit: number
}

/**
 * Records in these states by flow and id, a page at a time. Each state is asked by itself, in the order of its index: a page
 * costs as much as it is long, however few of a hundred thousand records are meant.
 */
export async function listRecords(db: Knex, { states, ...filter }: RecordFilter): Promise<StoredRecord[]> {
  const [first, ...others] = states.map((state) => recordsIn(db, state, filter))
  if (!first) return []
  const rows = await db
    .select('*')
    .from(first.unionAll(others, true).as('records'))
    .orderBy(['flow', 'id'])
    .limit(filter.limit)
  return rows.map(fromRow)
}

function recordsIn(
  db: Knex,
  state: RecordState,
  { connection, flow, reason, after, limit }: Omit<RecordFilter, 'states'>,
) {
  const page = db('records').where({ connection, state, ...(flow && { flow }), ...(reason && { reason }) })
  if (after && flow) page.where('id', '>', after.id)
  else if (after) page.whereRaw('(flow, id) > (?, ?)', [after.flow, after.id])
  return db.select('*').from(page.orderBy(['flow', 'id']).limit(limit).as('page'))
}

/** How long the oldest change has been waiting, for the metric and the status page. Undefined: nothing waits. */
export async function oldestPending(db: Knex, connection: string): Promise<Date | undefined> {
  const row = await db('records')
    .where({ connection })
    .whereNotNull('pending_since')
    .min('pending_since as oldest')
    .first()
  return row?.oldest ?? undefined
}

/** The same for every connection that has something waiting, in seconds by the database's clock. */
export async function pendingSeconds(db: Knex): Promise<Map<string, number>> {
  const rows = await db('records')
    .whereNotNull('pending_since')
    .groupBy('connection')
    .select('connection', db.raw('greatest(0, extract(epoch from now() - min(pending_since)))::float8 as seconds'))
  return new Map(rows.map(({ connection, seconds }) => [connection, seconds]))
}

// biome-ignore lint/suspicious/noExplicitAny: a row as knex hands it over; its columns are translated here and nowhere else
function fromRow(row: any): StoredRecord {
  return {
    connection: row.connection,
    flow: row.flow,
    id: row.id,
    state: row.state,
    reason: row.reason ?? undefined,
    message: row.message ?? undefined,
    issues: row.issues,
    attempts: row.attempts,
    dueAt: iso(row.due_at),
    pendingSince: iso(row.pending_since),
    acknowledged: row.acknowledged ?? undefined,
    updatedAt: iso(row.updated_at),
  }
}
