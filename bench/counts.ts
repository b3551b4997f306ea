import type { Headcount } from './headcount.ts'
import { atMost, type Measure, stated } from './measure.ts'
import type { Cycle, World } from './world.ts'

/** Records changed, and created, in one cycle. */
const touched = 100

/** What costs the vendors something, counted at their side. These figures do not depend on the machine. */
export async function countCalls(world: Headcount): Promise<readonly Measure[]> {
  const idle = await idleCycle(world)
  await world.vendors.editJobs(touched)
  const changed = await world.cycle()
  await world.vendors.addJobs(touched)
  const created = await world.cycle()
  const grown = await idleCycle(world)
  world.forgetTokens()
  const full = await idleCycle(world)
  refuseUnless(changed.calls.writes === touched, `${touched} changed records made ${changed.calls.writes} writes`)
  refuseUnless(created.calls.writes === 2 * touched, `${touched} new records made ${created.calls.writes} writes`)
  const size = `${world.jobs} jobs`
  return [
    atMost(
      'calls per changed record',
      (changed.calls.total - idle.calls.total) / touched,
      1.05,
      ofCycle(changed, size),
    ),
    atMost(
      'calls per created opening with fields',
      (created.calls.total - grown.calls.total) / touched,
      2.05,
      ofCycle(created, size),
    ),
    ...statedIdle(world.jobs, idle, full),
  ]
}

export function statedIdle(jobs: number, idle: Cycle, full: Cycle): readonly Measure[] {
  return [
    stated(
      `calls of an idle cycle, ${jobs} jobs`,
      idle.calls.total,
      'the jobs whole, of Ashby what changed since the last cycle',
    ),
    stated(
      `calls of an idle cycle that proves, ${jobs} jobs`,
      full.calls.total,
      'once an hour: Ashby’s openings whole as well',
    ),
  ]
}

/** Nothing may be written when nothing changed; in every tenth cycle lists are read whole. `size` says of what. */
export async function countIdleWrites(world: World, cycles: number, size: string): Promise<Measure> {
  let writes = 0
  for (let at = 0; at < cycles; at++) {
    if (at % 10 === 9) world.forgetTokens()
    writes += (await world.cycle()).calls.writes
  }
  return atMost(`writes in ${cycles} idle cycles`, writes, 0, `${size}, counted at the vendors`)
}

export async function idleCycle(world: World): Promise<Cycle> {
  const cycle = await world.cycle()
  refuseUnless(cycle.calls.writes === 0, `an idle cycle made ${cycle.calls.writes} writes`)
  return cycle
}

function ofCycle({ calls }: Cycle, size: string): string {
  return `${calls.total} calls in the cycle, less those of an idle one, for ${touched} of ${size}`
}

/** A figure of work that was not the work meant is worse than none. */
export function refuseUnless(isRight: boolean, problem: string): void {
  if (!isRight) throw new Error(problem)
}
