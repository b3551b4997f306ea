import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import type { Json } from '../lib/json.ts'
import { type PlanPart, partOfPlans } from './plan-part.ts'
import { iso, toJsonb } from './rows.ts'

export type RunState = 'queued' | 'running' | 'success' | 'partial' | 'held' | 'failed'
export type Trigger = 'schedule' | 'hook' | 'request' | 'command' | 'approval'

export interface StoredRun {
  readonly id: string
  readonly connection: string
  readonly trigger: Trigger
  readonly state: RunState
  /** Only these source ids are looked at; none means everything. */
  readonly records?: readonly string[]
  readonly dryRun: boolean
  readonly flows: Json
  readonly calls: Json
  /** Where its time went, step by step, and what the vendors' rate limits took of it. */
  readonly steps: Json
  readonly waits: Json
  readonly problem?: string
  readonly plan?: Json
  readonly queuedAt: string
  readonly startedAt?: string
  readonly finishedAt?: string
}

export interface RunRequest {
  readonly connection: string
  readonly trigger: Trigger
  readonly records?: readonly string[]
  readonly dryRun?: boolean
}

/**
 * A run queued already does for this request too (it has not read anything yet), so ticks, hooks and buttons become one. It is
 * said to be asked for by a webhook only where nothing else asked: the guard counts what those write.
 */
export async function requestRun(db: Knex, request: RunRequest): Promise<{ id: string; state: RunState }> {
  const { connection, trigger, records, dryRun = false } = request
  const result = await db.raw(
    `insert into runs (id, connection, trigger, state, records, dry_run) values (?, ?, ?, 'queued', ?::text[], ?)
     on conflict (connection, dry_run) where state = 'queued' do update
       set records = case when runs.records is null or excluded.records is null then null
         else (select array_agg(distinct r) from unnest(runs.records || excluded.records) as r) end,
       trigger = case when runs.trigger = 'hook' then excluded.trigger else runs.trigger end
     returning id, state`,
    [randomUUID(), connection, trigger, records && records.length > 0 ? [...records] : null, dryRun],
  )
  return result.rows[0]
}

/** It carries out what a person approved, whoever asked for it: the guard counts what webhooks' runs write. */
export async function noteApproved(db: Knex, run: string): Promise<void> {
  await db('runs').where({ id: run }).update({ trigger: 'approval' })
}

/** A tick that several processes see at once, or a little apart, is one: the first of them makes the run. */
export async function requestScheduledRun(db: Knex, connection: string, apartMs = 30_000): Promise<boolean> {
  const result = await db.raw(
    `insert into runs (id, connection, trigger, state) select ?, ?, 'schedule', 'queued'
     where not exists (select 1 from runs where connection = ? and trigger = 'schedule' and queued_at > now() - ? * interval '1 millisecond')
     on conflict (connection, dry_run) where state = 'queued' do update
       set records = null, trigger = case when runs.trigger = 'hook' then 'schedule' else runs.trigger end
     returning id`,
    [randomUUID(), connection, connection, apartMs],
  )
  return result.rowCount === 1
}

/**
 * Called with the lease held: whatever still says `running` was interrupted. It is closed, and asked for again in the same
 * commit: whoever comes first here, also for a plan only, must not leave its work to the next tick.
 */
export async function startRun(db: Knex, connection: string, dryRun: boolean): Promise<StoredRun | undefined> {
  return db.transaction(async (trx) => {
    await takeOver(trx, connection)
    const [row] = await trx('runs')
      .where({ connection, state: 'queued', dry_run: dryRun })
      .update({ state: 'running', started_at: trx.fn.now() })
      .returning('*')
    return row && fromRow(row)
  })
}

/** A dry run that nobody queued and nobody may take: of whoever waits for it, with the lease held. */
export async function startPreview(db: Knex, connection: string): Promise<StoredRun> {
  return db.transaction(async (trx) => {
    await takeOver(trx, connection)
    const run = { id: randomUUID(), connection, trigger: 'request', state: 'running', dry_run: true }
    const [row] = await trx('runs')
      .insert({ ...run, started_at: trx.fn.now() })
      .returning('*')
    return fromRow(row)
  })
}

async function takeOver(trx: Knex, connection: string): Promise<void> {
  for (const { trigger, records } of await closeInterrupted(trx, connection)) {
    await requestRun(trx, { connection, trigger, ...(records && { records }) })
  }
}

/** Nobody waits for an interrupted plan; whoever wanted it asks again. */
async function closeInterrupted(trx: Knex, connection: string): Promise<readonly StoredRun[]> {
  const problem = 'interrupted: the process stopped in the middle of this run; the next run looks at what it left'
  const closed = await trx('runs')
    .where({ connection, state: 'running' })
    .update({ state: 'failed', problem, finished_at: trx.fn.now() })
    .returning('*')
  return closed.map(fromRow).filter((run) => !run.dryRun)
}

/** How far a run is. */
export interface RunProgress {
  readonly flows: Json
  readonly steps?: Json
  readonly waits?: Json
}

export interface RunEnd extends RunProgress {
  readonly state: 'success' | 'partial' | 'held' | 'failed'
  readonly calls: Json
  readonly problem?: string
  readonly plan?: Json
}

/** A run that a successor has closed as interrupted stays so, whatever a process that was only paused has to say. */
export async function finishRun(db: Knex, id: string, end: RunEnd): Promise<void> {
  await db('runs')
    .where({ id, state: 'running' })
    .update({
      ...progressColumns(end),
      state: end.state,
      calls: toJsonb(end.calls),
      problem: end.problem ?? null,
      plan: end.plan === undefined ? null : toJsonb(end.plan),
      finished_at: db.fn.now(),
    })
}

/** Counts so far, for whoever watches. */
export async function noteProgress(db: Knex, id: string, progress: RunProgress): Promise<void> {
  await db('runs').where({ id, state: 'running' }).update(progressColumns(progress))
}

function progressColumns({ flows, steps, waits }: RunProgress) {
  return {
    flows: toJsonb(flows),
    ...(steps !== undefined && { steps: toJsonb(steps) }),
    ...(waits !== undefined && { waits: toJsonb(waits) }),
  }
}

/** With its plans in full, or a part of them. */
export async function loadRun(db: Knex, id: string, part?: PlanPart): Promise<StoredRun | undefined> {
  const plan = part ? db.raw('? as plan', [partOfPlans(db, 'list', part)]) : 'plan'
  const row = await db('runs')
    .where({ id })
    .first(...withoutPlan, plan)
  return row && fromRow(row)
}

/** A plan may be long; it is read with the one run it belongs to. */
const withoutPlan = [
  ...(['id', 'connection', 'trigger', 'state', 'records', 'dry_run', 'flows', 'calls', 'steps', 'waits'] as const),
  ...(['problem', 'queued_at', 'started_at', 'finished_at'] as const),
]

export interface RunFilter {
  readonly connection?: string
  readonly state?: RunState
  readonly trigger?: Trigger
  readonly cursor?: string
  readonly limit: number
}

/** Newest first, without plans. The cursor is the id of the last run of the page before. */
export async function listRuns(db: Knex, filter: RunFilter): Promise<StoredRun[]> {
  const { connection, state, trigger, cursor, limit } = filter
  const query = db('runs')
    .select(withoutPlan)
    .where({ ...(connection && { connection }), ...(state && { state }), ...(trigger && { trigger }) })
    .orderBy([
      { column: 'queued_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit)
  // The moment alone is looked up: compared with a whole row of a subquery, the index would be read from its start.
  if (cursor) query.whereRaw('(queued_at, id) < ((select queued_at from runs where id = ?), ?)', [cursor, cursor])
  return (await query).map(fromRow)
}

/** The newest run that ended and may have written; `full` leaves out those that looked at single records only. */
export async function lastRun(
  db: Knex,
  connection: string,
  { isFull }: { readonly isFull: boolean },
): Promise<StoredRun | undefined> {
  const query = db('runs').select(withoutPlan).where({ connection, dry_run: false }).whereNotNull('finished_at')
  if (isFull) query.whereNull('records')
  const row = await query.orderBy('queued_at', 'desc').first()
  return row && fromRow(row)
}

/** What a watcher is shown of one, without its plan. */
export async function watchedRun(db: Knex, id: string): Promise<StoredRun | undefined> {
  const row = await db('runs').select(withoutPlan).where({ id }).first()
  return row && fromRow(row)
}

export async function countQueued(db: Knex): Promise<number> {
  const row = await db('runs').where({ state: 'queued' }).count('* as count').first()
  return Number(row?.count ?? 0)
}

export async function waitingRuns(db: Knex): Promise<StoredRun[]> {
  return (await db('runs').select(withoutPlan).whereIn('state', ['queued', 'running']).orderBy('queued_at')).map(
    fromRow,
  )
}

// biome-ignore lint/suspicious/noExplicitAny: a row as knex hands it over; its columns are translated here and nowhere else
function fromRow(row: any): StoredRun {
  return {
    id: row.id,
    connection: row.connection,
    trigger: row.trigger,
    state: row.state,
    records: row.records ?? undefined,
    dryRun: row.dry_run,
    flows: row.flows,
    calls: row.calls,
    steps: row.steps,
    waits: row.waits,
    problem: row.problem ?? undefined,
    plan: row.plan ?? undefined,
    queuedAt: row.queued_at.toISOString(),
    startedAt: iso(row.started_at),
    finishedAt: iso(row.finished_at),
  }
}
