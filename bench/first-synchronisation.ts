import { setTimeout as delay } from 'node:timers/promises'
import { refuseUnless } from './counts.ts'
import { launchDaemon, noRunWaits } from './daemon.ts'
import type { DatabaseServer } from './database.ts'
import { floorOf, roundTrip } from './floor.ts'
import { createInterviews, type Interviews } from './interviews.ts'
import { atMost, type Measure, stated } from './measure.ts'
import type { Calls } from './vendor-calls.ts'

const list = '/application.list'
const looks = '/application.info'

export interface FirstSynchronisation {
  readonly applications: number
  readonly calls: Calls
  readonly invited: number
  /** Of all runs together; what lies between a process that was killed and its successor is not in it. */
  readonly ms: number
  readonly floorMs: number
  /** Of the process that came to the end. */
  readonly peakMb: number
}

export interface Conditions {
  readonly applications: number
  readonly pageSize?: number
  readonly latencyMs?: number
  /** The first process is killed when it has read half of the list. */
  readonly isKilled: boolean
}

/** The daemon is started on a company that has been at work for long, and reads all of it. */
export async function synchroniseFirst(server: DatabaseServer, conditions: Conditions): Promise<FirstSynchronisation> {
  const { applications, latencyMs, isKilled, ...options } = conditions
  await using world = await createInterviews(server, applications, { isFilled: false, ...options })
  if (latencyMs !== undefined) await world.vendors.slowDown(latencyMs)
  const tripMs = await roundTrip(`${(await world.vendors.addresses()).ashby}/nothing`)
  await world.vendors.takeCalls()
  const killedMs = isKilled ? await runUntilHalf(world, applications / (options.pageSize ?? 100) / 2) : 0
  await using daemon = await launchDaemon(world)
  await noRunWaits(world)
  const calls = await world.vendors.takeCalls()
  const sideBySide = calls.byName[`POST ${looks}`] ?? 0
  return {
    ...{ applications, calls, invited: await world.vendors.invited() },
    ms: killedMs + (await lastRunMs(world)),
    floorMs: floorOf({ inTurn: calls.total - sideBySide, sideBySide }, tripMs),
    peakMb: await daemon.peakMb(),
  }
}

/** Answers how long the run went on until its process was killed. */
async function runUntilHalf(world: Interviews, pages: number): Promise<number> {
  await using daemon = await launchDaemon(world)
  const pid = await daemon.pid()
  while ((await world.vendors.countOf(list)) < pages) await delay(2)
  process.kill(pid, 'SIGKILL')
  const killedAt = Date.now()
  const [run, ...others] = await world.app.database.knex('runs').select('state', 'started_at')
  refuseUnless(others.length === 0 && run?.state === 'running', 'the process was killed too late or too early')
  return killedAt - run!.started_at.getTime()
}

/** The work has to be the work that was meant: all of the list is known, and the run ended well. */
async function lastRunMs({ app, applications }: Interviews): Promise<number> {
  const { knex: db } = app.database
  const run = await db('runs').orderBy('queued_at', 'desc').first()
  refuseUnless(run.state === 'success', `the run ended ${run.state}: ${run.problem}`)
  const [kept] = await db('snapshots').where({ collection: 'ashby.applications' }).count('* as count')
  refuseUnless(Number(kept?.count) === applications, `${kept?.count} of ${applications} applications are known`)
  return run.finished_at.getTime() - run.started_at.getTime()
}

/** What does not depend on the machine. */
export function countsOfFirst(killed: FirstSynchronisation, whole: FirstSynchronisation): readonly Measure[] {
  const size = `${killed.applications} applications, a tenth in stages that invite`
  const pages = ({ calls }: FirstSynchronisation) => calls.byName[`POST ${list}`] ?? 0
  return [
    atMost('first synchronisation, killed once: invitations', killed.invited, 0, `${size}; killed half-way`),
    atMost('first synchronisation, killed once: writes', killed.calls.writes, 0, 'counted at the vendors'),
    atMost(
      'first synchronisation, killed once: calls ÷ calls needed',
      killed.calls.total / whole.calls.total,
      1.02,
      `${killed.calls.total} for ${whole.calls.total}`,
    ),
    atMost(
      'first synchronisation, killed once: pages asked for ÷ pages there',
      pages(killed) / pages(whole),
      1.02,
      'it goes on behind the last page it had stored',
    ),
    stated('first synchronisation, undisturbed: calls', whole.calls.total, `${size}; each of these is looked at once`),
  ]
}

export function timesOfFirst(killed: FirstSynchronisation, whole: FirstSynchronisation): readonly Measure[] {
  const { floorMs } = whole
  const of = ({ ms }: FirstSynchronisation) => `${Math.round(ms)} ms for ${Math.round(floorMs)} ms`
  return [
    atMost(
      'first synchronisation, killed once: time ÷ floor',
      killed.ms / floorMs,
      1.15,
      `${of(killed)}, both processes together`,
    ),
    stated('first synchronisation, undisturbed: time ÷ floor', whole.ms / floorMs, of(whole)),
  ]
}

export function memoryOfFirst(whole: FirstSynchronisation, twice: FirstSynchronisation): readonly Measure[] {
  const how = `the whole daemon in a process of its own; ${twice.applications / whole.applications} times the list for ${(twice.peakMb / whole.peakMb).toFixed(2)} times the memory`
  return [whole, twice].map(({ applications, peakMb }) =>
    atMost(`first synchronisation, ${applications} applications: peak memory`, peakMb, 200, how, ' MB'),
  )
}
