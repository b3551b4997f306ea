import { type BenchDaemon, runOnce, startBenchDaemon } from './daemon.ts'
import type { Headcount } from './headcount.ts'
import { atMost, type Measure, median } from './measure.ts'

const rounds = 5

/**
 * What a daemon takes of its machine, in one process and with the same settings: neither figure is bought with the
 * other. The database and the vendors are other processes.
 */
export async function measureFootprint(world: Headcount): Promise<readonly Measure[]> {
  await using daemon = await startBenchDaemon(world)
  await world.vendors.editJobs(world.jobs / 100)
  await runOnce(world, daemon)
  const cpuMs: number[] = []
  for (let round = 0; round < rounds; round++) cpuMs.push(await cpuOfRun(world, daemon))
  const seconds = (median(cpuMs) / 1000 / world.jobs) * 10_000
  const cycles = `first cycle, one with 1 % changed, ${rounds} idle ones; the whole daemon in a process of its own`
  return [
    atMost(
      'local CPU per 10,000 records',
      seconds,
      0.3,
      `idle cycles at ${world.jobs} jobs; median of ${rounds}`,
      ' s',
    ),
    atMost(`peak memory at ${world.jobs} jobs`, await daemon.peakMb(), 200, cycles, ' MB'),
  ]
}

async function cpuOfRun(world: Headcount, daemon: BenchDaemon): Promise<number> {
  const before = await daemon.cpuMs()
  await runOnce(world, daemon)
  return (await daemon.cpuMs()) - before
}
