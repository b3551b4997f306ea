import type { Connection } from '../connectors/connector.ts'
import { ConfigError, UnsupportedError } from '../lib/errors.ts'
import type { Limits } from '../plan/guard.ts'
import type { Plan } from '../plan/plan.ts'
import { LeaseLostError } from '../store/changes.ts'
import { ensureConnection, loadConnection, noteOutcome } from '../store/connections.ts'
import type { Knex } from '../store/database.ts'
import { acquireLease, releaseLease } from '../store/leases.ts'
import { finishRun, noteProgress, type RunEnd, type StoredRun, startRun } from '../store/runs.ts'
import { type Engine, type FlowRun, newTally, type Reads, type Tally } from './engine.ts'
import { type Held, keepLease } from './heartbeat.ts'
import { endOf, isKeyRefused, progressOf, type Watched } from './outcome.ts'
import { runFlow } from './run.ts'
import { createStepClock } from './steps.ts'

export interface Execution {
  readonly engine: Engine
  readonly connection: Connection
  readonly limits: Limits
  readonly dryRun: boolean
  readonly signal: AbortSignal
  /** Where the flows read and write instead: what a preview finds out is not kept. */
  readonly scratch?: Knex
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

/** With the lease held and the run `running`: does it, and says so in its row. */
export async function doRun(execution: Execution, held: Held, run: StoredRun): Promise<RunEnd> {
  const { engine, connection, scratch = engine.db } = execution
  const stop = new AbortController()
  const signal = AbortSignal.any([execution.signal, stop.signal])
  const watched: Watched = { tallies: {}, steps: createStepClock(engine.now) }
  const { tallies, steps } = watched
  const logger = engine.logger.child({ run: run.id, connection: connection.id })
  logger.info({ trigger: run.trigger, dryRun: run.dryRun }, 'run started')
  connection.takeCalls()

  const heartbeat = keepLease(engine, held, stop)
  const progress = setInterval(
    () => noteProgress(engine.db, run.id, progressOf(connection, watched)).catch(() => {}),
    progressEveryMs,
  )
  const plans = await runOrRefuse(
    { ...execution, engine: { ...engine, db: scratch }, signal },
    { lease: held.lease, ...heartbeat, steps },
    run,
    tallies,
    logger,
  ).finally(
    // Whatever went wrong: a heartbeat that goes on would keep the connection for as long as this process lives.
    async () => {
      clearInterval(progress)
      await heartbeat.stop()
    },
  )

  const end = await endOf(engine, connection, run, watched, plans)
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

async function runOrRefuse(...parts: Parameters<typeof runFlows>): Promise<Plan[]> {
  const [{ engine, connection }, , , tallies] = parts
  const problem = await keyProblem(engine, connection)
  return problem ? refuseFlows(connection, problem, tallies) : runFlows(...parts)
}

/** Until a first run has passed, nothing is kept before every side took its key (S68, S69). */
async function keyProblem({ db }: Engine, connection: Connection): Promise<unknown> {
  if (!connection.checkKeys || connection.flows.some((flow) => flow.blocked?.())) return undefined
  if (Object.keys((await loadConnection(db, connection.id)).passed).length > 0) return undefined
  try {
    await connection.checkKeys()
    return undefined
  } catch (error) {
    return error
  }
}

function refuseFlows(connection: Connection, error: unknown, tallies: Record<string, Tally>): Plan[] {
  const problem = error instanceof Error ? error.message : String(error)
  for (const { name } of connection.flows) {
    tallies[name] = { ...newTally(), state: 'failed', problem, isUnauthorized: isKeyRefused(error) }
  }
  return []
}

/** One flow's trouble never stops another; only a lost lease stops the run, before its next call. */
async function runFlows(
  execution: Execution,
  { lease, holdsLease, steps }: Pick<FlowRun, 'lease' | 'holdsLease' | 'steps'>,
  run: StoredRun,
  tallies: Record<string, Tally>,
  logger: Engine['logger'],
): Promise<Plan[]> {
  const { engine, connection, limits, signal } = execution
  const reads: Reads = new Map()
  const foreseen: FlowRun['foreseen'] = new Map()
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
      foreseen,
      tally,
      steps,
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
    tally.state = isBlocking(error) ? 'blocked' : 'failed'
    tally.problem = error instanceof Error ? error.message : String(error)
    tally.isUnauthorized = isKeyRefused(error)
    logger.error({ error, isTakenOver: error instanceof LeaseLostError }, 'flow failed')
  }
}

/** Nothing went wrong: as it is set up, or without that call at the vendor, the flow cannot run until a person changes it. */
function isBlocking(error: unknown): boolean {
  return error instanceof ConfigError || error instanceof UnsupportedError
}
