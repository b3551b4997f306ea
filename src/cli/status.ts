import type { App, OpenConnection } from '../app.ts'
import { loadConnection } from '../store/connections.ts'
import { lastDeliveries } from '../store/hooks.ts'
import { countByReason, oldestPending } from '../store/records.ts'
import { lastRun as loadLastRun, type StoredRun } from '../store/runs.ts'
import { commandLine, connectionNamed, type Globals, withApp } from './open.ts'
import { type Held, holdsOf, type Standing, type Waiting, waitingOf } from './summary.ts'
import { renderHolds, renderWaiting, standingLine } from './summary-text.ts'
import { ago, print, printJson } from './terminal.ts'

interface Status {
  readonly connection: string
  readonly connector: string
  readonly enabled: boolean
  readonly schedule: string
  /** Of the newest run that looked at everything; `never` before the first. */
  readonly state: StoredRun['state'] | 'never'
  readonly lastRun?: Omit<StoredRun, 'plan' | 'flows' | 'calls'>
  readonly lastSuccessAt?: string
  readonly oldestUnsyncedAt?: string
  readonly records: readonly (Standing & { readonly flow: string })[]
  readonly waiting: readonly Waiting[]
  readonly holds: readonly Held[]
  readonly problems: readonly string[]
  readonly webhooks: readonly { readonly event: string; readonly receivedAt: string }[]
}

export async function status(id: string | undefined, options: Globals & { readonly json?: boolean }): Promise<number> {
  return withApp(options, async (app) => {
    const chosen = id === undefined ? [...app.connections.values()] : [connectionNamed(app, id)]
    const all: Status[] = []
    for (const open of chosen) all.push(await statusOf(app, open))
    if (options.json) printJson(all)
    else
      print(
        all.length === 0 ? 'The config file names no connection.' : all.map((one) => render(one, options)).join('\n\n'),
      )
    return 0
  })
}

async function statusOf({ database: { knex } }: App, { config, connection }: OpenConnection): Promise<Status> {
  const { id, connector, enabled, schedule } = config
  const { lastSuccessAt, problem } = await loadConnection(knex, id)
  const lastRun = await loadLastRun(knex, id, { isFull: true })
  const oldest = await oldestPending(knex, id)
  return {
    ...{ connection: id, connector, enabled, schedule, state: lastRun?.state ?? 'never' },
    ...(lastRun && { lastRun: withoutLists(lastRun) }),
    ...(lastSuccessAt && { lastSuccessAt }),
    ...(oldest && { oldestUnsyncedAt: oldest.toISOString() }),
    records: await countByReason(knex, id),
    waiting: await waitingOf(
      knex,
      id,
      connection.flows.map(({ name }) => name),
    ),
    holds: await holdsOf(knex, id),
    problems: [...new Set([...connection.problems(), ...(problem?.split('\n') ?? [])])],
    webhooks: await lastDeliveries(knex, id),
  }
}

function withoutLists({ plan, flows, calls, ...run }: StoredRun): Status['lastRun'] {
  return run
}

function render(status: Status, options: Globals): string {
  const { connection, connector, enabled, schedule, state, lastRun, lastSuccessAt, oldestUnsyncedAt } = status
  const flows = [...new Set(status.records.map(({ flow }) => flow))]
  return [
    `${connection} (${connector}): ${enabled ? `enabled, ${schedule}` : 'disabled'}`,
    `  last run: ${lastRun ? `${state}, ${ago(lastRun.finishedAt ?? lastRun.queuedAt)} (${lastRun.trigger}, run ${lastRun.id})` : 'never'}`,
    `  last success: ${lastSuccessAt ? `${ago(lastSuccessAt)} (${lastSuccessAt})` : 'never'}`,
    `  oldest unsynced change: ${oldestUnsyncedAt ? `${ago(oldestUnsyncedAt)} (${oldestUnsyncedAt})` : 'none'}`,
    ...status.webhooks.map(({ event, receivedAt }) => `  last webhook ${event}: ${ago(receivedAt)}`),
    ...flows.flatMap((flow) =>
      standingLine(
        flow,
        status.records.filter((one) => one.flow === flow),
      ),
    ),
    ...status.problems.map((problem) => `  problem: ${problem}`),
    ...renderWaiting(status.waiting),
    ...(status.waiting.length > 0 ? [`  more of one: ${commandLine(`explain ${connection} <record>`, options)}`] : []),
    ...renderHolds(status.holds, options),
  ].join('\n')
}
