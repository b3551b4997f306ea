import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { listAudit } from './audit.ts'
import { changesOfRecord, pageOfChanges } from './changes.ts'
import type { Knex } from './database.ts'
import { listHolds, loadHold } from './holds.ts'
import { listNotifications } from './notifications.ts'
import { listRecords, oldestPending, skippedExamples } from './records.ts'
import { lastRun, listRuns, waitingRuns } from './runs.ts'

const size = 20_000
let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
  await seed(database.knex)
})
afterAll(() => database.close())

const place = { connection: 'c', flow: 'openings' }
const limit = 51

/** Each as a page asks it, from the middle of the list on. */
const asked: Readonly<Record<string, (db: Knex, ids: Ids) => Promise<unknown>>> = {
  'all runs': (db, { runs: cursor }) => listRuns(db, { cursor, limit }),
  'runs of a connection': (db, { runs: cursor }) => listRuns(db, { connection: 'c', cursor, limit }),
  'runs in a state that few are in': (db, { runs: cursor }) => listRuns(db, { state: 'held', cursor, limit }),
  'runs by what began them': (db, { runs: cursor }) => listRuns(db, { trigger: 'hook', cursor, limit }),
  'runs of a connection in a state': (db, { runs: cursor }) =>
    listRuns(db, { connection: 'c', state: 'held', cursor, limit }),
  'the last run': (db) => lastRun(db, 'c', { isFull: false }),
  'the last full run': (db) => lastRun(db, 'c', { isFull: true }),
  'runs that wait': (db) => waitingRuns(db),
  'records in a state': (db, { records: id }) =>
    listRecords(db, { ...place, states: ['skipped'], after: { flow: 'openings', id }, limit }),
  'records in any of two states': (db) => listRecords(db, { connection: 'c', states: ['attention', 'failed'], limit }),
  'records by a reason that few have': (db) =>
    listRecords(db, { ...place, states: ['skipped', 'attention'], reason: 'rare', limit }),
  'an example of each reason': (db) => skippedExamples(db, 'c'),
  'the oldest that waits': (db) => oldestPending(db, 'c'),
  'writes of a run': (db, { changes: after, run }) => pageOfChanges(db, { run }, { after, limit }),
  'writes of a record': (db, { changes: after }) => pageOfChanges(db, { ...place, record: 'r7' }, { after, limit }),
  'the newest writes of a record': (db) => changesOfRecord(db, { ...place, record: 'r7' }),
  'open holds': (db) => listHolds(db, { limit }),
  'decided holds': (db, { holds: after }) => listHolds(db, { states: ['expired'], after, limit }),
  'one hold': (db, { holds: digest }) => loadHold(db, digest),
  'all mail': (db, { notifications: cursor }) => listNotifications(db, { cursor, limit }),
  'mail in a state that none is in': (db) => listNotifications(db, { state: 'unclear', limit }),
  'the audit': (db, { audit: after }) => listAudit(db, { after, limit }),
}

test.each(Object.entries(asked))('%s: no table is searched through', async (_, ask) => {
  const { knex } = database
  const statements = await statementsOf(knex, async () => ask(knex, await middles(knex)))

  expect(statements.length).toBeGreaterThan(0)
  for (const statement of statements) expect(await planFor(statement)).not.toMatch(/Seq Scan on/)
})

test('a table without an index for it would be found', async () => {
  const { knex } = database
  const statements = await statementsOf(knex, () => knex('runs').where({ problem: 'none like that' }))

  expect(await planFor(statements[0]!)).toContain('Seq Scan on runs')
})

interface Statement {
  readonly sql: string
  readonly bindings: readonly unknown[]
}

async function statementsOf(knex: Knex, ask: () => PromiseLike<unknown>): Promise<readonly Statement[]> {
  const statements: Statement[] = []
  const note = (statement: Statement) => statements.push(statement)
  knex.on('query', note)
  try {
    await ask()
  } finally {
    knex.removeListener('query', note)
  }
  return statements.filter(({ sql }) => !sql.includes('/* middle */'))
}

async function planFor({ sql, bindings }: Statement): Promise<string> {
  const pool = database.createPool({ max: 1 })
  try {
    const { rows } = await pool.query(`explain ${sql}`, [...bindings])
    return rows.map((row: Readonly<Record<string, string>>) => row['QUERY PLAN']).join('\n')
  } finally {
    await pool.end()
  }
}

type Ids = Awaited<ReturnType<typeof middles>>

/** What stands in the middle of each list. */
async function middles(knex: Knex) {
  const { rows } = await knex.raw(`select /* middle */
    (select id from runs order by queued_at offset ${size / 2} limit 1) as runs,
    (select id from runs order by queued_at limit 1) as run,
    (select id from records order by id offset ${size / 2} limit 1) as records,
    (select id from changes order by intended_at offset ${size / 2} limit 1) as changes,
    (select digest from holds order by held_at offset ${size / 8} limit 1) as holds,
    (select id from notifications order by queued_at offset ${size / 2} limit 1) as notifications,
    (select id from audit order by at offset ${size / 2} limit 1) as audit`)
  return rows[0] as Readonly<
    Record<'runs' | 'run' | 'records' | 'changes' | 'holds' | 'notifications' | 'audit', string>
  >
}

async function seed(knex: Knex): Promise<void> {
  await knex.raw(`
    insert into runs (id, connection, trigger, state, records, queued_at, finished_at)
      select gen_random_uuid(), 'c', case when n % 9 = 0 then 'hook' else 'schedule' end,
        case when n % 500 = 0 then 'held' else 'success' end, case when n < ${size} then array['openings/r1'] end,
        now() - n * interval '1 minute', now() from generate_series(1, ${size}) as n;
    insert into records (connection, flow, id, state, reason, message, pending_since)
      select 'c', 'openings', 'r' || n, case when n % 3 = 0 then 'skipped' when n % 400 = 1 then 'attention' else 'synced' end,
        case when n % 3 = 0 then case when n % 3000 = 0 then 'rare' else 'not_active' end end, 'a message',
        case when n % 400 = 1 then now() end from generate_series(1, ${size}) as n;
    insert into changes (id, run, connection, flow, record, position, action, effect, fields, input, state, lease_token, intended_at)
      select gen_random_uuid(), (select id from runs order by queued_at limit 1), 'c', 'openings', 'r' || n % 100, n,
        'opening.update', 'update', '[]', '{}', 'verified', 1, now() + n * interval '1 second'
      from generate_series(1, ${size}) as n;
    insert into holds (connection, digest, flow, run, state, reasons, plan, held_at)
      select 'c', 'digest-' || n, 'openings', gen_random_uuid(), 'expired', '[]', '{"counts": {"update": 1}}',
        now() - n * interval '1 minute' from generate_series(1, ${size / 4}) as n;
    insert into notifications (id, connection, flow, kind, record, state, next_at, queued_at)
      select gen_random_uuid(), 'c', 'prompts', 'completed', 'r' || n, 'sent', now(), now() - n * interval '1 minute'
      from generate_series(1, ${size}) as n;
    insert into audit (id, at, by, action, place)
      select gen_random_uuid(), now() - n * interval '1 minute', 'reader', 'values_shown', '/runs'
      from generate_series(1, ${size}) as n;
  `)
  await knex.raw('vacuum analyze')
}
