import { JOB_COLUMNS } from '../src/systems/charthop/schema.ts'
import { fields } from './company.ts'
import { idleCycle, refuseUnless } from './counts.ts'
import { atMost, type Measure, median, stated } from './measure.ts'
import { type Cycle, conditions, type World } from './world.ts'

const touched = 100
const rounds = 5

interface Round {
  readonly cycle: Cycle
  readonly tripMs: number
  readonly floorMs: number
  /** The floor with the job list's pages as long as they take a client that does nothing with them. */
  readonly bareMs: number
}

/** The machine has a part in these: so each is a median, and the floor is measured in the same minute. */
export async function measureCycle(world: World): Promise<readonly Measure[]> {
  await idleCycle(world)
  const all: Round[] = []
  for (let round = 0; round < rounds; round++) all.push(await measureRound(world))
  const typical = all.toSorted((a, b) => a.cycle.ms / a.floorMs - b.cycle.ms / b.floorMs)[Math.floor(rounds / 2)]!
  const { cycle, floorMs, tripMs } = typical
  const reads = cycle.calls.total - cycle.calls.writes
  const how = `${Math.round(cycle.ms)} ms for ${Math.round(floorMs)} ms: ${reads} reads in turn × ${tripMs.toFixed(1)} ms, ${touched} writes side by side`
  const size = `${world.jobs} jobs, ${touched} changed`
  return [
    atMost(`cycle time ÷ floor, ${size}`, cycle.ms / floorMs, 1.15, `${how}; median of ${rounds}`),
    stated(
      'the same ÷ the floor with pages as the vendor needs for them',
      median(all.map((round) => round.cycle.ms / round.bareMs)),
      'a page of 500 jobs takes the sandbox longer than an empty answer',
    ),
  ]
}

async function measureRound(world: World): Promise<Round> {
  const { charthop, org, token } = await world.vendors.addresses()
  const tripMs = await roundTrip(charthop)
  const walk = await walkJobs(`${charthop}/v2/org/${org}/job`, token)
  await world.vendors.editJobs(touched)
  const cycle = await world.cycle()
  refuseUnless(cycle.calls.writes === touched, `${touched} changed records made ${cycle.calls.writes} writes`)
  const floorMs = floorOf(cycle, tripMs)
  return { cycle, tripMs, floorMs, bareMs: floorMs - walk.pages * tripMs + walk.ms }
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
async function roundTrip(charthop: string): Promise<number> {
  const times: number[] = []
  for (let at = 0; at < 30; at++) {
    const startedAt = performance.now()
    await (await fetch(`${charthop}/v1/nothing`)).text()
    times.push(performance.now() - startedAt)
  }
  return median(times)
}

/** The job list as the client asks for it, its rows left as they come. */
async function walkJobs(address: string, token: string): Promise<{ pages: number; ms: number }> {
  const columns = [...JOB_COLUMNS, ...fields.map(({ code }) => code)].join(',')
  const startedAt = performance.now()
  let pages = 0
  for (let from: string | undefined = ''; from !== undefined; pages++) {
    const query = new URLSearchParams({ q: 'is:open', fields: columns, limit: '500', ...(from && { from }) })
    const answer = await fetch(`${address}?${query}`, { headers: { authorization: `Bearer ${token}` } })
    from = /"next":"(\w+)"/.exec(await answer.text())?.[1]
  }
  return { pages, ms: performance.now() - startedAt }
}
