import { listRuns, type StoredRun } from '../store/runs.ts'
import type { Tally } from '../sync/engine.ts'
import { RefusedError } from './failures.ts'
import { connectionNamed, type Globals, withApp } from './open.ts'
import { ago, counted, duration, listed, print, printJson, table } from './terminal.ts'

interface RunsOptions extends Globals {
  readonly limit: string
  readonly json?: boolean
}

export async function runs(connection: string | undefined, options: RunsOptions): Promise<number> {
  const limit = Number(options.limit)
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000)
    throw new RefusedError('--limit expects a number from 1 to 1000')
  return withApp(options, async (app) => {
    if (connection !== undefined) connectionNamed(app, connection)
    const found = await listRuns(app.database.knex, { limit, ...(connection && { connection }) })
    if (options.json) printJson(found.map(({ plan, ...run }) => run))
    else print(found.length === 0 ? 'No run yet.' : table(found.map(row)))
    return 0
  })
}

function row(run: StoredRun): string[] {
  const { connection, trigger, state, dryRun, records, queuedAt, startedAt, finishedAt, id } = run
  const took = startedAt && finishedAt ? duration(Date.parse(finishedAt) - Date.parse(startedAt)) : ''
  const what = dryRun ? 'plan' : records ? `${records.length} record${records.length === 1 ? '' : 's'}` : 'all'
  return [queuedAt, ago(queuedAt), connection, trigger, what, state, took, writes(run), id]
}

function writes({ flows, state }: StoredRun): string {
  const tallies = Object.values(flows as unknown as Readonly<Record<string, Tally>>)
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0)
  const parts = [
    counted(
      sum((t) => t.applied),
      'written',
    ),
    counted(
      sum((t) => t.failed + t.unknown),
      'failed',
    ),
  ]
  const read = sum((t) => t.read)
  return state === 'running' ? listed([`${read} read so far`, ...parts], '') : listed(parts, 'nothing written')
}
