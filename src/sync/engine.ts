import type { Connection } from '../connectors/connector.ts'
import type { Flow, Foreseen } from '../connectors/flow.ts'
import type { Logger } from '../lib/logger.ts'
import type { Change, Effect } from '../plan/change.ts'
import type { Limits } from '../plan/guard.ts'
import type { Knex } from '../store/database.ts'
import type { Lease } from '../store/leases.ts'
import type { StoredRun } from '../store/runs.ts'
import type { StepClock } from './steps.ts'

/** What the engine is given at creation: everything with an effect, so that tests can hold the clock. */
export interface Engine {
  readonly db: Knex
  readonly logger: Logger
  now(): Date
  sleep(ms: number): Promise<void>
  /** A write whose answer was lost may still be on its way: only after this long is "not there" believed (fault H8). */
  readonly settleGraceMs: number
  /** Records written side by side; the calls themselves are limited per vendor account. */
  readonly inFlight: number
  /** How long a process may be silent before another takes over its run; only tests say another than the store's own. */
  readonly leaseMs?: number
  /** Tests stop the process at a named point; absent in production. */
  checkpoint?(point: Checkpoint, change: Change): Promise<void>
}

/** The first four once a change, the others once a record. */
export type Checkpoint =
  | 'beforeIntend'
  | 'afterIntend'
  | 'afterCall'
  | 'afterSettle'
  | 'beforeVerify'
  | 'afterVerify'
  | 'afterAcknowledge'

/** One flow of one connection in one run. */
export interface FlowRun {
  readonly engine: Engine
  readonly connection: Connection
  readonly flow: Flow
  readonly run: StoredRun
  readonly lease: Lease
  /** By our own clock, for the moment before a call: a process that was stopped for longer must not go on where it was. */
  holdsLease(): boolean
  readonly limits: Limits
  readonly signal: AbortSignal
  readonly logger: Logger
  readonly reads: Reads
  /** In a dry run, what each flow so far would do. */
  readonly foreseen: Map<string, Foreseen[]>
  readonly tally: Tally
  readonly steps: StepClock
}

/** Lists read so far in this run: a list two flows need is read once. A failed one stays failed. */
export type Reads = Map<string, Promise<void>>

/** What one flow did in one run, counted while it goes, so that a watcher sees progress. */
export interface Tally {
  state: 'running' | 'done' | 'held' | 'blocked' | 'failed' | 'stopped'
  read: number
  unreadable: number
  due: number
  planned: Record<Effect, number>
  applied: number
  verified: number
  failed: number
  unknown: number
  problem?: string
  /** The digest to approve when held. */
  digest?: string
  /** Of a dry run: why a run that comes to this plan would be held. */
  wouldHold?: readonly string[]
  isUnauthorized?: boolean
}

export function newTally(): Tally {
  return {
    state: 'running',
    read: 0,
    unreadable: 0,
    due: 0,
    planned: { create: 0, update: 0, clear: 0, close: 0 },
    applied: 0,
    verified: 0,
    failed: 0,
    unknown: 0,
  }
}

export function placeOf({ connection, flow }: { connection: Connection; flow: Flow }) {
  return { connection: connection.id, flow: flow.name }
}
