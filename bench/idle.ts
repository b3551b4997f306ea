import { countIdleWrites, idleCycle, refuseUnless } from './counts.ts'
import type { Interviews } from './interviews.ts'
import { type Measure, stated } from './measure.ts'
import type { References } from './references.ts'
import type { Calls } from './vendor-calls.ts'

/** How much is on its way when cycles are looked at. */
const openCounts = [0, 5, 50]
/** As many moves as one unattended plan may have. */
const movesPerCycle = 25

export function idleInterviews(world: Interviews, cycles: number): Promise<readonly Measure[]> {
  return idleAsItGrows(world, cycles, ['willo-ashby', 'open participants'], () => world.vendors.invited())
}

export function idleReferences(world: References, cycles: number): Promise<readonly Measure[]> {
  const listed = world.hasRequestList ? 'a list of requests' : 'no list of requests'
  return idleAsItGrows(world, cycles, [`crosschq-ashby, ${listed}`, 'open requests'], () => world.vendors.requests())
}

/** Candidates are moved to the stage that starts something, and each time it is counted what a quiet cycle costs. */
async function idleAsItGrows(
  world: Interviews | References,
  cycles: number,
  [connector, things]: readonly [string, string],
  count: () => Promise<number>,
): Promise<readonly Measure[]> {
  const measures: Measure[] = []
  let open = 0
  for (const wanted of openCounts) {
    while (open < wanted) open = await grow(world, open, Math.min(wanted - open, movesPerCycle))
    const made = await count()
    refuseUnless(made === wanted, `${wanted} moves led to ${made} ${things}`)
    // What was just made is seen for the first time.
    await world.cycle()
    const idle = await idleCycle(world)
    world.forgetTokens()
    const proving = await idleCycle(world)
    const how = `${named(idle.calls)}; once an hour ${proving.calls.total}`
    measures.push(stated(`calls of an idle cycle, ${connector}, ${wanted} ${things}`, idle.calls.total, how))
  }
  return [...measures, await countIdleWrites(world, cycles, `${connector}, ${open} ${things}`)]
}

async function grow(world: Interviews | References, open: number, moves: number): Promise<number> {
  for (let at = 0; at < moves; at++) await world.vendors.move()
  await world.cycle()
  return open + moves
}

/** A long part of a path with a digit in it. */
const id = /(?<=\/)(?=[^/]*\d)[\w-]{16,}/g

/** As `2 job.list, 50 participants/{id}/`. */
function named({ byName }: Calls): string {
  const counts = new Map<string, number>()
  for (const [name, count] of Object.entries(byName)) {
    const call = name.replace(/^\S+ (\/api\/integrations\/v2)?\//, '').replaceAll(id, '{id}')
    counts.set(call, (counts.get(call) ?? 0) + count)
  }
  return [...counts].map(([call, count]) => `${count} ${call}`).join(', ')
}
