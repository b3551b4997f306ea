import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openServer } from './database.ts'
import type { Measure } from './measure.ts'
import { parts } from './parts.ts'
import { printTable, printTableHead } from './table.ts'
import { conditions } from './world.ts'

const { quick, json, only } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    /** One part's name. */
    only: { type: 'string' },
  },
}).values

const folder = mkdtempSync(join(tmpdir(), 'hirewire-bench-'))
try {
  const chosen = Object.entries(parts).filter(([name]) => only === undefined || name === only)
  if (chosen.length === 0) throw new Error(`--only takes one of ${Object.keys(parts).join(', ')}`)
  await using server = await openServer(folder)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void leave(server))
  const measures: Measure[] = []
  if (!json) printHeading(server.name)
  for (const [, part] of chosen) {
    for await (const found of quick ? part.count(server) : part.measure(server)) {
      measures.push(...found)
      if (!json) printTable(found)
    }
  }
  if (json) console.log(JSON.stringify({ ...machine(server.name), conditions, measures }, undefined, 2))
  process.exitCode = measures.some(({ isMet }) => isMet === false) ? 1 : 0
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Interrupted, it leaves no more behind: the other processes end with this one. */
async function leave(server: AsyncDisposable): Promise<never> {
  await Promise.allSettled([server[Symbol.asyncDispose]()])
  rmSync(folder, { recursive: true, force: true })
  process.exit(1)
}

function printHeading(database: string): void {
  const { cores, memoryGb, node } = machine(database)
  const { latencyMs, perSecond, inFlight } = conditions
  console.log(
    `Vendors answer after ${latencyMs} ms; at most ${perSecond} calls a second and ${inFlight} in flight to each. ${cores} cores, ${memoryGb} GB, Node ${node}, ${database}.\n`,
  )
  printTableHead()
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
