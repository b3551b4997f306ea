import { setTimeout as delay } from 'node:timers/promises'
import type { AppConfig, ConnectionConfig } from './app/config.ts'
import { type Connections, type OpenConnection, openConnections } from './app/connections.ts'
import { createKeyDesk } from './app/key-desk.ts'
import { createMappingDesk, type OpenMappingDesk } from './app/mapping-desk.ts'
import { openSpoken } from './app/spoken.ts'
import type { Parts } from './connectors/connector.ts'
import type { KeyDesk } from './http/key-desk.ts'
import { createMetrics, type Metrics } from './http/metrics.ts'
import { createKeyring, type Keyring } from './lib/crypt.ts'
import { createLogger, type Logger, type LoggerOptions } from './lib/logger.ts'
import { sendDue } from './notify/send-due.ts'
import { createMailer } from './notify/smtp.ts'
import { openCredentials, resealCredentials } from './store/credentials.ts'
import { type Database, openDatabase } from './store/database.ts'
import { migrate } from './store/migrate.ts'
import { openNotifications, openOutbox } from './store/outbox.ts'
import { saveSwitch } from './store/switches.ts'
import type { Engine } from './sync/engine.ts'
import { type Executed, type Execution, execute } from './sync/execute.ts'

export type { AppConfig, ConnectionConfig } from './app/config.ts'
export type { OpenConnection } from './app/connections.ts'

/** Everything one process needs to run connections: the composition root, the only place that knows all parts. */
export interface App {
  readonly config: AppConfig
  readonly logger: Logger
  readonly database: Database
  readonly engine: Engine
  readonly metrics: Metrics
  /** As they are now: a switch or a pasted key replaces an entry. */
  readonly connections: ReadonlyMap<string, OpenConnection>
  readonly keys: KeyDesk
  readonly mappings: OpenMappingDesk
  /** Takes what was switched or pasted meanwhile in another process. */
  refresh(): Promise<void>
  /** For every process on this database, here at once. False where it was so already. */
  switchConnection(id: string, isEnabled: boolean, by: string): Promise<boolean>
  /** One run of what was requested for this connection, in this process. `off`: it is switched off, and only plans are made. */
  execute(
    connection: Pick<OpenConnection, 'config'>,
    options: Pick<Execution, 'dryRun' | 'signal'>,
  ): Promise<Executed | { readonly type: 'off' }>
  /** Sends the mails that are due, if mail is set up. One at a time in a process: who asks meanwhile waits for the same. */
  sendMail(signal: AbortSignal): Promise<void>
  close(): Promise<void>
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
    const keyring = await openKeyring(config, logger, database)
    return await assemble(config, { logger, database, keyring }, changes)
  } catch (error) {
    await database.close()
    throw error
  }
}

/** Where an older key is listed too, what it sealed is sealed anew, so that it may be taken out after one start. */
async function openKeyring({ encryptionKey: [first, ...older] }: AppConfig, logger: Logger, { knex }: Database) {
  if (first === undefined) return undefined
  const keyring = createKeyring([first, ...older])
  if (older.length === 0) return keyring
  const { resealed, unreadable } = await resealCredentials(knex, keyring)
  if (resealed > 0) logger.info({ resealed }, 'sealed anew with the first key of encryptionKey')
  if (unreadable > 0) logger.warn({ unreadable }, 'stored access that no key of encryptionKey opens')
  return keyring
}

interface Base extends Pick<App, 'logger' | 'database'> {
  readonly keyring: Keyring | undefined
}

async function assemble(
  config: AppConfig,
  { logger, database, keyring }: Base,
  changes: Partial<Engine> = {},
): Promise<App> {
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
  const partsOf = ({ id }: ConnectionConfig): Parts => ({
    now: () => engine.now(),
    onCall: metrics.callsOf(id),
    notifications: openNotifications(database.knex, { connection: id, problem: mailProblem(config), now: engine.now }),
    ...(keyring && { credentials: openCredentials(database.knex, keyring, id) }),
  })
  const { knex: db } = database
  const blocks = config.connections
  const spoken = await openSpoken(db, keyring, blocks)
  const connections = await openConnections({ blocks, spoken, logger, partsOf })
  const isOn = () => [...connections.current].flatMap(([id, { isEnabled }]) => (isEnabled ? id : []))
  const mailing = openMailing(config, engine, openOutbox(database.knex, isOn))
  const mappings = createMappingDesk({ engine, blocks, connections, partsOf })
  return {
    config,
    logger,
    database,
    engine,
    metrics,
    connections: connections.current,
    keys: createKeyDesk({ blocks, db, keyring, connections, partsOf }),
    mappings,
    refresh: connections.refresh,
    switchConnection: (id, isEnabled, by) => switchConnection(database, connections, { id, isEnabled, by }),
    async execute({ config: { id } }, options) {
      await connections.refresh()
      const { connection, limits, isEnabled } = connections.current.get(id)!
      if (!isEnabled && !options.dryRun) return { type: 'off' }
      const executed = await connections.whileUsed(connection, () =>
        execute({ engine, connection, limits, ...options }),
      )
      if (executed.type === 'done') metrics.ran(connection.id, executed)
      return executed
    },
    sendMail: mailing.send,
    async close() {
      await mailing.idle()
      await mappings.close()
      connections.close()
      await database.close()
    },
  }
}

async function switchConnection(
  { knex }: Database,
  { current, refresh }: Connections,
  { id, isEnabled, by }: { readonly id: string; readonly isEnabled: boolean; readonly by: string },
): Promise<boolean> {
  await refresh()
  const { isEnabled: wasEnabled, config } = current.get(id)!
  if (wasEnabled === isEnabled) return false
  await saveSwitch(knex, { connection: id, isEnabled, configured: config.enabled, by })
  await refresh()
  return true
}

/** In the words of the config, for whoever would have been written to. */
export function mailProblem({ mail, server }: AppConfig): string | undefined {
  if (!mail.smtpUrl) return 'mail.smtpUrl is not set'
  return server.publicUrl ? undefined : 'server.publicUrl is not set, which links in mails begin with'
}

function openMailing(
  { mail: { smtpUrl, from }, server: { publicUrl } }: AppConfig,
  { logger, now }: Engine,
  outbox: ReturnType<typeof openOutbox>,
) {
  const mailer = smtpUrl && from ? createMailer({ smtpUrl, from }) : undefined
  let current: Promise<void> | undefined
  return {
    async send(signal: AbortSignal): Promise<void> {
      if (!mailer || !publicUrl) return
      current ??= sendDue({ outbox, mailer, publicUrl, logger, now }, signal).finally(() => {
        current = undefined
      })
      return current
    },
    idle: () => current?.catch(() => undefined),
  }
}
