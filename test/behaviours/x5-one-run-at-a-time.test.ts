import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { acquireLease, renewLease } from '../../src/store/leases.ts'
import { listRuns, requestRun } from '../../src/store/runs.ts'
import type { Checkpoint } from '../../src/sync/engine.ts'
import { type Executed, execute } from '../../src/sync/execute.ts'
import { limitsOf } from '../../src/sync/limits.ts'
import { addActiveJobs, openings, tallyOf, writes } from '../headcount.ts'
import { bringHire, charthopWrites, persons, placements } from '../hiring.ts'
import { createWorld, type World } from '../world.ts'

test('X5 of two runs at once one runs and the other is busy', async () => {
  await using world = await createWorld({ ashby: { latencyMs: 20 } })
  addActiveJobs(world, 8)
  await requestRun(world.engine.db, { connection: world.connection.id, trigger: 'command' })

  const both = await Promise.all([executeIn(world), executeIn(world)])

  expect(both.map(({ type }) => type).sort()).toEqual(['busy', 'done'])
  expect(openings(world)).toHaveLength(8)
  expect(writes(world, 'opening.create')).toHaveLength(8)
})

test('X5 ten presses of the button never double a write', async () => {
  await using world = await createWorld({ ashby: { latencyMs: 5 } })
  addActiveJobs(world, 6)

  const presses = Array.from({ length: 10 }, async () => {
    await requestRun(world.engine.db, { connection: world.connection.id, trigger: 'request' })
    return executeIn(world)
  })
  const ends = await Promise.all(presses)
  while ((await executeIn(world)).type === 'done');

  expect(ends.filter(({ type }) => type === 'done').length).toBeGreaterThanOrEqual(1)
  expect(writes(world, 'opening.create')).toHaveLength(6)
  expect(overlapping(await listRuns(world.engine.db, { connection: world.connection.id, limit: 50 }))).toEqual([])
})

test('X5 a second run that was asked for meanwhile follows and writes nothing', async () => {
  await using world = await createWorld({ ashby: { latencyMs: 10 } })
  addActiveJobs(world, 3)
  await requestRun(world.engine.db, { connection: world.connection.id, trigger: 'schedule' })
  const first = executeIn(world)
  while ((await listRuns(world.engine.db, { limit: 1 }))[0]?.state !== 'running') await sleep(5)

  await requestRun(world.engine.db, { connection: world.connection.id, trigger: 'hook' })
  expect((await executeIn(world)).type).toBe('busy')
  await first
  const second = await executeIn(world)

  expect(second).toMatchObject({ type: 'done', end: { state: 'success' } })
  expect(writes(world, 'opening.create')).toHaveLength(3)
})

test('X5 nothing to do is no run', async () => {
  await using world = await createWorld()

  expect((await executeIn(world)).type).toBe('idle')
  expect(world.ashby.server.calls).toEqual([])
})

test('X5 a run whose lease was taken over makes no further write', async () => {
  await using world = await createWorld({ engine: { inFlight: 1, checkpoint: (point) => seen(point) } })
  const seen = takingOver(world, 'beforeIntend', 3)
  addActiveJobs(world, 6)

  const end = await world.sync()

  expect(writes(world, 'opening.create')).toHaveLength(2)
  expect(openings(world)).toHaveLength(2)
  expect(end.state).not.toBe('success')
  expect(end.problem).toContain('taken over by another process')
})

test('X5 a takeover in the middle of a hire leaves no half-made second one', async () => {
  await using world = await createWorld({ engine: { inFlight: 1, checkpoint: (point) => seen(point) } })
  let seen = async (_: Checkpoint) => {}
  await bringHire(world)
  seen = takingOver(world, 'beforeIntend', 2)

  const end = await world.sync()
  const between = { writes: charthopWrites(world), persons: persons(world).length }
  seen = async () => {}
  await expireLease(world)
  const next = await world.sync()

  expect(end.state).not.toBe('success')
  expect(between).toEqual({ writes: ['POST person'], persons: 1 })
  expect(next.state).toBe('success')
  expect(persons(world)).toHaveLength(1)
  expect(placements(world)).toHaveLength(1)
  expect(charthopWrites(world)).toEqual(['POST person', 'POST change/sync/HIRE'])
})

test('X5 later flows of a run that was taken over write nothing either', async () => {
  await using world = await createWorld({ engine: { inFlight: 1, checkpoint: (point) => seen(point) } })
  let seen = async (_: Checkpoint) => {}
  await bringHire(world)
  addActiveJobs(world, 2)
  seen = takingOver(world, 'beforeIntend', 1)

  const end = await world.sync()

  expect(charthopWrites(world)).toEqual([])
  expect(openings(world)).toHaveLength(1)
  expect(tallyOf(end, 'hires').verified).toBe(0)
})

test('X5 a lease is renewed by its holder only', async () => {
  await using world = await createWorld()
  const { db } = world.engine
  const first = await acquireLease(db, 'headcount', 20)
  await sleep(30)

  const second = await acquireLease(db, 'headcount')

  expect(second!.token).toBe(first!.token + 1)
  expect(await renewLease(db, first!)).toBe(false)
  expect(await renewLease(db, second!)).toBe(true)
  expect(await acquireLease(db, 'headcount')).toBeUndefined()
})

/** Another process takes the lease the n-th time the run comes by this point, as after a pause of minutes. */
function takingOver({ engine: { db } }: World, at: Checkpoint, times: number) {
  let count = 0
  return async (point: Checkpoint) => {
    if (point !== at || ++count !== times) return
    await db('leases').update({ token: db.raw('token + 1'), expires_at: db.raw("now() + interval '1 minute'") })
  }
}

async function expireLease({ engine: { db } }: World): Promise<void> {
  await db('leases').update({ expires_at: db.raw("'-infinity'") })
}

function executeIn({ engine, connection, config }: World): Promise<Executed> {
  const { signal } = new AbortController()
  return execute({ engine, connection, limits: limitsOf(config.limits), dryRun: false, signal })
}

function overlapping(runs: readonly { startedAt?: string; finishedAt?: string }[]) {
  const ended = runs.filter(({ startedAt, finishedAt }) => startedAt && finishedAt)
  return ended.filter((run) =>
    ended.some((other) => other !== run && other.startedAt! < run.finishedAt! && run.startedAt! < other.finishedAt!),
  )
}

test('X5 a run that cannot even begin lets go of the connection', async () => {
  const leaseMs = 300
  await using world = await createWorld({ engine: { leaseMs } })
  const { db } = world.engine
  let isAway = false
  const cut = new Proxy(db, {
    apply(target, self, parameters) {
      if (isAway) throw new Error('the database is away')
      return Reflect.apply(target, self, parameters)
    },
  })
  const goAway = () => {
    isAway = true
    return undefined
  }
  const flows = world.connection.flows.map((flow) => ({ ...flow, blocked: goAway }))
  const connection = { ...world.connection, flows, checkKeys: async () => {} }
  await requestRun(db, { connection: connection.id, trigger: 'command' })

  await expect(
    execute({
      ...{ engine: { ...world.engine, db: cut }, connection, limits: limitsOf(world.config.limits), dryRun: false },
      signal: new AbortController().signal,
    }),
  ).rejects.toThrow('the database is away')
  isAway = false
  await sleep(3 * leaseMs)

  expect((await executeIn(world)).type).toBe('done')
})
