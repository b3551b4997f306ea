import type { App, OpenConnection } from '../app.ts'
import { savePushes } from '../store/hooks.ts'
import { requestRun, type StoredRun } from '../store/runs.ts'
import { RefusedError } from './failures.ts'
import { connectionNamed, type Globals, withApp } from './open.ts'
import { plan } from './plan.ts'
import { runHere } from './run-here.ts'
import { exitCodeFor, summarise } from './summary.ts'
import { renderSummary } from './summary-text.ts'
import { print, printJson } from './terminal.ts'

export interface SyncOptions extends Globals {
  readonly record?: string
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** One run, in this process. */
export async function sync(id: string, options: SyncOptions): Promise<number> {
  if (options.dryRun) return plan(id, options)
  return withApp(options, async (app, signal) => {
    const open = connectionNamed(app, id)
    refuseDisabled(open)
    const requested = await requestSync(app, id, options.record)
    return report(app, await runHere(app, open, requested.id, { dryRun: false, signal }), options)
  })
}

/** R22: nothing of a disabled connection runs. */
export function refuseDisabled({ config: { id }, isEnabled }: Pick<OpenConnection, 'config' | 'isEnabled'>): void {
  if (isEnabled) return
  throw new RefusedError(
    `Connection ${id} is disabled, so nothing was read or written. "hirewire enable ${id}" switches it on; "plan" and "check" work without.`,
  )
}

/** A record that is named by hand counts as pushed: its hire need not wait for "push to HRIS". */
async function requestSync({ database: { knex } }: App, connection: string, record: string | undefined) {
  return knex.transaction(async (trx) => {
    if (record) await savePushes(trx, connection, [record.slice(record.indexOf('/') + 1)])
    return requestRun(trx, { connection, trigger: 'command', ...(record && { records: [record] }) })
  })
}

export async function report(
  app: App,
  run: StoredRun,
  options: Globals & { readonly json?: boolean },
): Promise<number> {
  const summary = await summarise(app, run)
  if (options.json) printJson(summary)
  else print(renderSummary(summary, options))
  return exitCodeFor(run.state)
}
