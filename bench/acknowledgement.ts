import { setTimeout as delay } from 'node:timers/promises'
import { refuseUnless } from './counts.ts'
import { launchDaemon, runsSettled, startBenchDaemon } from './daemon.ts'
import type { Acknowledged, HookLoad, Sent } from './hook-load-process.ts'
import { type Hooks, ids, secrets } from './hooks.ts'
import { atMost, type Measure, percentile } from './measure.ts'
import { ashbyParcel, leverParcel, type Parcel } from './parcels.ts'
import { startProcess } from './process.ts'

export interface Load {
  readonly deliveries: number
  readonly perSecond: number
}

interface Measured extends Sent {
  readonly kept: readonly Kept[]
  readonly parcels: readonly Parcel[]
}

interface Kept {
  readonly delivery: string
  readonly times: number
}

/** One in so many is sent a second time, as vendors do that missed an answer. */
const oneTwice = 10

/** Ashby's and Lever's deliveries in turn, each about another application, while runs look into them. */
export async function deliverBoth(world: Hooks, { deliveries, perSecond }: Load): Promise<Measured> {
  await using daemon = await startBenchDaemon(world)
  await using load = await startProcess<HookLoad>('./hook-load-process.ts')
  const parcels = await parcelsOf(world, await daemon.url(), deliveries)
  const sent = await load.deliver(parcels, perSecond)
  refuseUnless(sent.ms < (1100 * parcels.length) / perSecond, `deliveries went out too slowly, within ${sent.ms} ms`)
  const kept = await keptOf(world)
  await runsSettled(world)
  return { ...sent, parcels, kept }
}

async function parcelsOf({ vendors }: Hooks, url: string, count: number): Promise<readonly Parcel[]> {
  const { ashby, lever } = await vendors.applications()
  const parcels: Parcel[] = []
  for (let at = 0; parcels.length < count; at++) {
    const id = (given: readonly string[]) => given[at % given.length]!
    parcels.push(ashbyParcel(`${url}/hooks/${ids.ashby}`, id(ashby), secrets.ashby))
    parcels.push(leverParcel(`${url}/hooks/${ids.lever}`, id(lever), secrets.lever))
    if (at % oneTwice === oneTwice - 1) parcels.push(...parcels.slice(-2))
  }
  return parcels
}

async function keptOf({ app }: Hooks): Promise<readonly Kept[]> {
  return app.database.knex('hooks').select('delivery', 'times')
}

/** What does not depend on the machine. */
export function countsOfAcknowledged({ acknowledged, kept, parcels }: Measured): readonly Measure[] {
  const taken = acknowledged.filter(isTaken)
  const distinct = new Set(parcels.map(({ delivery }) => delivery)).size
  const news = acknowledged.filter(({ outcome }) => outcome === 'accepted').length
  const times = kept.reduce((sum, { times }) => sum + times, 0)
  const how = `${parcels.length} deliveries, ${parcels.length - distinct} of them repeats`
  return [
    atMost('webhooks not acknowledged', parcels.length - taken.length, 0, how),
    atMost('webhooks acknowledged ≠ kept', Math.abs(times - taken.length), 0, `${times} kept, repeats counted`),
    atMost(
      'webhooks acknowledged as new ≠ rows kept ≠ deliveries there are',
      Math.abs(news - kept.length) + Math.abs(kept.length - distinct),
      0,
      `${news} as new, ${kept.length} rows, ${distinct} deliveries`,
    ),
  ]
}

export function timesOfAcknowledged({ acknowledged }: Measured, { perSecond }: Load): readonly Measure[] {
  const times = acknowledged.map(({ ms }) => ms)
  const how = `${times.length} deliveries at ${perSecond} a second, each with a TCP connection of its own`
  const slowest = `slowest ${Math.round(Math.max(...times))} ms`
  return [
    atMost('webhook → acknowledged, p50', percentile(times, 0.5), 5, how, ' ms'),
    atMost('webhook → acknowledged, p99', percentile(times, 0.99), 50, slowest, ' ms'),
  ]
}

/** The row is committed before the answer goes out: whatever had its answer when the daemon was killed is kept. */
export async function killUnderLoad(world: Hooks, { deliveries, perSecond }: Load): Promise<readonly Measure[]> {
  await using daemon = await launchDaemon(world)
  await using load = await startProcess<HookLoad>('./hook-load-process.ts')
  const sending = load.deliver(await parcelsOf(world, await daemon.url(), deliveries), perSecond)
  await delay((deliveries / perSecond / 2) * 1000)
  process.kill(await daemon.pid(), 'SIGKILL')
  const { acknowledged } = await sending
  const taken = acknowledged.filter(isTaken)
  refuseUnless(taken.length > 0 && taken.length < deliveries, 'the daemon was killed too late or too early')
  const kept = new Set((await keptOf(world)).map(({ delivery }) => delivery))
  const lost = taken.filter(({ delivery }) => !kept.has(delivery)).length
  return [atMost('daemon killed under load: acknowledged and not kept', lost, 0, `${taken.length} acknowledged`)]
}

export function isTaken({ status }: Acknowledged): boolean {
  return status >= 200 && status < 300
}
