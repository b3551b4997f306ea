import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type App, openApp } from '../src/app.ts'
import { requestRun } from '../src/store/runs.ts'
import type { Tally } from '../src/sync/engine.ts'
import { mapping } from './company.ts'
import { configFrom } from './config.ts'
import type { DatabaseServer } from './database.ts'
import { type Remote, startProcess } from './process.ts'
import type { Calls, VendorCommands } from './vendors-process.ts'

/** What every figure is measured at, and is printed with it. */
export const conditions = { latencyMs: 25, perSecond: 200, inFlight: 8 } as const

/** For the daemon's API; it listens on loopback for as long as it is measured. */
export const benchToken = 'bench-token-bench-token-bench-token'

/** A company in the vendors' sandboxes, in step with a database of its own, and Hirewire in this process. */
export interface World extends AsyncDisposable {
  readonly jobs: number
  readonly vendors: Remote<VendorCommands>
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

/** `fill`: the jobs have their openings already, made by a first run without latency. */
export async function createWorld(server: DatabaseServer, jobs: number, { fill = true } = {}): Promise<World> {
  await using made = new AsyncDisposableStack()
  const folder = mkdtempSync(join(server.folder, 'world-'))
  made.defer(() => rmSync(folder, { recursive: true, force: true }))
  const vendors = made.use(await startProcess<VendorCommands>('./vendors-process.ts', [String(jobs)]))
  const databaseUrl = await server.create()
  const write = async (rate: object) => writeConfig(folder, await vendors.addresses(), rate)
  if (fill) await firstFill(configFrom(await write({ perSecond: 1_000, inFlight: 16 }), databaseUrl), vendors)
  const { latencyMs, ...rate } = conditions
  await vendors.slowDown(latencyMs)
  const configPath = await write(rate)
  let ahead = 0
  const app = await openApp(configFrom(configPath, databaseUrl), {
    level: 'silent',
    engine: { now: () => new Date(Date.now() + ahead) },
  })
  made.defer(() => app.close())
  const parts = made.move()
  return {
    jobs,
    vendors,
    databaseUrl,
    configPath,
    app,
    cycle: () => cycle(app, vendors),
    forgetTokens() {
      ahead += 61 * 60_000
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

async function firstFill(config: App['config'], vendors: Remote<VendorCommands>): Promise<void> {
  const app = await openApp(config, { level: 'silent', engine: { inFlight: 16 } })
  try {
    await cycle(app, vendors)
    const { count, filled, jobs } = await vendors.openings()
    if (count !== jobs || filled !== jobs)
      throw new Error(`${jobs} jobs, ${count} openings, ${filled} of them filled in`)
  } finally {
    await app.close()
  }
}

async function cycle(app: App, vendors: Remote<VendorCommands>): Promise<Cycle> {
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

function writeConfig(folder: string, addresses: Addresses, rate: object): string {
  const path = join(folder, 'hirewire.yaml')
  writeFileSync(join(folder, 'mapping.yaml'), mapping)
  const { charthop, ashby, org, token } = addresses
  const connection = {
    id: 'headcount',
    connector: 'charthop-ashby',
    mapping: join(folder, 'mapping.yaml'),
    charthop: { baseUrl: charthop, org, token, webhookToken: 'bench-webhook-token', rate },
    ashby: { baseUrl: ashby, apiKey: 'ashby-sandbox-key', rate },
  }
  const auth = { tokens: [{ name: 'bench', role: 'operate', token: benchToken }] }
  const config = { server: { port: 0 }, auth, connections: [connection] }
  // JSON is YAML.
  writeFileSync(path, JSON.stringify(config, undefined, 2))
  return path
}

type Addresses = Awaited<ReturnType<Remote<VendorCommands>['addresses']>>
