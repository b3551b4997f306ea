import { refuseUnless } from './counts.ts'
import { runsSettled, startBenchDaemon } from './daemon.ts'
import type { Measure } from './measure.ts'
import { partnerKey, type References } from './references.ts'
import { latencies, sampled } from './samples.ts'

/** From Start in Ashby until the answer that Crosschq has the request, as whoever pressed it waits for it. */
export async function measureStart(world: References, samples: number): Promise<readonly Measure[]> {
  await using daemon = await startBenchDaemon(world)
  await world.vendors.setUpTile(`${await daemon.url()}/partner/${world.id}`, partnerKey)
  const before = await world.vendors.requests()
  const times = await sampled(samples, async () => {
    const { status, ms } = await world.vendors.start()
    refuseUnless(status === 200, `a start was answered with ${status}`)
    return ms
  })
  await runsSettled(world)
  const made = (await world.vendors.requests()) - before
  refuseUnless(made === samples, `${samples} starts made ${made} requests`)
  return latencies('partner start → answered', times, { p50: 1 }, `starts, ${world.applications} applications`)
}
