import { randomUUID } from 'node:crypto'
import type { Change } from '../src/plan/change.ts'
import { planOf } from '../src/plan/plan.ts'
import type { Knex } from '../src/store/database.ts'
import { hold } from '../src/store/holds.ts'
import { addDraft, noteDraft } from '../src/store/mapping-drafts.ts'
import type { Places } from '../test/console/places.ts'

/** How much there is of everything. */
export interface Amounts {
  readonly runs: number
  readonly records: number
  readonly changes: number
  readonly holds: number
  readonly notifications: number
  readonly audit: number
  readonly versions: number
  /** Writes of the one long run, and of each long plan. */
  readonly long: number
  /** Writes of the one record that was written most. */
  readonly often: number
}

/** One of each kind that a page shows, and what is long. */
export interface Seeded extends Places {
  /** A dry run, with its long plan. */
  readonly planned: string
}

/** What happened to nobody: rows as a real run left them, many times over. `base` is the mapping's digest. */
export async function seedConsole(db: Knex, amounts: Amounts, base: string): Promise<Seeded> {
  const run = await manyRuns(db, amounts)
  const record = await manyRecords(db, amounts)
  await manyChanges(db, amounts, { run, record })
  const changes = await changesOf(db, amounts.long)
  const planned = await dryRun(db, changes)
  const held = await manyHolds(db, amounts, changes)
  const draft = await addDraft(db, { connection, text: 'version: 1\nopenings: []\n', base, by: 'bench' })
  await noteDraft(db, draft.id, { state: 'ready', run: planned })
  const version = await manyVersions(db, amounts)
  await manyNotifications(db, amounts)
  await manyAudits(db, amounts)
  // As PostgreSQL does by itself while tables grow over days.
  await db.raw('vacuum analyze')
  return { run, record, planned, hold: held, draft: draft.id, version, interview: 'none', answer: 'none' }
}

const connection = 'headcount'

/** The newest of them is the long one. */
async function manyRuns(db: Knex, { runs }: Amounts): Promise<string> {
  await db.raw(
    `insert into runs (id, connection, trigger, state, records, flows, calls, steps, waits, problem, queued_at, started_at, finished_at)
     select gen_random_uuid(), connection, (array['schedule','schedule','hook','request','approval'])[1 + n % 5],
       (array['success','success','success','partial','success','held','success','failed'])[1 + n % 8],
       case when n % 5 = 2 then array['openings/' || md5(n::text)] end, flows, calls, steps, waits,
       case when n % 8 = 7 then 'Ashby answered 503 at ' || n || '; the next run goes on where this one stopped' end,
       now() - n * interval '5 minutes', now() - n * interval '5 minutes', now() - n * interval '5 minutes' + interval '9 seconds'
     from (select * from runs order by queued_at limit 1) as real, generate_series(1, ?) as n`,
    [runs],
  )
  const longest = await db('runs')
    .where({ state: 'success' })
    .whereNot({ trigger: 'command' })
    .orderBy('queued_at', 'desc')
  return longest[0].id
}

/** In every state, a reason now and then with some records only. One of those that are really there is the answer. */
async function manyRecords(db: Knex, { records }: Amounts): Promise<string> {
  const { id } = await db('records').where({ connection, flow: 'openings', state: 'synced' }).orderBy('id').first('id')
  await db.raw(
    `insert into records (connection, flow, id, state, reason, message, issues, due_at, pending_since, attempts, acknowledged, updated_at)
     select ?, case when n % 5 = 4 then 'hires' else 'openings' end, md5(n::text)::uuid::text, state,
       case state when 'skipped' then (array['not_active','no_opening','outside_filter','rare_reason'])[
           case when n % 2003 = 0 then 4 else 1 + n % 3 end]
         when 'attention' then (array['refused','option_missing'])[1 + n % 2] when 'failed' then 'vendor_unavailable' end,
       case when state not in ('synced', 'pending') then 'the option "Remote – EMEA ' || n || '" of Ashby''s field Work Location is missing; add it there or map it to another' end,
       case when state = 'attention' then '[{"field":"level","reason":"option_missing","message":"L9 is no option of Level in Ashby","attention":true}]'::jsonb else '[]' end,
       case when state in ('failed', 'pending') then now() + interval '1 year' end,
       case when state in ('attention', 'failed', 'pending', 'held') then now() - n * interval '1 second' end,
       case when state = 'failed' then 4 else 0 end, acknowledged, now() - n * interval '1 second'
     from (select acknowledged from records where id = ? limit 1) as real,
       (select n, (array['synced','synced','synced','skipped','skipped','skipped','synced',
         case when n % 100 = 7 then 'attention' when n % 100 = 17 then 'failed' when n % 100 = 27 then 'pending' when n % 100 = 37 then 'held' else 'synced' end,
         'synced','synced'])[1 + n % 10] as state from generate_series(1, ?) as n) as many`,
    [connection, id, records],
  )
  await db.raw(
    `insert into snapshots (connection, collection, id, ref, fingerprint, body)
     select connection, collection, md5(n::text)::uuid::text, ref, fingerprint, body
     from (select * from snapshots where id = ? limit 1) as real, generate_series(1, ?) as n`,
    [id, records],
  )
  await db.raw(
    `insert into links (connection, flow, record, target, origin)
     select connection, flow, id, md5('target' || id)::uuid::text, 'created' from records where state = 'synced'
     on conflict do nothing`,
  )
  return id
}

async function manyChanges(
  db: Knex,
  amounts: Amounts,
  { run, record }: { run: string; record: string },
): Promise<void> {
  const { long, often, changes, records } = amounts
  const others = changes - long - often
  const any = await db('runs').pluck('id')
  await copyChanges(db, { count: long, runs: [run], record: 'md5(n::text)::uuid::text' })
  await copyChanges(db, { count: often, runs: any, record: `'${record}'` })
  await copyChanges(db, { count: others, runs: any, record: `md5((n % ${records})::text)::uuid::text` })
}

interface Copied {
  readonly count: number
  /** In turn. */
  readonly runs: readonly string[]
  /** As SQL. */
  readonly record: string
}

async function copyChanges(db: Knex, { count, runs, record }: Copied): Promise<void> {
  await db.raw(
    `insert into changes (id, run, connection, flow, record, position, action, effect, target, fields, input, state,
       reason, message, request_id, lease_token, intended_at, settled_at, verified_at)
     select gen_random_uuid(), turns.run::uuid, connection, flow, ${record}, n, action, 'update', target, fields, input,
       case when n % 20 = 0 then 'failed' else 'verified' end, case when n % 20 = 0 then 'refused' end,
       case when n % 20 = 0 then 'Ashby refused the value of Level: L9 is none of its options' end,
       gen_random_uuid()::text, lease_token, now() - n * interval '1 second', now(), now()
     from (select * from changes order by jsonb_array_length(fields) desc limit 1) as real, generate_series(1, ?) as n
       join jsonb_array_elements_text(?) with ordinality as turns(run, place) on place = 1 + n % ?`,
    [count, JSON.stringify(runs), runs.length],
  )
}

/** Planned writes like one that was made. */
async function changesOf(db: Knex, count: number): Promise<readonly Change[]> {
  const row = await db('changes').where({ connection }).orderByRaw('jsonb_array_length(fields) desc').first()
  const { flow, action, target, fields, input } = row
  return Array.from({ length: count }, () => {
    return { flow, record: randomUUID(), action, effect: 'update', target, fields, input } as const
  })
}

async function dryRun(db: Knex, changes: readonly Change[]): Promise<string> {
  const { id: _, ...real } = await db('runs')
    .orderBy('queued_at')
    .first('id', 'connection', 'started_at', 'finished_at')
  const id = randomUUID()
  const plan = JSON.stringify([planOf(connection, 'openings', changes)])
  const flows = JSON.stringify({
    openings: { state: 'planned', read: changes.length, planned: { update: changes.length } },
  })
  await db('runs').insert({
    ...real,
    id,
    trigger: 'request',
    state: 'success',
    dry_run: true,
    plan,
    flows,
    queued_at: real.started_at,
  })
  return id
}

/** Every hold but the last was decided; that one is long. */
async function manyHolds(db: Knex, { holds }: Amounts, changes: readonly Change[]): Promise<string> {
  const message = '5,000 updates, 50 may pass unattended'
  const reasons = [{ limit: 'updates', count: 5_000, allowed: 50, message } as const]
  for (let at = 0; at < holds - 1; at++) {
    const some = changes.slice(at % 1_000, (at % 1_000) + 60)
    await hold(
      db,
      randomUUID(),
      planOf(connection, 'openings', [...some, { ...some[0]!, record: `held-${at}` }]),
      reasons,
    )
  }
  const plan = planOf(connection, 'openings', changes)
  await hold(db, randomUUID(), plan, reasons)
  await db.raw(`update holds set held_at = now() - position * interval '1 hour'
    from (select digest, row_number() over (order by held_at desc) as position from holds) as places where places.digest = holds.digest`)
  return plan.digest
}

async function manyVersions(db: Knex, { versions }: Amounts): Promise<string> {
  const text = `version: 1\nopenings:\n${Array.from({ length: 60 }, (_, at) => `  - { from: field${at}, to: Field ${at} }\n`).join('')}`
  const rows = Array.from({ length: versions }, (_, at) => {
    return {
      id: randomUUID(),
      connection,
      text: `${text}# ${at}\n`,
      digest: `digest-${at}`,
      note: 'Fields changed',
      made_by: 'bench',
    }
  })
  await db('mapping_versions').insert(rows)
  return rows[Math.floor(versions / 2)]!.id
}

async function manyNotifications(db: Knex, { notifications }: Amounts): Promise<void> {
  await db.raw(
    `insert into notifications (id, connection, flow, kind, record, recipient, facts, state, attempts, problem, next_at, sent_at, queued_at)
     select gen_random_uuid(), ?, 'hires', 'hiring_prompt', 'request-' || n, 'recruiter' || n || '@acme.example.com',
       jsonb_build_object('candidate', 'Candidate ' || n, 'job', 'Account Executive ' || n, 'ats', 'Ashby'),
       case when n % 10 = 3 then 'failed' else 'sent' end, 1, case when n % 10 = 3 then '550 no such mailbox here' end,
       now(), now(), now() - n * interval '1 hour'
     from generate_series(1, ?) as n`,
    [connection, notifications],
  )
}

async function manyAudits(db: Knex, { audit }: Amounts): Promise<void> {
  await db.raw(
    `insert into audit (id, at, by, action, place)
     select gen_random_uuid(), now() - n * interval '10 minutes', 'person ' || n % 7,
       (array['values_shown','sync_pressed','record_retried','hold_approved'])[1 + n % 4], '/records/headcount/openings/' || md5(n::text)::uuid
     from generate_series(1, ?) as n`,
    [audit],
  )
}
