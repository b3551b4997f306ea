import { setTimeout as delay } from 'node:timers/promises'
import { refuseUnless } from './counts.ts'
import { atMost, type Measure, percentile, stated } from './measure.ts'
import type { World } from './world.ts'

const lookEveryMs = 10
const giveUpAfterMs = 30_000
/** Samples do not wait for one another: some fall into the run of the one before, as they do in life. */
const pausesMs = [900, 150, 1_400, 600, 300]

/** `act` tells how many milliseconds it took. */
export async function sampled(samples: number, act: (at: number) => Promise<number>): Promise<readonly number[]> {
  const arriving: Promise<number>[] = []
  for (let at = 0; at < samples; at++) {
    arriving.push(act(at))
    await delay(pausesMs[at % pausesMs.length]!)
  }
  return Promise.all(arriving)
}

/** At the vendor's side, when and to which record something happened. */
export interface Happened {
  readonly id: string
  readonly at: number
}

/** From then until the ledger says that what it led to was read back and is there; in milliseconds. */
export async function untilVerified({ app }: World, { id, at }: Happened): Promise<number> {
  const { knex: db } = app.database
  const verified = () =>
    db('changes')
      .where({ record: id, state: 'verified' })
      .where('intended_at', '>', new Date(at - 1))
      .first('id')
  while (!(await verified())) {
    refuseUnless(Date.now() - at < giveUpAfterMs, `nothing was verified within ${giveUpAfterMs} ms`)
    await delay(lookEveryMs)
  }
  return Date.now() - at
}

export interface Targets {
  /** In seconds. */
  readonly p50: number
  readonly p99?: number
}

export function latencies(name: string, times: readonly number[], targets: Targets, what: string): readonly Measure[] {
  const apart = pausesMs.reduce((a, b) => a + b) / pausesMs.length
  const how = `${times.length} ${what}, ${apart} ms apart on average`
  const [p50, p99] = [percentile(times, 0.5) / 1000, percentile(times, 0.99) / 1000]
  const slowest = `${how}; slowest ${Math.round(Math.max(...times))} ms`
  return [
    atMost(`${name}, p50`, p50, targets.p50, how, ' s'),
    targets.p99 === undefined
      ? stated(`${name}, p99`, `${p99.toPrecision(3)} s`, slowest)
      : atMost(`${name}, p99`, p99, targets.p99, slowest, ' s'),
  ]
}
