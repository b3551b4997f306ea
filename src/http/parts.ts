import type { Connection } from '../connectors/connector.ts'
import type { Logger } from '../lib/logger.ts'
import type { Knex } from '../store/database.ts'
import type { Metrics } from './metrics.ts'

/** What the server is given. */
export interface HttpParts {
  readonly db: Knex
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
  /** Tells the queue that a run of this connection was requested. */
  wake(connection: string): Promise<void>
  isReady(): boolean
}

export interface ServedConnection {
  readonly connection: Connection
  readonly isEnabled: boolean
  readonly schedule: string
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
}

/** Short enough that a vendor still waits when its webhook is refused; how long Ashby does is not documented. */
export const DEFAULT_TIMEOUTS: HttpTimeouts = { headersMs: 10_000, requestMs: 20_000, databaseMs: 5_000 }
