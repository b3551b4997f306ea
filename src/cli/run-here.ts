import { setTimeout as delay } from 'node:timers/promises'
import type { App, OpenConnection } from '../app.ts'
import { loadRun, type StoredRun } from '../store/runs.ts'
import { RefusedError } from './failures.ts'
import { watchProgress } from './progress.ts'
import { tell } from './terminal.ts'

interface Watched {
  readonly dryRun: boolean
  readonly signal: AbortSignal
  /** How long a run of another process may keep ours waiting. */
  readonly waitMs?: number
}

const lookEveryMs = 500

/** Does the requested run in this process, or follows it to its end where another process was faster. */
export async function runHere(app: App, open: OpenConnection, id: string, watched: Watched): Promise<StoredRun> {
  const progress = watchProgress(app.database.knex, id)
  try {
    return await finished(app, open, id, watched)
  } finally {
    progress.stop()
  }
}

async function finished(app: App, open: OpenConnection, id: string, watched: Watched): Promise<StoredRun> {
  const { dryRun, signal, waitMs = 120_000 } = watched
  const until = Date.now() + waitMs
  let isTold = false
  for (;;) {
    const executed = await app.execute(open, { dryRun, signal })
    if (executed.type === 'off') throw switchedOff(open, id)
    const run = await loadRun(app.database.knex, id)
    if (!run) throw new RefusedError(`Run ${id} is no longer in the database; "hirewire runs" shows what is`)
    if (run.finishedAt) return run
    if (executed.type !== 'busy') continue
    if (signal.aborted) throw new RefusedError(`Stopped waiting; run ${id} stays ${run.state}`)
    if (run.state === 'queued' && Date.now() > until) throw stillBusy(open, id, waitMs)
    if (!isTold) tell(`A run of ${open.config.id} is going on already; waiting for it, at most ${waitMs / 1_000} s.`)
    isTold = true
    await delay(lookEveryMs)
  }
}

function switchedOff({ config }: OpenConnection, id: string): RefusedError {
  return new RefusedError(
    `Connection ${config.id} was switched off meanwhile. Run ${id} stays queued: it is done when the connection is on again.`,
  )
}

function stillBusy({ config }: OpenConnection, id: string, waitMs: number): RefusedError {
  return new RefusedError(
    `Another process still runs ${config.id} after ${waitMs / 1_000} s. Run ${id} stays queued: the daemon, or the next "hirewire sync", does it.`,
  )
}
