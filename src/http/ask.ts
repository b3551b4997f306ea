import { requestPush } from '../store/hooks.ts'
import { type RunState, requestRun } from '../store/runs.ts'
import { DEFAULT_TIMEOUTS, type HttpParts, type ServedConnection } from './parts.ts'
import { refuse } from './problem.ts'
import { within } from './within.ts'

export interface Asked {
  readonly connection: string
  readonly runId: string
  readonly state: RunState
}

interface Ask {
  readonly record?: string
  readonly dryRun: boolean
  /** Naming a record presses "push" for it, where a connection waits for that. Default: with a record, yes. */
  readonly isPush?: boolean
}

/** A run that is queued already is the answer to any number of requests; it is done by whoever holds the lease (S91). */
export async function askForRun(
  parts: HttpParts,
  connection: string,
  { record, dryRun, isPush = true }: Ask,
): Promise<Asked> {
  const records = record === undefined ? {} : { records: [record] }
  const run =
    record !== undefined && isPush && !dryRun
      ? await requestPush(parts.db, connection, record)
      : await requestRun(parts.db, { connection, trigger: 'request', dryRun, ...records })
  await wake(parts, connection)
  return { connection, runId: run.id, state: run.state }
}

/** The request is kept: should the queue not hear of it now, the next tick does it. */
export async function wake(parts: HttpParts, connection: string): Promise<void> {
  const { databaseMs } = { ...DEFAULT_TIMEOUTS, ...parts.timeouts }
  await within(databaseMs, parts.wake(connection)).catch((error: unknown) => {
    parts.logger.warn({ connection, error }, 'the queue could not be told of a run; the next tick finds it')
  })
}

export function servedConnection({ connections }: HttpParts, id: string): ServedConnection {
  return connections.get(id) ?? refuse(404, 'unknown_connection', 'no connection has this id')
}

export function enabledConnection(parts: HttpParts, id: string): ServedConnection {
  const connection = servedConnection(parts, id)
  if (connection.isEnabled) return connection
  const way = `switch it on: POST /api/v1/connections/${id}/enabled, or "hirewire enable ${id}"`
  refuse(409, 'connection_disabled', `the connection ${id} is not enabled, so it does not sync; ${way}`)
}

/** While stopping, a run would be promised that nobody begins. */
export function refuseUnlessReady({ isReady }: HttpParts): void {
  if (!isReady()) refuse(503, 'unavailable', 'this server is starting or stopping; try again', { 'retry-after': '10' })
}
