import type { StoredRun } from '../store/runs.ts'
import type { Tally } from '../sync/engine.ts'
import { commandLine, type Globals } from './open.ts'
import type { FlowSummary, Held, Standing, Summary, Waiting } from './summary.ts'
import { counted, duration, listed, table } from './terminal.ts'

export function renderSummary(summary: Summary, globals: Globals): string {
  const { connection, state, run, startedAt, finishedAt } = summary
  const took = startedAt && finishedAt ? ` in ${duration(Date.parse(finishedAt) - Date.parse(startedAt))}` : ''
  return [
    `${connection}: ${state}${took} (run ${run})`,
    table(Object.entries(summary.flows).map(flowRow), '  '),
    ...Object.entries(summary.flows).flatMap(([flow, { standing }]) => standingLine(flow, standing)),
    callsLine(summary.calls),
    ...problems(summary).map((line) => `  problem: ${line}`),
    ...renderWaiting(summary.waiting),
    ...renderHolds(summary.holds, globals),
  ].join('\n')
}

/** That a flow is held is told with the way to let it run, where its plan is one that can be approved. */
function problems({ problem, flows, holds }: Summary): string[] {
  const isTold = (flow: string) => holds.some((hold) => hold.flow === flow)
  const held = Object.entries(flows).flatMap(([flow, one]) =>
    one.state === 'held' && isTold(flow) ? `${flow}: ${one.problem}` : [],
  )
  return (problem ?? '').split('\n').filter((line) => line !== '' && !held.includes(line))
}

function flowRow([flow, { state, read, unreadable, written, failed, unknown, verified, applied }]: [
  string,
  FlowSummary,
]): string[] {
  const done = [
    counted(written.create, 'created'),
    counted(written.update, 'updated'),
    counted(written.clear, 'cleared'),
    counted(written.close, 'closed'),
  ]
  const writes = applied === 0 ? '' : `${verified} of ${applied} writes verified`
  const trouble = [counted(failed, 'failed'), counted(unknown, 'unclear'), counted(unreadable, 'unreadable')]
  return [flow, state, `${read} read`, listed(done, 'nothing to write'), listed([writes, ...trouble], '')]
}

const stateWords = {
  synced: 'in step',
  skipped: 'skipped',
  attention: 'waiting for a person',
  failed: 'failed',
  held: 'held',
  pending: 'not looked at yet',
} as const

/** `openings: 22 in step; skipped: 9 not_active, 3 not_open` */
export function standingLine(flow: string, standing: readonly Standing[]): string[] {
  const parts = Object.entries(stateWords).flatMap(([state, word]) => {
    const own = standing.filter((one) => one.state === state)
    const total = own.reduce((sum, { count }) => sum + count, 0)
    if (total === 0) return []
    const reasons = own
      .filter(({ reason }) => reason && reason !== state)
      .map(({ reason, count }) => `${count} ${reason}`)
    return `${total} ${word}${reasons.length === 0 ? '' : ` (${reasons.join(', ')})`}`
  })
  return parts.length === 0 ? [] : [`  ${flow}: ${parts.join('; ')}`]
}

/** How far a run is that goes on: `running for 12 min: applications 4200 read, 3 due` */
export function progressLine({
  flows,
  startedAt,
  queuedAt,
}: Pick<StoredRun, 'flows' | 'startedAt' | 'queuedAt'>): string {
  const tallies = Object.entries(flows as unknown as Readonly<Record<string, Tally>>)
  const parts = tallies.map(([flow, { read, due, applied }]) => {
    const rest = [counted(due, 'due'), counted(applied, 'written')].filter((part) => part !== '')
    return [`${flow} ${read} read`, ...rest].join(', ')
  })
  const since = duration(Date.now() - Date.parse(startedAt ?? queuedAt))
  return `  running for ${since}: ${parts.join('; ') || 'nothing read yet'}`
}

const mostCalls = 6

function callsLine(calls: Summary['calls']): string {
  const each = Object.entries(calls).toSorted(([, a], [, b]) => b - a)
  const total = each.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0) return '  calls: none'
  const most = each.slice(0, mostCalls).map(([name, count]) => `${count} ${name}`)
  return `  calls: ${total} (${most.join(', ')}${each.length > mostCalls ? ', …' : ''})`
}

export function renderWaiting(waiting: readonly Waiting[]): string[] {
  if (waiting.length === 0) return []
  const rows = waiting.map(({ flow, record, reason = '', message = '' }) => [flow, record, reason, message])
  return ['  look at:', table(rows, '    ')]
}

export function renderHolds(holds: readonly Held[], globals: Globals): string[] {
  return holds.flatMap(({ flow, digest, reasons }) => [
    `  ${flow} is held: ${reasons.join('; ')}`,
    `    ${commandLine(`approve ${digest}`, globals)}`,
  ])
}
