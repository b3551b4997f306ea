import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compareDetection } from './change-detection.ts'
import { countCalls, countIdleWrites, idleCycle, statedIdle } from './counts.ts'
import { measureCycle } from './cycle.ts'
import { openServer } from './database.ts'
import { measureFootprint } from './footprint.ts'
import type { Measure } from './measure.ts'
import { printTable } from './table.ts'
import { measureWebhook } from './webhook.ts'
import { conditions, createWorld, type World } from './world.ts'

const { quick, json } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
}).values

const idleCycles = quick ? 10 : 100

const folder = mkdtempSync(join(tmpdir(), 'hirewire-bench-'))
try {
  await using server = await openServer(folder)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void leave(server))
  const measures: Measure[] = []
  const say = (found: readonly Measure[]) => {
    measures.push(...found)
    if (!json) printTable(found)
  }
  if (!json) console.log(heading(server.name))
  if (quick) await countOnly()
  else await measureAll()
  if (json) console.log(JSON.stringify({ ...machine(server.name), conditions, measures }, undefined, 2))
  process.exitCode = measures.some(({ isMet }) => isMet === false) ? 1 : 0

  /** What does not depend on the machine, in some twenty seconds: no latency, few jobs. */
  async function countOnly(): Promise<void> {
    await inWorld(500, async (world) => {
      await world.vendors.slowDown(0)
      say([...(await countCalls(world)), await countIdleWrites(world, idleCycles)])
    })
  }

  async function measureAll(): Promise<void> {
    await inWorld(10_000, async (world) => {
      say(await countCalls(world))
      say(await measureCycle(world))
      say(await measureWebhook(world, 60))
    })
    await inWorld(1_000, async (world) => say([await countIdleWrites(world, idleCycles)]))
    await inWorld(200, async (world) => say(statedIdle(world.jobs, await idleCycle(world), await provingCycle(world))))
    say(await compareDetection(server, 10_000, 5))
    await inWorld(50_000, async (world) => say(await measureFootprint(world)))
  }

  async function inWorld(jobs: number, act: (world: World) => Promise<void>): Promise<void> {
    await using world = await createWorld(server, jobs)
    await act(world)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Interrupted, it leaves no more behind: the other processes end with this one. */
async function leave(server: AsyncDisposable): Promise<never> {
  await Promise.allSettled([server[Symbol.asyncDispose]()])
  rmSync(folder, { recursive: true, force: true })
  process.exit(1)
}

async function provingCycle(world: World) {
  world.forgetTokens()
  return idleCycle(world)
}

function heading(database: string): string {
  const { cores, memoryGb, node } = machine(database)
  const { latencyMs, perSecond, inFlight } = conditions
  return `Vendors answer after ${latencyMs} ms; at most ${perSecond} calls a second and ${inFlight} in flight to each. ${cores} cores, ${memoryGb} GB, Node ${node}, ${database}.\n`
}

function machine(database: string) {
  return {
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    database,
    at: new Date().toISOString(),
  }
}
