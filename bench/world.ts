import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type App, openApp } from '../src/app.ts'
import { requestRun } from '../src/store/runs.ts'
import type { Tally } from '../src/sync/engine.ts'
import { configFrom } from './config.ts'
import type { DatabaseServer } from './database.ts'
import type { Remote } from './process.ts'
import type { Calls, VendorBase } from './vendor-calls.ts'

/** What every figure is measured at, and is printed with it. */
export const conditions = { latencyMs: 25, perSecond: 200, inFlight: 8 } as const

/** For the daemon's API; it listens on loopback for as long as it is measured. */
export const benchToken = 'bench-token-bench-token-bench-token'

/** Vendors' sandboxes, one connection between them with a database of its own, and Hirewire in this process. */
export interface World extends AsyncDisposable {
  /** Of the connection. */
  readonly id: string
  readonly databaseUrl: string
  /** The config file, for other processes that run the same connection. */
  readonly configPath: string
  readonly app: App
  /** One cycle, as a tick would start it. */
  cycle(): Promise<Cycle>
  /** From here on lists of which we hold a token are read whole again. */
  forgetTokens(): void
}

export interface Cycle {
  readonly ms: number
  /** Time on a processor of this process alone, both user's and system's. */
  readonly cpuMs: number
  /** What arrived at the vendors. */
  readonly calls: Calls
  readonly flows: Readonly<Record<string, Tally>>
  /** Rows read in all lists. */
  readonly read: number
}

export interface WorldParts {
  /** Closed with the world. */
  readonly vendors: Remote<VendorBase>
  readonly mapping: string
  /** The connection's block in the config, but for the mapping's path. */
  connection(rate: object): { readonly id: string; readonly connector: string }
  /** Others of the same daemon, with the same mapping; `cycle` leaves them alone. */
  also?(rate: object): readonly object[]
  /** The first cycle is over, made without latency; what it must have come to is looked at. */
  readonly fill?: () => Promise<void>
}

export async function openWorld(server: DatabaseServer, parts: WorldParts): Promise<World> {
  const { vendors, connection, also, mapping, fill } = parts
  await using made = new AsyncDisposableStack()
  made.use(vendors)
  const folder = mkdtempSync(join(server.folder, 'world-'))
  made.defer(() => rmSync(folder, { recursive: true, force: true }))
  const databaseUrl = await server.create()
  const write = (rate: object) => writeConfig(folder, mapping, [connection(rate), ...(also?.(rate) ?? [])])
  if (fill) await firstFill(configFrom(write({ perSecond: 1_000, inFlight: 16 }), databaseUrl), vendors)
  await fill?.()
  const { latencyMs, ...rate } = conditions
  await vendors.slowDown(latencyMs)
  const configPath = write(rate)
  let ahead = 0
  const app = await openApp(configFrom(configPath, databaseUrl), {
    level: 'silent',
    engine: { now: () => new Date(Date.now() + ahead) },
  })
  made.defer(() => app.close())
  const opened = made.move()
  return {
    ...{ id: connection(rate).id, databaseUrl, configPath, app },
    cycle: () => cycle(app, vendors),
    forgetTokens() {
      ahead += 61 * 60_000
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

async function firstFill(config: App['config'], vendors: Remote<VendorBase>): Promise<void> {
  const app = await openApp(config, { level: 'silent', engine: { inFlight: 16 } })
  try {
    await cycle(app, vendors)
  } finally {
    await app.close()
  }
}

async function cycle(app: App, vendors: Remote<VendorBase>): Promise<Cycle> {
  const [[id, open]] = [...app.connections] as [[string, NonNullable<ReturnType<App['connections']['get']>>]]
  await vendors.takeCalls()
  await requestRun(app.database.knex, { connection: id, trigger: 'command' })
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  const executed = await app.execute(open, { dryRun: false, signal: new AbortController().signal })
  const ms = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpu)
  if (executed.type !== 'done') throw new Error(`the run was ${executed.type}`)
  const { state, problem, flows } = executed.end
  if (state !== 'success') throw new Error(`the run ended ${state}: ${problem ?? 'see its records'}`)
  const tallies = flows as unknown as Record<string, Tally>
  const read = Object.values(tallies).reduce((sum, tally) => sum + tally.read, 0)
  return { ms, cpuMs: (user + system) / 1000, calls: await vendors.takeCalls(), flows: tallies, read }
}

function writeConfig(folder: string, mapping: string, given: readonly object[]): string {
  const path = join(folder, 'hirewire.yaml')
  const mappingPath = join(folder, 'mapping.yaml')
  writeFileSync(mappingPath, mapping)
  const auth = { tokens: [{ name: 'bench', role: 'approve', token: benchToken }] }
  const connections = given.map((connection) => ({ ...connection, mapping: mappingPath }))
  const config = { server: { port: 0 }, auth, connections }
  // JSON is YAML.
  writeFileSync(path, JSON.stringify(config, undefined, 2))
  return path
}
