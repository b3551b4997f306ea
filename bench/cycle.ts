import { JOB_COLUMNS } from '../src/systems/charthop/schema.ts'
import { fields } from './company.ts'
import { idleCycle, refuseUnless } from './counts.ts'
import { floorOf, roundTrip } from './floor.ts'
import type { Headcount } from './headcount.ts'
import { atMost, type Measure, median, stated } from './measure.ts'
import type { Cycle } from './world.ts'

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
export async function measureCycle(world: Headcount): Promise<readonly Measure[]> {
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

async function measureRound(world: Headcount): Promise<Round> {
  const { charthop, org, token } = await world.vendors.addresses()
  const tripMs = await roundTrip(`${charthop}/v1/nothing`)
  const walk = await walkJobs(`${charthop}/v2/org/${org}/job`, token)
  await world.vendors.editJobs(touched)
  const cycle = await world.cycle()
  refuseUnless(cycle.calls.writes === touched, `${touched} changed records made ${cycle.calls.writes} writes`)
  const { total, writes } = cycle.calls
  const floorMs = floorOf({ inTurn: total - writes, sideBySide: writes }, tripMs)
  return { cycle, tripMs, floorMs, bareMs: floorMs - walk.pages * tripMs + walk.ms }
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
