import { setTimeout as delay } from 'node:timers/promises'
import type { z } from 'zod'
import type { Config } from './config/load.ts'
import type { Connection } from './connectors/connector.ts'
import { type connectorSchemas, connectors } from './connectors/index.ts'
import { createMetrics, type Metrics } from './http/metrics.ts'
import { createLogger, type Logger, type LoggerOptions } from './lib/logger.ts'
import type { Limits } from './plan/guard.ts'
import { type Database, openDatabase } from './store/database.ts'
import { migrate } from './store/migrate.ts'
import type { Engine } from './sync/engine.ts'
import { type Executed, type Execution, execute } from './sync/execute.ts'
import { limitsOf } from './sync/limits.ts'

export type ConnectionConfig = z.output<(typeof connectorSchemas)[keyof typeof connectorSchemas]>
export type AppConfig = Config<ConnectionConfig>

/** Everything one process needs to run connections: the composition root, the only place that knows all parts. */
export interface App {
  readonly config: AppConfig
  readonly logger: Logger
  readonly database: Database
  readonly engine: Engine
  readonly metrics: Metrics
  readonly connections: ReadonlyMap<string, OpenConnection>
  /** One run of what was requested for this connection, in this process. */
  execute(connection: OpenConnection, options: Pick<Execution, 'dryRun' | 'signal'>): Promise<Executed>
  close(): Promise<void>
}

export interface OpenConnection {
  readonly config: ConnectionConfig
  readonly connection: Connection
  readonly limits: Limits
}

export interface AppOptions {
  readonly level?: LoggerOptions['level']
  readonly destination?: LoggerOptions['destination']
  /** Only tests set these. */
  readonly engine?: Partial<Engine>
}

export async function openApp(
  config: AppConfig,
  { level = 'info', destination, engine: changes }: AppOptions = {},
): Promise<App> {
  const logger = createLogger({ level, ...(destination && { destination }) })
  const database = await openDatabase(config.database)
  try {
    await migrate(database)
    return assemble(config, logger, database, changes)
  } catch (error) {
    await database.close()
    throw error
  }
}

function assemble(config: AppConfig, logger: Logger, database: Database, changes: Partial<Engine> = {}): App {
  const metrics = createMetrics()
  const engine: Engine = {
    db: database.knex,
    logger,
    now: () => new Date(),
    sleep: (ms) => delay(ms),
    settleGraceMs: 5_000,
    // Above a vendor's own limit, so that its places are taken while other records are with the database.
    inFlight: 8,
    ...changes,
  }
  const connections = new Map(config.connections.map((one) => [one.id, openConnection(one, engine, metrics)]))
  return {
    config,
    logger,
    database,
    engine,
    metrics,
    connections,
    async execute({ connection, limits }, options) {
      const executed = await execute({ engine, connection, limits, ...options })
      if (executed.type === 'done') metrics.ran(connection.id, executed)
      return executed
    },
    async close() {
      for (const { connection } of connections.values()) connection.close()
      await database.close()
    },
  }
}

function openConnection(config: ConnectionConfig, engine: Engine, metrics: Metrics): OpenConnection {
  const parts = { now: () => engine.now(), onCall: metrics.callsOf(config.id) }
  return { config, connection: connectors[config.connector].open(config, parts), limits: limitsOf(config.limits) }
}
