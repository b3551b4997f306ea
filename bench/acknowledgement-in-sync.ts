import { setTimeout as delay } from 'node:timers/promises'
import { isTaken } from './acknowledgement.ts'
import { refuseUnless } from './counts.ts'
import { askForRun, launchDaemon, startBenchDaemon } from './daemon.ts'
import type { HookLoad } from './hook-load-process.ts'
import { type Hooks, ids } from './hooks.ts'
import { atMost, type Measure, percentile } from './measure.ts'
import { smartRecruitersParcel } from './parcels.ts'
import { startProcess } from './process.ts'

const latencyMs = 100
const load = { deliveries: 200, perSecond: 10 }
/** SmartRecruiters' sandbox waits so long for an answer; its pages name no time. */
const longestMs = 5_000

/** SmartRecruiters' deliveries while it is read: the first has to ask it for the key, beside all calls of the run. */
export async function measureInSync(world: Hooks, applications: number): Promise<readonly Measure[]> {
  const people = await subscribe(world, applications)
  await world.vendors.slowDown(latencyMs)
  // Another process: it knows no key.
  await using daemon = await launchDaemon(world)
  await using sender = await startProcess<HookLoad>('./hook-load-process.ts')
  const url = `${await daemon.url()}/hooks/${ids.smartRecruiters}`
  const key = (await world.vendors.hookKey())!
  const parcels = people.slice(0, load.deliveries).map((person) => smartRecruitersParcel(url, person, key))
  await askForRun(daemon, ids.smartRecruiters)
  await runBegins(world)
  const { acknowledged } = await sender.deliver(parcels, load.perSecond)
  const refused = acknowledged.filter((one) => !isTaken(one)).length
  const [kept] = await world.app.database.knex('hooks').where({ connection: ids.smartRecruiters }).count('* as count')
  refuseUnless(refused === 0 && Number(kept?.count) === parcels.length, `${refused} refused, ${kept?.count} kept`)
  const within = await countWithinRuns(world)
  refuseUnless(within > parcels.length / 2, `only ${within} deliveries came while a run went on`)
  const times = acknowledged.map(({ ms }) => ms)
  const how = `${times.length} deliveries at ${load.perSecond} a second, ${within} of them in runs that read ${applications} applications and what the deliveries name; vendors answer after ${latencyMs} ms; p50 ${percentile(times, 0.5).toFixed(1)} ms, first ${times[0]!.toFixed(0)} ms`
  return [atMost('webhook in a sync → acknowledged, slowest', Math.max(...times), longestMs, how, ' ms')]
}

/** The webhook is registered as people do it, with a daemon up; then the company fills. */
async function subscribe(world: Hooks, applications: number) {
  await using daemon = await startBenchDaemon(world)
  const url = await daemon.url()
  const { connection } = world.app.connections.get(ids.smartRecruiters)!
  const findings = await connection.registerHooks!((event) => `${url}/hooks/${ids.smartRecruiters}/${event}`)
  refuseUnless(findings[0]?.ok === true, `the webhook was not registered: ${findings[0]?.message}`)
  const { jobId, candidateIds } = await world.vendors.fillSmartRecruiters(applications)
  return candidateIds.map((candidateId) => ({ candidateId, jobId }))
}

async function runBegins({ app }: Hooks): Promise<void> {
  const where = { connection: ids.smartRecruiters, state: 'queued' }
  while (await app.database.knex('runs').where(where).first('id')) await delay(10)
}

async function countWithinRuns({ app }: Hooks): Promise<number> {
  const { rows } = await app.database.knex.raw(
    `select count(*) from hooks h where connection = ? and exists (select 1 from runs r where r.connection = h.connection
       and h.received_at between r.started_at and coalesce(r.finished_at, now()))`,
    [ids.smartRecruiters],
  )
  return Number(rows[0].count)
}
