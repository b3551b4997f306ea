import { setTimeout as delay } from 'node:timers/promises'
import type { Connection } from '../connectors/connector.ts'
import { FatalError } from '../lib/errors.ts'
import type { Json } from '../lib/json.ts'
import type { Limits } from '../plan/guard.ts'
import type { Plan } from '../plan/plan.ts'
import { LeaseLostError } from '../store/changes.ts'
import { ensureConnection, noteOutcome } from '../store/connections.ts'
import { acquireLease, type Lease, leaseMs, releaseLease, renewLease } from '../store/leases.ts'
import { countByReason, loadRecords, type RecordState } from '../store/records.ts'
import { finishRun, noteProgress, type RunEnd, type StoredRun, startRun } from '../store/runs.ts'
import { type Engine, type FlowRun, newTally, type Reads, type Tally } from './engine.ts'
import { idsFor } from './look.ts'
import { runFlow } from './run.ts'

export interface Execution {
  readonly engine: Engine
  readonly connection: Connection
  readonly limits: Limits
  readonly dryRun: boolean
  readonly signal: AbortSignal
}

/** `busy`: another process runs this connection now. `idle`: nobody asked for a run (somebody else did it already). */
export type Executed =
  | { readonly type: 'busy' | 'idle' }
  | { readonly type: 'done'; readonly run: StoredRun; readonly end: RunEnd }

const progressEveryMs = 1_000

/** Takes the lease, does the queued run, and tells what came of it. Never throws for what a run can meet. */
export async function execute(execution: Execution): Promise<Executed> {
  const { engine, connection, dryRun } = execution
  const askedAt = performance.now()
  const lease = await acquireLease(engine.db, connection.id, engine.leaseMs)
  if (!lease) return { type: 'busy' }
  try {
    await ensureConnection(engine.db, connection.id, connection.connector)
    const run = await startRun(engine.db, connection.id, dryRun)
    if (!run) return { type: 'idle' }
    return { type: 'done', run, end: await doRun(execution, { lease, askedAt }, run) }
  } finally {
    await releaseLease(engine.db, lease)
  }
}

async function doRun(execution: Execution, held: Held, run: StoredRun): Promise<RunEnd> {
  const { engine, connection } = execution
  const stop = new AbortController()
  const signal = AbortSignal.any([execution.signal, stop.signal])
  const tallies: Record<string, Tally> = {}
  const logger = engine.logger.child({ run: run.id, connection: connection.id })
  logger.info({ trigger: run.trigger, dryRun: run.dryRun }, 'run started')
  connection.takeCalls()

  const heartbeat = keepLease(engine, held, stop)
  const progress = setInterval(
    () => noteProgress(engine.db, run.id, tallies as unknown as Json).catch(() => {}),
    progressEveryMs,
  )
  const plans = await runFlows({ ...execution, signal }, { lease: held.lease, ...heartbeat }, run, tallies, logger)
  clearInterval(progress)
  await heartbeat.stop()

  const end = await endOf(engine, connection, run, tallies, plans)
  await finishRun(engine.db, run.id, end)
  if (!run.dryRun && !run.records) {
    await noteOutcome(engine.db, connection.id, {
      isSuccess: end.state === 'success',
      ...(end.problem && { problem: end.problem }),
    })
  }
  logger.info({ state: end.state, flows: tallies, calls: end.calls }, 'run finished')
  return end
}

/** One flow's trouble never stops another; only a lost lease stops the run, before its next call. */
async function runFlows(
  execution: Execution,
  { lease, holdsLease }: Pick<FlowRun, 'lease' | 'holdsLease'>,
  run: StoredRun,
  tallies: Record<string, Tally>,
  logger: Engine['logger'],
): Promise<Plan[]> {
  const { engine, connection, limits, signal } = execution
  const reads: Reads = new Map()
  const plans: Plan[] = []
  for (const flow of connection.flows) {
    const tally = newTally()
    tallies[flow.name] = tally
    const flowRun: FlowRun = {
      engine,
      connection,
      flow,
      run,
      lease,
      holdsLease,
      limits,
      signal,
      reads,
      tally,
      logger: logger.child({ flow: flow.name }),
    }
    const blocked = flow.blocked?.()
    if (blocked) Object.assign(tally, { state: 'blocked', problem: blocked })
    else if (signal.aborted)
      Object.assign(tally, { state: 'stopped', problem: 'stopped on request before this flow began' })
    else await attempt(flowRun, plans)
  }
  return plans
}

async function attempt(flowRun: FlowRun, plans: Plan[]): Promise<void> {
  const { tally, logger } = flowRun
  try {
    plans.push(await runFlow(flowRun))
  } catch (error) {
    tally.state = 'failed'
    tally.problem = error instanceof Error ? error.message : String(error)
    tally.isUnauthorized = isKeyRefused(error)
    logger.error({ error, isTakenOver: error instanceof LeaseLostError }, 'flow failed')
  }
}

interface Held {
  readonly lease: Lease
  /** By our own clock, from before the database was asked. */
  readonly askedAt: number
}

interface Heartbeat {
  holdsLease(): boolean
  stop(): Promise<void>
}

/** Loses no time on a lease that is gone: the signal stops the run before its next write. */
function keepLease(
  { db, leaseMs: ttlMs = leaseMs }: Engine,
  { lease, askedAt }: Held,
  stop: AbortController,
): Heartbeat {
  const end = new AbortController()
  let heldSince = askedAt
  const beat = async () => {
    for (;;) {
      await delay(ttlMs / 4, undefined, { signal: end.signal, ref: false })
      const before = performance.now()
      const renewed = await renewLease(db, lease, ttlMs).catch(() => 'unknown' as const)
      if (renewed === false) return stop.abort()
      if (renewed === true) heldSince = before
    }
  }
  const beating = beat().catch(() => {})
  return {
    holdsLease: () => performance.now() - heldSince < ttlMs,
    async stop() {
      end.abort()
      await beating
    },
  }
}

async function endOf(
  engine: Engine,
  connection: Connection,
  run: StoredRun,
  tallies: Record<string, Tally>,
  plans: readonly Plan[],
): Promise<RunEnd> {
  const all = Object.entries(tallies)
  const problems = all.flatMap(([flow, { problem }]) => (problem ? `${flow}: ${problem}` : []))
  const problem = [...connection.problems(), ...problems].join('\n')
  return {
    state: stateOf(
      all.map(([, tally]) => tally),
      run.dryRun ? 0 : await standing(engine, connection, run),
      connection.problems().length,
    ),
    flows: tallies as unknown as Json,
    calls: connection.takeCalls(),
    ...(problem && { problem }),
    ...(run.dryRun && { plan: plans as unknown as Json }),
  }
}

/**
 * Records a person must look at, also those no run touched today: `success` means that nothing waits for anybody (R18).
 * A run for single records answers for those alone.
 */
async function standing({ db }: Engine, { id, flows }: Connection, { records }: StoredRun): Promise<number> {
  const isStanding = ({ state }: { state: RecordState }) => state === 'attention' || state === 'failed'
  if (!records) return sum((await countByReason(db, id)).filter(isStanding).map(({ count }) => count))
  const loaded = await Promise.all(
    flows.map(({ name }) => loadRecords(db, { connection: id, flow: name }, idsFor(name, records))),
  )
  return sum(loaded.map((found) => [...found.values()].filter(isStanding).length))
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}

/** `success` only when every list was read completely and every planned write verified (invariant I10). */
export function stateOf(tallies: readonly Tally[], standing: number, problems: number): RunEnd['state'] {
  const without = tallies.filter(({ state }) => state === 'failed' || state === 'blocked').length
  if (tallies.some(({ isUnauthorized }) => isUnauthorized) || without === tallies.length) return 'failed'
  const isClean = tallies.every(
    ({ state, unreadable, failed, unknown }) => state === 'done' && unreadable + failed + unknown === 0,
  )
  if (isClean && standing + problems === 0) return 'success'
  const isOnlyHeld = tallies.every(
    ({ state, failed, unknown }) => (state === 'done' || state === 'held') && failed + unknown === 0,
  )
  return isOnlyHeld && tallies.some(({ state }) => state === 'held') ? 'held' : 'partial'
}

/** Ashby answers 403 to an unknown key as well; where a permission is missing, it is named. */
function isKeyRefused(error: unknown): boolean {
  if (!(error instanceof FatalError)) return false
  return error.facts.status === 401 || (error.facts.status === 403 && error.facts.permission === undefined)
}
