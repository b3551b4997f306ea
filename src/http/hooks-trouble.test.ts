import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { deliver, runs, sent } from './fixtures/deliver.ts'
import { connectionOf, enabled, type Served, serve } from './fixtures/served.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
})
afterAll(() => served[Symbol.asyncDispose]())

test('a connection that does not exist is unknown', async () => {
  const answer = await served.call('/hooks/nobody/candidateHire', { method: 'POST', as: null, raw: '{}' })

  expect(answer.status).toBe(404)
})

test('a disabled connection asks the vendor to come back', async () => {
  await using fresh = await serve({
    connections: new Map([['headcount', enabled(connectionOf('headcount'), false)]]),
  })

  const answer = await deliver(fresh, sent({ id: 'e1', job: 'job-1' }))

  expect(answer.status).toBe(503)
  expect(answer.headers.get('retry-after')).toBe('60')
  expect(await runs(fresh)).toEqual([])
})

test('while stopping hooks are asked to come back', async () => {
  await using fresh = await serve({ isReady: () => false })

  expect((await deliver(fresh, sent({ id: 'e1', job: 'job-1' }))).status).toBe(503)
})

test('without a database nothing is acknowledged', async () => {
  await using fresh = await serve()
  await fresh.database.knex.destroy()

  const answer = await deliver(fresh, sent({ id: 'e1', job: 'job-1' }))
  const forged = await deliver(fresh, sent({ id: 'e1', job: 'job-1' }), {})

  expect([answer.status, forged.status]).toEqual([503, 401])
  expect(answer.headers.get('retry-after')).toBe('30')
})

test('a database that hangs is not waited for', async () => {
  await using fresh = await serve({ timeouts: { databaseMs: 200 } })
  const body = sent({ id: 'e1', job: 'job-1' })
  const lock = await fresh.database.knex.transaction()
  await lock.raw('lock table hooks in access exclusive mode')

  const answer = await deliver(fresh, body)

  await lock.rollback()
  expect(answer.status).toBe(503)
})

test('a flood is kept or told to come back', async () => {
  await using fresh = await serve({ timeouts: { databaseMs: 25_000 } })
  const lock = await fresh.database.knex.transaction()
  await lock.raw('lock table hooks in access exclusive mode')
  let refused = 0

  const answers = Array.from({ length: 300 }, async (_, n) => {
    const answer = await deliver(fresh, sent({ id: `flood-${n}`, job: `job-${n}` }))
    if (answer.status === 503 && ++refused === 300 - 256) await lock.commit()
    return answer.status
  })

  const statuses = await Promise.all(answers)
  expect(statuses.filter((status) => status === 200)).toHaveLength(256)
  expect(refused).toBe(44)
  expect((await runs(fresh))[0]!.records).toHaveLength(256)
})

test('one delivery that cannot be kept takes none of its lot with it', async () => {
  await using fresh = await serve({ timeouts: { databaseMs: 25_000 } })
  const lock = await fresh.database.knex.transaction()
  await lock.raw('lock table hooks in access exclusive mode')
  const jobs = ['job-1', 'job-2', 'job-\u0000', 'job-4']

  const answers = jobs.map((job, n) => deliver(fresh, sent({ id: `e${n}`, job })))
  await vi.waitFor(async () => expect(await waitingForLock(fresh)).toBe(1), 20_000)
  await lock.commit()

  const statuses = (await Promise.all(answers)).map(({ status }) => status)
  expect(statuses).toEqual([200, 200, 503, 200])
  expect((await runs(fresh))[0]!.records).toEqual(['openings/job-1', 'openings/job-2', 'openings/job-4'])
})

/** Sessions that stand at a lock. */
async function waitingForLock({ database }: Served): Promise<number> {
  const { rows } = await database.knex.raw(
    "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  )
  return rows[0].count
}

test('a delivery is kept with its run or not at all', async () => {
  await using fresh = await serve()
  const body = sent({ id: 'e1', job: 'job-1' })
  await fresh.database.knex.raw('alter table runs rename to runs_away')
  const first = await deliver(fresh, body)
  await fresh.database.knex.raw('alter table runs_away rename to runs')

  const again = await deliver(fresh, body)

  expect([first.status, again.json.outcome]).toEqual([503, 'accepted'])
  expect(await runs(fresh)).toHaveLength(1)
})

test('a reader that breaks is our trouble, not theirs', async () => {
  const readHook = () => {
    throw new Error('unexpected shape')
  }
  await using fresh = await serve({
    connections: new Map([['headcount', enabled(connectionOf('headcount', { readHook }))]]),
  })

  expect((await deliver(fresh, sent({}))).status).toBe(503)
})

test('a queue that hangs is not waited for', async () => {
  await using fresh = await serve({ wake: () => new Promise(() => {}), timeouts: { databaseMs: 200 } })

  expect((await deliver(fresh, sent({ id: 'e1', job: 'job-1' }))).json.outcome).toBe('accepted')
})

test('a hook is kept though the queue is deaf', async () => {
  await using fresh = await serve({ wake: () => Promise.reject(new Error('queue gone')) })

  const answer = await deliver(fresh, sent({ id: 'e1', job: 'job-1' }))

  expect(answer.status).toBe(200)
  expect(await runs(fresh)).toHaveLength(1)
  expect(fresh.log()).toContain('the next tick finds it')
})
