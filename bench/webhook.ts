import { runsSettled, startBenchDaemon } from './daemon.ts'
import type { Headcount } from './headcount.ts'
import type { Measure } from './measure.ts'
import { latencies, sampled, untilVerified } from './samples.ts'

/** From an edit on ChartHop's screen until the ledger says that Ashby was read back and shows it. */
export async function measureWebhook(world: Headcount, samples: number): Promise<readonly Measure[]> {
  await using daemon = await startBenchDaemon(world)
  await world.vendors.notify(`${await daemon.url()}/hooks/headcount/change?token=bench-webhook-token`)
  const times = await sampled(samples, async (at) => untilVerified(world, await world.vendors.editJob(at * 7)))
  await runsSettled(world)
  return latencies('webhook → verified write', times, { p50: 1, p99: 3 }, `edits, ${world.jobs} jobs`)
}
