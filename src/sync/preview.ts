import { acquireLease, type Lease, releaseLease } from '../store/leases.ts'
import { finishRun, type RunEnd, type StoredRun, startPreview } from '../store/runs.ts'
import { withScratch } from '../store/scratch.ts'
import { doRun, type Execution } from './execute.ts'
import type { Held } from './heartbeat.ts'

export interface Preview extends Pick<Execution, 'engine' | 'connection' | 'limits' | 'signal'> {
  /** How long a run that goes on may keep us waiting. */
  readonly waitMs?: number
  /** Told before anything is read, so that somebody can watch. */
  onRun?(id: string): Promise<void>
}

export type Previewed =
  | { readonly type: 'busy' }
  | { readonly type: 'done'; readonly run: StoredRun; readonly end: RunEnd }

const lookEveryMs = 500

/**
 * A dry run that is kept nowhere but in its own row: no record becomes due, no list moves on, whatever mapping the given
 * connection has. It is nobody else's: no queued dry run is taken for it, and no worker takes this one.
 */
export async function previewRun(preview: Preview): Promise<Previewed> {
  const { engine, connection, onRun } = preview
  const held = await leaseWithin(preview)
  if (!held) return { type: 'busy' }
  try {
    const run = await startPreview(engine.db, connection.id)
    await onRun?.(run.id)
    return { type: 'done', run, end: await inScratch(preview, held, run) }
  } finally {
    await releaseLease(engine.db, held.lease).catch((error: unknown) =>
      engine.logger.warn({ error }, 'lease not given back'),
    )
  }
}

async function inScratch(preview: Preview, held: Held, run: StoredRun): Promise<RunEnd> {
  const { engine, connection } = preview
  try {
    return await withScratch(engine.db, connection.id, (scratch) =>
      doRun({ ...preview, dryRun: true, scratch }, held, run),
    )
  } catch (error) {
    const problem = 'the plan could not be made; the log says why'
    await finishRun(engine.db, run.id, { state: 'failed', flows: {}, calls: {}, problem })
    throw error
  }
}

async function leaseWithin({ engine, connection, signal, waitMs = 60_000 }: Preview): Promise<Held | undefined> {
  const until = performance.now() + waitMs
  for (;;) {
    const askedAt = performance.now()
    const lease: Lease | undefined = await acquireLease(engine.db, connection.id, engine.leaseMs)
    if (lease) return { lease, askedAt }
    if (signal.aborted || performance.now() >= until) return undefined
    await engine.sleep(lookEveryMs)
  }
}
