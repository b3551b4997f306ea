import type { App } from '../app.ts'
import type { Plan } from '../plan/plan.ts'
import { renderPlan } from '../plan/render.ts'
import { requestRun, type StoredRun } from '../store/runs.ts'
import type { Tally } from '../sync/engine.ts'
import { connectionNamed, type Globals, withApp } from './open.ts'
import { type Planned, type Planning, planWithMapping } from './plan-mapping.ts'
import { runHere } from './run-here.ts'
import { exitCodeFor, plansOf, summarise } from './summary.ts'
import { print, printJson, tell } from './terminal.ts'

export interface PlanOptions extends Globals {
  readonly record?: string
  /** Another mapping file, in place of the connection's own. */
  readonly mapping?: string
  readonly json?: boolean
}

/** The dry run: reads and decides as a run does, and writes nothing to anybody. Works on a disabled connection too. */
export async function plan(id: string, { record, mapping, json, ...globals }: PlanOptions): Promise<number> {
  return withApp(globals, async (app, signal) => {
    const planning = { id, signal, ...(record !== undefined && { record }) }
    const { run, isWrong } = await (mapping === undefined
      ? planAsItIs(app, planning)
      : planWithMapping(app, mapping, planning))
    if (json) printJson({ ...(await summarise(app, run)), plan: plansOf(run) })
    else show(run)
    return isWrong ? 1 : exitCodeFor(run.state)
  })
}

async function planAsItIs(app: App, { id, record, signal }: Planning): Promise<Planned> {
  const open = connectionNamed(app, id)
  const request = { connection: id, trigger: 'command', dryRun: true, ...(record && { records: [record] }) } as const
  const requested = await requestRun(app.database.knex, request)
  return { run: await runHere(app, open, requested.id, { dryRun: true, signal }), isWrong: false }
}

function show(run: StoredRun): void {
  print((plansOf(run) as unknown as readonly Plan[]).map(renderPlan).join('\n'))
  for (const [flow, tally] of Object.entries(run.flows as unknown as Readonly<Record<string, Tally>>)) {
    if (tally.problem) tell(`${flow}: ${tally.state}: ${tally.problem}`)
    if (tally.unreadable > 0) tell(`${flow}: ${tally.unreadable} records could not be read`)
  }
  print(`A plan only: nothing was written (run ${run.id}, ${run.state}).`)
}
