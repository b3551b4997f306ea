import { refuseUnless } from './counts.ts'
import type { DaemonCommands } from './daemon-process.ts'
import { atMost, type Measure } from './measure.ts'
import { startProcess } from './process.ts'
import { runsSettled } from './runs.ts'
import { benchToken, type World } from './world.ts'

/** A daemon that has just been started, its first full cycle and one with changes: the most memory it ever has. */
export async function measureMemory(world: World): Promise<Measure> {
  await using daemon = await startProcess<DaemonCommands>('./daemon-process.ts', [world.configPath, world.databaseUrl])
  await runsSettled(world)
  await world.vendors.editJobs(world.jobs / 100)
  await askForRun(await daemon.url())
  await runsSettled(world)
  const how = 'whole daemon in a process of its own: a full cycle, then one with 1 % changed'
  return atMost(`peak memory at ${world.jobs} jobs`, await daemon.peakMb(), 200, how, ' MB')
}

async function askForRun(url: string): Promise<void> {
  const headers = { authorization: `Bearer ${benchToken}` }
  const answer = await fetch(`${url}/api/v1/connections/headcount/sync`, { method: 'POST', headers })
  refuseUnless(answer.status === 202, `a run was asked for and answered with ${answer.status}`)
}
