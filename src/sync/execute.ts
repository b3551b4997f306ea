import type { Connection } from '../connectors/connector.ts'
import type { Json } from '../lib/json.ts'
import type { Limits } from '../plan/guard.ts'
import type { Plan } from '../plan/plan.ts'
import { LeaseLostError } from '../store/changes.ts'
import { ensureConnection, noteOutcome } from '../store/connections.ts'
import { acquireLease, releaseLease } from '../store/leases.ts'
import { finishRun, noteProgress, type RunEnd, type StoredRun, startRun } from '../store/runs.ts'
import { type Engine, type FlowRun, newTally, type Reads, type Tally } from './engine.ts'
import { type Held, keepLease } from './heartbeat.ts'
import { endOf, isKeyRefused } from './outcome.ts'
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
    // A lease that cannot be given back expires; what went wrong before must not be hidden by it.
    await releaseLease(engine.db, lease).catch((error: unknown) =>
      engine.logger.warn({ error }, 'lease not given back'),
    )
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
