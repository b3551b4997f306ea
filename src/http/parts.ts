import type { Connection } from '../connectors/connector.ts'
import type { Logger } from '../lib/logger.ts'
import type { Knex } from '../store/database.ts'
import type { KeyDesk } from './key-desk.ts'
import type { MappingDesk } from './mapping-desk.ts'
import type { Metrics } from './metrics.ts'

/** What the server is given. */
export interface HttpParts {
  readonly db: Knex
  /** Always as they are now: an entry is replaced when its switch or a key is. */
  readonly connections: ReadonlyMap<string, ServedConnection>
  readonly tokens: readonly AuthToken[]
  readonly logger: Logger
  readonly metrics: Metrics
  readonly publicUrl?: string
  /**
   * Names a caller may address us by, besides those of this machine and of `publicUrl`. With some, or where we listen on
   * this machine only, any other name is refused.
   */
  readonly allowedHosts?: readonly string[]
  readonly timeouts?: Partial<HttpTimeouts>
  /** Why no mail is sent as this program is set up. Missing: it is. */
  readonly mailProblem?: string
  /** When the schedule asks for the next run. Missing, here or there: nobody knows. */
  nextRun?(connection: string): Date | undefined
  /** For every process on this database, here at once. False where it was so already. */
  switchConnection(connection: string, isEnabled: boolean, by: string): Promise<boolean>
  readonly keys: KeyDesk
  /** Missing: this server changes no mapping file. */
  readonly mappings?: MappingDesk
  /** Tells the queue that a run of this connection was requested. */
  wake(connection: string): Promise<void>
  isReady(): boolean
  /** What links expire by; only tests say another than the clock. */
  now?(): Date
}

export interface ServedConnection {
  readonly connection: Connection
  readonly isEnabled: boolean
  /** Who switched it while the program ran. Missing: it is as the config file says. */
  readonly switched?: Switched
  readonly schedule: string
}

export interface Switched {
  readonly by: string
  readonly at: string
  /** What the config file says. */
  readonly configured: boolean
}

/** Each includes the ones before it. */
export const roles = ['read', 'operate', 'approve'] as const
export type Role = (typeof roles)[number]

export interface AuthToken {
  readonly name: string
  readonly role: Role
  readonly token: string
}

export interface HttpTimeouts {
  /** Until the last header of a request is here. */
  readonly headersMs: number
  /** Until the last byte of its body is. */
  readonly requestMs: number
  /** How long a question to the database may keep a vendor or a probe waiting. */
  readonly databaseMs: number
  /** How long, for each flow, vendors may keep whoever has a record explained waiting. */
  readonly explainMs: number
}

/** Short enough that a vendor still waits when its webhook is refused; how long Ashby does is not documented. */
export const DEFAULT_TIMEOUTS: HttpTimeouts = {
  headersMs: 10_000,
  requestMs: 20_000,
  databaseMs: 5_000,
  explainMs: 15_000,
}
