import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Connection, Connector } from '../src/connectors/connector.ts'
import { createLogger } from '../src/lib/logger.ts'
import { openNotifications } from '../src/store/outbox.ts'
import type { RunEnd, RunRequest } from '../src/store/runs.ts'
import { requestRun } from '../src/store/runs.ts'
import type { Engine } from '../src/sync/engine.ts'
import { execute } from '../src/sync/execute.ts'
import { limitsOf } from '../src/sync/limits.ts'
import { type TestDatabase, testDatabase } from './database.ts'

/** A real database, the engine, and one connection as an admin would have set it up. */
export interface EngineWorld<Config> extends AsyncDisposable {
  readonly database: TestDatabase
  readonly connection: Connection
  readonly engine: Engine
  readonly config: Config
  /** Hours to add to the engine's clock. */
  passHours(hours: number): void
  /** One run, awaited; by another connection of `reopen` where one is given. */
  sync(request?: Partial<RunRequest>, by?: Connection): Promise<RunEnd>
  plan(): Promise<RunEnd>
  /** Writes the mapping file anew, as an admin with an editor. */
  map(yaml: string): void
  /** Another process's view: the same files, database and vendors. */
  reopen(changes?: Partial<Config>): Connection
}

export interface EngineOptions {
  readonly mapping?: string
  readonly engine?: Partial<Engine>
  /** One that several worlds share, each with an id of its own in `config`; whoever made it closes it. */
  readonly database?: TestDatabase
  /** How the vendors' clients wait before they try again. */
  readonly clientSleep?: (ms: number) => Promise<void>
  /** How long they wait for an answer. */
  readonly answerMs?: number
  /** Whether flows may queue mail; `problem`: as where mail is not set up. */
  readonly mail?: { readonly problem?: string }
}

export const emptyMapping = 'version: 1\n'

type Limited = { readonly id: string; readonly limits: Parameters<typeof limitsOf>[0] }

export async function createEngineWorld<Config extends Limited>(
  connector: Connector<Config>,
  configFor: (mappingPath: string) => Config,
  options: EngineOptions,
): Promise<EngineWorld<Config>> {
  const database = options.database ?? (await testDatabase())
  const folder = mkdtempSync(join(tmpdir(), 'hirewire-world-'))
  const mappingPath = join(folder, 'mapping.yaml')
  writeFileSync(mappingPath, options.mapping ?? emptyMapping)
  const config = configFor(mappingPath)
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
  const placeOf = (id: string, { problem }: { readonly problem?: string }) => ({ connection: id, problem, now })
  const opened: Connection[] = []
  const open = (changes: Partial<Config> = {}) => {
    const connection = connector.open(
      { ...config, ...changes },
      {
        onCall: () => {},
        now,
        ...(options.mail && { notifications: openNotifications(database.knex, placeOf(config.id, options.mail)) }),
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
      if (!options.database) await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
