import type { Knex } from 'knex'
import type { Json } from '../lib/json.ts'
import type { HoldReason } from '../plan/guard.ts'
import type { Plan } from '../plan/plan.ts'
import { type PlanPart, partOfPlans } from './plan-part.ts'
import { iso, toJsonb } from './rows.ts'
import { type RunState, requestRun } from './runs.ts'

export type HoldState = 'waiting' | 'approved' | 'rejected' | 'expired' | 'applied'

/** One in a list: its plan may be long, so that is read with the one hold it belongs to. */
export interface ListedHold {
  readonly connection: string
  readonly digest: string
  readonly flow: string
  readonly run: string
  readonly state: HoldState
  readonly reasons: readonly HoldReason[]
  /** The plan's own. */
  readonly counts: Plan['counts']
  readonly heldAt: string
  readonly decidedAt?: string
  readonly decidedBy?: string
}

export interface StoredHold extends ListedHold {
  readonly plan: Json
}

/** What a person decided about exactly this plan, if anything. */
export async function holdState(db: Knex, connection: string, digest: string): Promise<HoldState | undefined> {
  const row = await db('holds').where({ connection, digest }).first('state')
  return row?.state
}

/**
 * A new plan for a flow makes its older ones moot: the world moved, and their approval with it. What somebody decided about this
 * one while it was planned again stays.
 */
export async function hold(db: Knex, run: string, plan: Plan, reasons: readonly HoldReason[]): Promise<void> {
  const { connection, flow, digest } = plan
  await db.transaction(async (trx) => {
    await expireHolds(trx, connection, flow, digest)
    await trx('holds')
      .insert({ connection, flow, digest, run, state: 'waiting', reasons: toJsonb(reasons), plan: toJsonb(plan) })
      .onConflict(['connection', 'digest'])
      .merge({
        state: trx.raw("case when holds.state in ('rejected', 'approved') then holds.state else 'waiting' end"),
        reasons: toJsonb(reasons),
        run,
      })
  })
}

/** Holds whose plan no longer is what would run; `except` is the one that still is. */
export async function expireHolds(db: Knex, connection: string, flow: string, except?: string): Promise<void> {
  const query = db('holds').where({ connection, flow }).whereIn('state', ['waiting', 'approved'])
  if (except) query.whereNot({ digest: except })
  await query.update({ state: 'expired', decided_at: db.fn.now() })
}

/** By the run that carries exactly this plan out: an approval is spent once. */
export async function spendHold(
  db: Knex,
  { connection, digest }: Pick<Plan, 'connection' | 'digest'>,
  states: readonly HoldState[],
): Promise<void> {
  await db('holds').where({ connection, digest }).whereIn('state', states).update({ state: 'applied' })
}

/** Undefined when no plan with this digest waits: it was decided, has expired, or never was. */
export async function decideHold(
  db: Knex,
  digest: string,
  state: 'approved' | 'rejected',
  by: string,
): Promise<StoredHold | undefined> {
  const [row] = await db('holds')
    .where({ digest, state: 'waiting' })
    .update({ state, decided_at: db.fn.now(), decided_by: by })
    .returning('*')
  return row && fromRow(row)
}

/** The approval and the run that uses it: one commit. */
export async function approveHold(
  db: Knex,
  digest: string,
  by: string,
): Promise<{ hold: StoredHold; run: { id: string; state: RunState } } | undefined> {
  return db.transaction(async (trx) => {
    const hold = await decideHold(trx, digest, 'approved', by)
    if (!hold) return undefined
    return { hold, run: await requestRun(trx, { connection: hold.connection, trigger: 'approval' }) }
  })
}

/** Its plan in full, or a part of it. */
export async function loadHold(db: Knex, digest: string, part?: PlanPart): Promise<StoredHold | undefined> {
  const plan = part ? db.raw('? -> 0 as plan', [partOfPlans(db, 'one', part)]) : 'plan'
  const row = await db('holds')
    .where({ digest })
    .first(...listed, plan)
  return row && fromRow(row)
}

const listed = [
  ...([
    'connection',
    'digest',
    'flow',
    'run',
    'state',
    'reasons',
    'counts',
    'held_at',
    'decided_at',
    'decided_by',
  ] as const),
]

/** Newest first, without plans. */
export async function listHolds(
  db: Knex,
  filter: { connection?: string; states?: readonly HoldState[]; after?: string; limit?: number } = {},
): Promise<ListedHold[]> {
  const { connection, states = ['waiting', 'approved'], after, limit = 100 } = filter
  const query = db('holds')
    .select(listed)
    .whereIn('state', states)
    .orderBy([
      { column: 'held_at', order: 'desc' },
      { column: 'digest', order: 'desc' },
    ])
    .limit(limit)
  if (connection) query.where({ connection })
  // Digests are unique over all connections: a connection's id is part of what is digested. The moment alone is looked
  // up: compared with a whole row of a subquery, the index would be read from its start.
  if (after) query.whereRaw('(held_at, digest) < ((select held_at from holds where digest = ?), ?)', [after, after])
  return (await query).map(fromListed)
}

// biome-ignore lint/suspicious/noExplicitAny: a row as knex hands it over; its columns are translated here and nowhere else
function fromRow(row: any): StoredHold {
  return { ...fromListed(row), plan: row.plan }
}

// biome-ignore lint/suspicious/noExplicitAny: a row as knex hands it over; its columns are translated here and nowhere else
function fromListed(row: any): ListedHold {
  return {
    connection: row.connection,
    digest: row.digest,
    flow: row.flow,
    run: row.run,
    state: row.state,
    reasons: row.reasons,
    counts: row.counts,
    heldAt: row.held_at.toISOString(),
    decidedAt: iso(row.decided_at),
    decidedBy: row.decided_by ?? undefined,
  }
}
