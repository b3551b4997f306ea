import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { CharthopAshbyConfig } from '../src/connectors/charthop-ashby/config.ts'
import { charthopAshby } from '../src/connectors/charthop-ashby/index.ts'
import type { Connection } from '../src/connectors/connector.ts'
import { createLogger } from '../src/lib/logger.ts'
import type { RunEnd, RunRequest } from '../src/store/runs.ts'
import { requestRun } from '../src/store/runs.ts'
import type { Engine } from '../src/sync/engine.ts'
import { execute } from '../src/sync/execute.ts'
import { limitsOf } from '../src/sync/limits.ts'
import { type AshbySandbox, type AshbySandboxOptions, startAshbySandbox } from '../src/systems/ashby/sandbox.ts'
import {
  type ChartHopSandbox,
  type ChartHopSandboxOptions,
  startChartHopSandbox,
} from '../src/systems/charthop/sandbox.ts'
import { type TestDatabase, testDatabase } from './database.ts'

/** Both vendors over real HTTP, a real database, and one connection between them, as an admin would have set it up. */
export interface World extends AsyncDisposable {
  readonly charthop: ChartHopSandbox
  readonly ashby: AshbySandbox
  readonly database: TestDatabase
  readonly connection: Connection
  readonly engine: Engine
  readonly config: CharthopAshbyConfig
  /** Hours to add to the engine's clock. */
  passHours(hours: number): void
  /** One run, awaited; by another connection of `reopen` where one is given. */
  sync(request?: Partial<RunRequest>, by?: Connection): Promise<RunEnd>
  plan(): Promise<RunEnd>
  /** Writes the mapping file anew, as an admin with an editor. */
  map(yaml: string): void
  /** Another process's view: the same files, database and vendors. */
  reopen(changes?: Partial<CharthopAshbyConfig>): Connection
}

export interface WorldOptions {
  readonly mapping?: string
  readonly charthop?: ChartHopSandboxOptions
  readonly ashby?: AshbySandboxOptions
  readonly config?: Record<string, unknown>
  readonly engine?: Partial<Engine>
  /** One that several worlds share, each with an id of its own in `config`; whoever made it closes it. */
  readonly database?: TestDatabase
  /** How the vendors' clients wait before they try again. */
  readonly clientSleep?: (ms: number) => Promise<void>
  /** How long they wait for an answer. */
  readonly answerMs?: number
}

export const emptyMapping = 'version: 1\n'

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const charthop = await startChartHopSandbox(options.charthop)
  const ashby = await startAshbySandbox(options.ashby)
  const database = options.database ?? (await testDatabase())
  const folder = mkdtempSync(join(tmpdir(), 'hirewire-world-'))
  const mappingPath = join(folder, 'mapping.yaml')
  writeFileSync(mappingPath, options.mapping ?? emptyMapping)
  const config = configFor(charthop, ashby, mappingPath, options.config)
  let ahead = 0
  const now = () => new Date(Date.now() + ahead)
  const engine: Engine = {
    db: database.knex,
    logger: createLogger({ level: 'silent' }),
    now,
    sleep: (ms) => delay(Math.min(ms, 50)),
    settleGraceMs: 0,
    inFlight: 4,
    ...options.engine,
  }
  const opened: Connection[] = []
  const open = (changes: Partial<CharthopAshbyConfig> = {}) => {
    const connection = charthopAshby.open(
      { ...config, ...changes },
      {
        onCall: () => {},
        now,
        ...(options.clientSleep && { sleep: options.clientSleep }),
        ...(options.answerMs && { timeouts: { answerMs: options.answerMs } }),
      },
    )
    opened.push(connection)
    return connection
  }
  const connection = open()
  const run = async (request: Partial<RunRequest>, by = connection) => {
    await requestRun(database.knex, { connection: connection.id, trigger: 'command', ...request })
    const executed = await execute({
      engine,
      connection: by,
      limits: limitsOf(config.limits),
      dryRun: request.dryRun ?? false,
      signal: new AbortController().signal,
    })
    if (executed.type !== 'done') throw new Error(`the run was ${executed.type}`)
    return executed.end
  }
  return {
    charthop,
    ashby,
    database,
    connection,
    engine,
    config,
    passHours(hours) {
      ahead += hours * 3_600_000
    },
    sync: (request = {}, by) => run(request, by),
    plan: () => run({ dryRun: true }),
    map: (yaml) => writeFileSync(mappingPath, yaml),
    reopen: open,
    async [Symbol.asyncDispose]() {
      for (const one of opened) one.close()
      await charthop.close()
      await ashby.close()
      if (!options.database) await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function configFor(
  charthop: ChartHopSandbox,
  ashby: AshbySandbox,
  mapping: string,
  changes: Record<string, unknown> = {},
): CharthopAshbyConfig {
  const fast = { perSecond: 1000, inFlight: 8 }
  const { charthop: c, ashby: a, ...rest } = changes as { charthop?: object; ashby?: object }
  return CharthopAshbyConfig.parse({
    id: 'headcount',
    connector: 'charthop-ashby',
    mapping,
    charthop: { baseUrl: charthop.url, org: charthop.org.slug, token: charthop.token, rate: fast, ...c },
    ashby: { baseUrl: ashby.url, apiKey: 'ashby-sandbox-key', rate: fast, ...a },
    ...rest,
  })
}
