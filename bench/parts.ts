import { countsOfAcknowledged, deliverBoth, killUnderLoad, type Load, timesOfAcknowledged } from './acknowledgement.ts'
import { measureInSync } from './acknowledgement-in-sync.ts'
import { compareDetection } from './change-detection.ts'
import { countConsole, measureConsole } from './console.ts'
import { countCalls, countIdleWrites, idleCycle, statedIdle } from './counts.ts'
import { measureCycle } from './cycle.ts'
import type { DatabaseServer } from './database.ts'
import { measureExport } from './export.ts'
import {
  countsOfFirst,
  type FirstSynchronisation,
  memoryOfFirst,
  synchroniseFirst,
  timesOfFirst,
} from './first-synchronisation.ts'
import { measureFootprint } from './footprint.ts'
import { createHeadcount, type Headcount } from './headcount.ts'
import { createHooks } from './hooks.ts'
import { idleInterviews, idleReferences } from './idle.ts'
import { createInterviews } from './interviews.ts'
import { measureInvitation } from './invitation.ts'
import type { Measure } from './measure.ts'
import { measureStart } from './reference-start.ts'
import { createReferences } from './references.ts'
import { measureWebhook } from './webhook.ts'

/** Measures as they are found. */
type Found = AsyncGenerator<readonly Measure[]>

interface Part {
  /** What does not depend on the machine, in some seconds: no latency, short lists. */
  count(server: DatabaseServer): Found
  measure(server: DatabaseServer): Found
}

const idleCycles = { quick: 10, some: 30, whole: 100 }
const samples = 60

/** By connector, and what all have in common. */
export const parts = {
  headcount: { count: countHeadcount, measure: measureHeadcount },
  interviews: { count: countInterviews, measure: measureInterviews },
  references: { count: countReferences, measure: measureReferences },
  hooks: { count: countHooks, measure: measureHooks },
  pages: { count: countConsole, measure: measureConsole },
} satisfies Record<string, Part>

async function* countHeadcount(server: DatabaseServer): Found {
  await using world = await createHeadcount(server, 500)
  await world.vendors.slowDown(0)
  yield await countCalls(world)
  yield [await countIdleWrites(world, idleCycles.quick, `${world.jobs} jobs`)]
}

async function* measureHeadcount(server: DatabaseServer): Found {
  {
    await using world = await createHeadcount(server, 10_000)
    yield await countCalls(world)
    yield await measureCycle(world)
    yield await measureWebhook(world, samples)
  }
  {
    await using world = await createHeadcount(server, 1_000)
    yield [await countIdleWrites(world, idleCycles.whole, `${world.jobs} jobs`)]
  }
  {
    await using world = await createHeadcount(server, 200)
    yield statedIdle(world.jobs, await idleCycle(world), await provingCycle(world))
  }
  yield await compareDetection(server, 10_000, 5)
  await using world = await createHeadcount(server, 50_000)
  yield await measureFootprint(world)
}

async function provingCycle(world: Headcount) {
  world.forgetTokens()
  return idleCycle(world)
}

async function* countInterviews(server: DatabaseServer): Found {
  const short = { applications: 2_000, pageSize: 20, latencyMs: 0 }
  const whole = await synchroniseFirst(server, { ...short, isKilled: false })
  yield countsOfFirst(await synchroniseFirst(server, { ...short, isKilled: true }), whole)
  await using world = await createInterviews(server, 200, { isFilled: true })
  await world.vendors.slowDown(0)
  yield await idleInterviews(world, idleCycles.quick)
}

async function* measureInterviews(server: DatabaseServer): Found {
  const whole = await synchroniseFirst(server, { applications: 10_000, isKilled: false })
  const killed: FirstSynchronisation = await synchroniseFirst(server, { applications: 10_000, isKilled: true })
  yield countsOfFirst(killed, whole)
  yield timesOfFirst(killed, whole)
  yield memoryOfFirst(whole, await synchroniseFirst(server, { applications: 20_000, isKilled: false }))
  await using world = await createInterviews(server, 1_000, { isFilled: true })
  yield await measureInvitation(world, samples)
  await using idle = await createInterviews(server, 1_000, { isFilled: true })
  yield await idleInterviews(idle, idleCycles.some)
}

async function* countReferences(server: DatabaseServer): Found {
  for (const hasRequestList of [true, false]) {
    await using world = await createReferences(server, 200, { hasRequestList })
    await world.vendors.slowDown(0)
    yield await idleReferences(world, idleCycles.quick)
  }
}

async function* measureReferences(server: DatabaseServer): Found {
  {
    await using world = await createReferences(server, 1_000)
    yield await measureStart(world, samples)
  }
  for (const hasRequestList of [true, false]) {
    await using world = await createReferences(server, 1_000, { hasRequestList })
    yield await idleReferences(world, idleCycles.some)
  }
  yield [await measureExport(server, 100)]
}

const loads = {
  quick: { deliveries: 220, perSecond: 100 },
  whole: { deliveries: 4_000, perSecond: 200 },
} satisfies Record<string, Load>

async function* countHooks(server: DatabaseServer): Found {
  await using world = await createHooks(server, 50)
  await world.vendors.slowDown(0)
  yield countsOfAcknowledged(await deliverBoth(world, loads.quick))
  yield await killUnderLoad(world, loads.quick)
}

async function* measureHooks(server: DatabaseServer): Found {
  {
    await using world = await createHooks(server, 500)
    const measured = await deliverBoth(world, loads.whole)
    yield countsOfAcknowledged(measured)
    yield timesOfAcknowledged(measured, loads.whole)
    yield await killUnderLoad(world, loads.quick)
  }
  await using world = await createHooks(server, 10)
  yield await measureInSync(world, 400)
}
