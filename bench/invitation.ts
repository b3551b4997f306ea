import { runsSettled, startBenchDaemon } from './daemon.ts'
import type { Interviews } from './interviews.ts'
import type { Measure } from './measure.ts'
import { latencies, sampled, untilVerified } from './samples.ts'

/** From a move in Ashby until the ledger says that Willo has the invitation and shows it. */
export async function measureInvitation(world: Interviews, samples: number): Promise<readonly Measure[]> {
  await using daemon = await startBenchDaemon(world)
  const url = await daemon.url()
  const { connection } = world.app.connections.get(world.id)!
  await connection.registerHooks!((event) => `${url}/hooks/${world.id}/${event}`)
  const times = await sampled(samples, async () => untilVerified(world, await world.vendors.move()))
  await runsSettled(world)
  return latencies('stage move → verified invitation', times, { p50: 1 }, `moves, ${world.applications} applications`)
}
