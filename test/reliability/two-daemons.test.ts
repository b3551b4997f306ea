import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createLogger } from '../../src/lib/logger.ts'
import type { SandboxAnswer } from '../../src/sandbox/exchange.ts'
import { openQueue } from '../../src/scheduler/queue.ts'
import { requestScheduledRun } from '../../src/store/runs.ts'
import { type DaemonAt, type Fleet, settled, shown, startFleet, wantedOf } from './fleet.ts'

const timeout = 300_000

test('two daemons, 20 ticks and 100 presses: one run at a time, nothing twice', { timeout }, async () => {
  await using fleet = await startFleet({ leaseMs: 60_000, latencyMs: 1 })
  const { world, daemons } = fleet
  const queue = await openQueue(world.database, createLogger({ level: 'silent' }))
  const jobs = Array.from({ length: 12 }, (_, n) =>
    world.charthop.addJob({ title: `Job ${n}`, recruit: 'active', custom: { costCenter: '0' } }),
  )

  for (let n = 0; n < 100; n += 1) {
    const [one, other] = n % 2 ? daemons : [daemons[1], daemons[0]]
    await Promise.all([fleet.press(one), n % 10 === 0 && fleet.press(other)])
    if (n % 5 === 0 && (await requestScheduledRun(world.database.knex, world.connection.id, 0)))
      await queue.add(world.connection.id)
    if (n % 9 === 0) world.charthop.editJob(jobs[n % 12]!.id, { costCenter: String(n) })
    await delay(20)
  }
  await queue.close()
  await settled(world, () => shown(world).join() === wantedOf(world).join())

  expect(shown(world)).toEqual(wantedOf(world))
  expect(callsTo(fleet, '/opening.create')).toBe(12)
  expect(callsTo(fleet, '/customField.create')).toBe(1)
  const intervals = await runIntervals(fleet)
  expect(intervals.length).toBeGreaterThan(5)
  expect(intervals.filter(({ from }, at) => at > 0 && from < intervals[at - 1]!.to)).toEqual([])
  const outside = [...world.ashby.server.calls, ...world.charthop.server.calls].filter(
    ({ at }) => !intervals.some(({ from, to }) => at >= from - 20 && at <= to + 20),
  )
  expect(outside).toEqual([])
})

test('when one daemon is killed the other goes on', { timeout }, async () => {
  await using fleet = await startFleet({ leaseMs: 60_000, latencyMs: 1 })
  const { world, daemons } = fleet
  await settled(world, () => true)
  for (let n = 0; n < 6; n += 1)
    world.charthop.addJob({ title: `Job ${n}`, recruit: 'active', custom: { costCenter: String(n) } })
  const signalled = signalHolderAt(fleet, '/opening.create', 3, 'SIGKILL')
  await fleet.press(daemons[0])

  await signalled
  const from = Date.now()
  await settled(world, () => shown(world).join() === wantedOf(world).join())

  // Not the lease's minute: both live on this host, so a dead one is seen.
  expect(Date.now() - from).toBeLessThan(30_000)
  expect(callsTo(fleet, '/opening.create')).toBe(6)
})

test('a daemon stopped for longer than its lease writes nothing more', { timeout }, async () => {
  await using fleet = await startFleet({ leaseMs: 2_000, latencyMs: 1 })
  const { world, daemons } = fleet
  await settled(world, () => true)
  for (let n = 0; n < 6; n += 1)
    world.charthop.addJob({ title: `Job ${n}`, recruit: 'active', custom: { costCenter: String(n) } })
  const signalled = signalHolderAt(fleet, '/opening.create', 3, 'SIGSTOP')
  await fleet.press(daemons[0])

  const stopped = await signalled
  const other = daemons.find((daemon) => daemon !== stopped)!
  // On a busy machine the other one may lose so short a lease as well; its schedule would ask again, in five minutes.
  const asking = setInterval(() => void fleet.press(other), 5_000)
  await settled(world, () => shown(world).join() === wantedOf(world).join()).finally(() => clearInterval(asking))
  const writes = callsTo(fleet, /create|update|setValues/)
  stopped.child.process.kill('SIGCONT')
  await delay(4_000)

  expect(callsTo(fleet, /create|update|setValues/)).toBe(writes)
  expect(callsTo(fleet, '/opening.create')).toBe(6)
  expect(shown(world)).toEqual(wantedOf(world))
  await settled(world, () => true)
})

/**
 * At the first such call it is seen who makes them; at a later one the vendor has done what was asked and is about to
 * answer. The process waits for that answer then, and holds nothing locked in the database.
 */
function signalHolderAt(fleet: Fleet, path: string, after: number, signal: NodeJS.Signals): Promise<DaemonAt> {
  const { promise, resolve } = Promise.withResolvers<DaemonAt>()
  let holder: DaemonAt | undefined
  let seen = 0
  const change = (answer: SandboxAnswer) => {
    seen += 1
    if (seen === 1) void fleet.holder().then((found) => (holder = found))
    if (seen > after && holder?.child.process.kill(signal)) resolve(holder)
    return answer
  }
  const rule = fleet.world.ashby.server.faults.add({ match: path, fault: { type: 'answer', change } })
  return promise.finally(() => rule.remove())
}

function callsTo({ world: { ashby } }: Fleet, path: string | RegExp): number {
  return ashby.server.calls.filter((call) => call.path.search(path) !== -1).length
}

async function runIntervals({ world }: Fleet): Promise<{ from: number; to: number }[]> {
  const rows = await world.database.knex('runs').whereNotNull('started_at').orderBy('started_at')
  return rows.map((row) => ({ from: row.started_at.getTime(), to: row.finished_at.getTime() }))
}
