import { idleCycle } from './counts.ts'
import { atMost, type Measure, median } from './measure.ts'
import { type Cycle, conditions, type World } from './world.ts'

const touched = 100
const rounds = 5

/** What the machine has a part in: so each figure is a median, and the floor is measured in the same minute. */
export async function measureTimes(world: World): Promise<readonly Measure[]> {
  await idleCycle(world)
  const ratios: { ratio: number; cycle: Cycle; floorMs: number; tripMs: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const tripMs = await roundTrip(world)
    await world.vendors.editJobs(touched)
    const cycle = await world.cycle()
    const floorMs = floorOf(cycle, tripMs)
    ratios.push({ ratio: cycle.ms / floorMs, cycle, floorMs, tripMs })
  }
  const typical = ratios.toSorted((a, b) => a.ratio - b.ratio)[Math.floor(rounds / 2)]!
  const { cycle, floorMs, tripMs } = typical
  const how = `${Math.round(cycle.ms)} ms for ${Math.round(floorMs)} ms: ${cycle.calls.total - touched} reads in turn × ${tripMs.toFixed(1)} ms + ${touched} writes`
  return [
    atMost(
      `cycle time ÷ floor, ${world.jobs} jobs, ${touched} changed`,
      typical.ratio,
      1.15,
      `${how}; median of ${rounds}`,
    ),
    await measureCpu(world),
  ]
}

/**
 * The least a cycle can take: a list's pages come one after another, so its reads cost a round trip each; writes go side
 * by side, as many as may be in flight and no more a second than allowed (the first ones at once: the bucket is full).
 */
function floorOf({ calls }: Cycle, tripMs: number): number {
  const { perSecond, inFlight } = conditions
  const reads = calls.total - calls.writes
  const byRate = ((calls.writes - inFlight) / perSecond) * 1000
  const byFlight = (calls.writes / inFlight) * tripMs
  return reads * tripMs + Math.max(byRate, byFlight)
}

/** A call that answers next to nothing, over a connection that is open already. */
async function roundTrip(world: World): Promise<number> {
  const { charthop } = await world.vendors.addresses()
  const times: number[] = []
  for (let at = 0; at < 30; at++) {
    const startedAt = performance.now()
    await (await fetch(`${charthop}/v1/nothing`)).text()
    times.push(performance.now() - startedAt)
  }
  return median(times)
}

/** Every list whole, nothing changed: parse, compare, look up. The database and the vendors are other processes. */
async function measureCpu(world: World): Promise<Measure> {
  const seconds: number[] = []
  let read = 0
  for (let round = 0; round < rounds; round++) {
    world.forgetTokens()
    const cycle = await idleCycle(world)
    read = cycle.read
    seconds.push((cycle.cpuMs / 1000 / cycle.read) * 10_000)
  }
  return atMost(
    'local CPU per 10,000 records',
    median(seconds),
    0.3,
    `${read} rows read and compared; median of ${rounds}`,
    ' s',
  )
}
