import type { App, OpenConnection } from '../app.ts'
import { grantNeeded } from '../lib/grant-path.ts'
import { loadConnection } from '../store/connections.ts'
import { lastDeliveries } from '../store/hooks.ts'
import { countByReason, oldestPending, skippedExamples } from '../store/records.ts'
import { lastRun as loadLastRun, type StoredRun, waitingRuns } from '../store/runs.ts'
import { commandLine, connectionNamed, type Globals, withApp } from './open.ts'
import { type Held, holdsOf, type Standing, type Waiting, waitingOf } from './summary.ts'
import { progressLine, renderHolds, renderWaiting, standingLine } from './summary-text.ts'
import { ago, print, printJson } from './terminal.ts'

interface Status {
  readonly connection: string
  readonly connector: string
  readonly enabled: boolean
  /** By whom, where it is not as the config file says it. */
  readonly switched?: NonNullable<OpenConnection['switched']>
  readonly schedule: string
  /** Of the newest run that looked at everything; `never` before the first. */
  readonly state: StoredRun['state'] | 'never'
  readonly lastRun?: Omit<StoredRun, 'plan' | 'flows' | 'calls'>
  /** What is going on now and how far it is: a first run over a large account takes hours (S70). */
  readonly running?: Omit<StoredRun, 'plan'>
  readonly lastSuccessAt?: string
  readonly oldestUnsyncedAt?: string
  readonly records: readonly (Standing & { readonly flow: string })[]
  /** Of each reason why records are skipped, one of them and what is said of it. */
  readonly skipped: readonly Skipped[]
  readonly waiting: readonly Waiting[]
  readonly holds: readonly Held[]
  readonly problems: readonly string[]
  readonly webhooks: readonly { readonly event: string; readonly receivedAt: string }[]
}

type Skipped = Awaited<ReturnType<typeof skippedExamples>>[number]

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

async function statusOf({ database: { knex } }: App, open: OpenConnection): Promise<Status> {
  const { config, connection } = open
  const { id, connector, schedule } = config
  const { isEnabled: enabled, switched } = open
  const { lastSuccessAt, problem } = await loadConnection(knex, id)
  const lastRun = await loadLastRun(knex, id, { isFull: true })
  const running = (await waitingRuns(knex)).find((run) => run.connection === id && run.state === 'running')
  const oldest = await oldestPending(knex, id)
  return {
    ...{ connection: id, connector, enabled, schedule, state: lastRun?.state ?? 'never' },
    ...(switched && { switched }),
    ...(lastRun && { lastRun: withoutLists(lastRun) }),
    ...(running && { running: withoutPlan(running) }),
    ...(lastSuccessAt && { lastSuccessAt }),
    ...(oldest && { oldestUnsyncedAt: oldest.toISOString() }),
    records: await countByReason(knex, id),
    skipped: await skippedExamples(knex, id),
    waiting: await waitingOf(
      knex,
      id,
      connection.flows.map(({ name }) => name),
    ),
    holds: await holdsOf(knex, id),
    problems: [...new Set([...connection.problems(), ...(await grantProblem(open)), ...(problem?.split('\n') ?? [])])],
    webhooks: await lastDeliveries(knex, id),
  }
}

async function grantProblem({ connection: { id, grant } }: OpenConnection): Promise<readonly string[]> {
  return (await grant?.state()) === 'disconnected' ? [grantNeeded(id)] : []
}

function withoutLists({ plan, flows, calls, ...run }: StoredRun): Status['lastRun'] {
  return run
}

function withoutPlan({ plan, ...run }: StoredRun): Status['running'] {
  return run
}

function render(status: Status, options: Globals): string {
  const { connection, connector, enabled, schedule, state, lastRun, lastSuccessAt, oldestUnsyncedAt } = status
  const flows = [...new Set(status.records.map(({ flow }) => flow))]
  return [
    `${connection} (${connector}): ${enabled ? `enabled, ${schedule}` : 'disabled'}${switchedBy(status)}`,
    `  last run: ${lastRun ? `${state}, ${ago(lastRun.finishedAt ?? lastRun.queuedAt)} (${lastRun.trigger}, run ${lastRun.id})` : 'never'}`,
    ...(status.running ? [progressLine(status.running)] : []),
    `  last success: ${lastSuccessAt ? `${ago(lastSuccessAt)} (${lastSuccessAt})` : 'never'}`,
    `  oldest unsynced change: ${oldestUnsyncedAt ? `${ago(oldestUnsyncedAt)} (${oldestUnsyncedAt})` : 'none'}`,
    ...status.webhooks.map(({ event, receivedAt }) => `  last webhook ${event}: ${ago(receivedAt)}`),
    ...flows.flatMap((flow) => [
      ...standingLine(
        flow,
        status.records.filter((one) => one.flow === flow),
      ),
      ...status.skipped.filter((one) => one.flow === flow).map(skippedLine),
    ]),
    ...status.problems.map((problem) => `  problem: ${problem}`),
    ...renderWaiting(status.waiting),
    ...(status.waiting.length > 0 ? [`  more of one: ${commandLine(`explain ${connection} <record>`, options)}`] : []),
    ...renderHolds(status.holds, options),
  ].join('\n')
}

function switchedBy({ switched }: Status): string {
  return switched ? ` (switched by ${switched.by} ${ago(switched.at)})` : ''
}

function skippedLine({ reason, id, message }: Skipped): string {
  return `    ${reason}: ${message} (such as ${id})`
}
