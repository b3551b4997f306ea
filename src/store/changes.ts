import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import type { Json } from '../lib/json.ts'
import type { Change } from '../plan/change.ts'
import type { Lease } from './leases.ts'
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
  /** What people said of it, where the target could not tell whether it was applied; the last word counts. */
  readonly sightings: readonly Sighting[]
}

/** What a person saw in the vendor's own pages of a write whose outcome nobody knows. */
export interface Sighting {
  readonly outcome: 'applied' | 'absent'
  /** The object that was made, by the vendor's id. */
  readonly target?: string
  /** The name of the token, or `command`. */
  readonly by: string
  readonly at: string
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

export async function loadChange(db: Knex, id: string): Promise<StoredChange | undefined> {
  const row = await db('changes').where({ id }).first()
  return row && fromRow(row)
}

export async function changesOfRecord(
  db: Knex,
  place: { connection: string; flow?: string; record: string },
  limit = 50,
): Promise<StoredChange[]> {
  const { flow, ...rest } = place
  const rows = await db('changes')
    .where({ ...rest, ...(flow && { flow }) })
    .orderBy('intended_at', 'desc')
    .orderBy('position', 'desc')
    .limit(limit)
  return rows.map(fromRow)
}

const KNOWN_APPLIED = ['applied', 'verified']

/** A write that is known to have been applied, in short. */
export interface AppliedChange {
  readonly record: string
  readonly target?: string
  readonly action: string
  readonly input: Json
  readonly at: Date
}

/** What a flow made, oldest first. */
export async function createdBy(db: Knex, place: { connection: string; flow: string }): Promise<AppliedChange[]> {
  return appliedOf(
    db('changes')
      .where({ ...place, effect: 'create' })
      .whereIn('state', KNOWN_APPLIED),
  )
}

/** What was written for one record, oldest first. */
export async function writtenFor(
  db: Knex,
  place: { connection: string; flow: string; record: string },
): Promise<AppliedChange[]> {
  return appliedOf(db('changes').where(place).whereIn('state', KNOWN_APPLIED))
}

async function appliedOf(query: Knex.QueryBuilder): Promise<AppliedChange[]> {
  const rows = await query
    .orderBy(['intended_at', 'position'])
    .select('record', 'target', 'action', 'input', 'settled_at', 'intended_at')
  return rows.map((row: AppliedRow) => {
    const { record, target, action, input, settled_at, intended_at } = row
    return { record, action, input, at: settled_at ?? intended_at, ...(target && { target }) }
  })
}

interface AppliedRow {
  readonly record: string
  readonly target: string | null
  readonly action: string
  readonly input: Json
  readonly settled_at: Date | null
  readonly intended_at: Date
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
  // Its columns are looked up one by one: compared with a whole row of a subquery, the index would be read from its start.
  if (after) {
    const last = (column: string) => `(select ${column} from changes where id = ?)`
    const place = `(intended_at, position, id) ${beyond} (${last('intended_at')}, ${last('position')}, ?)`
    query.whereRaw(place, [after, after, after])
  }
  return (await query).map(fromRow)
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
    sightings: row.sightings,
  }
}
