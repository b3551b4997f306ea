import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Call } from '../lib/http-client.ts'
import type { RunEnd, StoredRun } from '../store/runs.ts'
import type { Tally } from '../sync/engine.ts'

export type HookOutcome = 'accepted' | 'duplicate' | 'ignored' | 'handshake' | 'forged' | 'unavailable'

/** What only the database knows, read when somebody scrapes. */
export interface Readings {
  readonly queueDepth: number
  /** Seconds the oldest change of each connection has been waiting; 0 where nothing waits. */
  readonly oldestUnsynced: ReadonlyMap<string, number>
  /** Mails by how far they got. */
  readonly mails: ReadonlyMap<string, number>
}

export interface Metrics {
  readonly registry: Registry
  callsOf(connection: string): (call: Call) => void
  ran(connection: string, executed: { readonly run: StoredRun; readonly end: RunEnd }): void
  hook(connection: string, outcome: HookOutcome): void
  /** In Prometheus' text form. Without readings those gauges are left out rather than stale. */
  render(readings: Readings | undefined): Promise<{ readonly contentType: string; readonly text: string }>
}

/** Labels are ids of connections, names of flows, path templates and closed lists: never an id or a word of a person. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const meters = createMeters(registry)
  return {
    registry,
    callsOf: (connection) => (call) => countCall(meters, connection, call),
    ran: (connection, executed) => countRun(meters, connection, executed),
    hook: (connection, outcome) => meters.hooks.inc({ connection, outcome }),
    async render(readings) {
      setGauges(meters, readings)
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}

type Meters = ReturnType<typeof createMeters>

function createMeters(registry: Registry) {
  const registers = [registry]
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name: `hirewire_${name}`, help, labelNames, registers })
  return {
    runs: counter('runs_total', 'Runs that ended, by outcome.', ['connection', 'state']),
    planned: counter('planned_records_total', 'Records planned to be written, by gravest effect.', [
      ...(['connection', 'flow', 'effect'] as const),
    ]),
    changes: counter('changes_total', 'Writes to a vendor, by what came of them.', ['connection', 'flow', 'outcome']),
    calls: counter('calls_total', 'Calls to vendors, each attempt counted.', [
      ...(['connection', 'method', 'template', 'status', 'outcome'] as const),
    ]),
    limited: counter('rate_limited_total', 'Calls a vendor put off with 429.', ['connection']),
    hooks: counter('hooks_total', 'Deliveries of webhooks, by what was done with them.', ['connection', 'outcome']),
    seconds: new Histogram({
      name: 'hirewire_run_seconds',
      help: 'How long runs took.',
      labelNames: ['connection'],
      buckets: [1, 5, 15, 30, 60, 120, 300, 600, 1800],
      registers,
    }),
    oldest: new Gauge({
      name: 'hirewire_oldest_unsynced_change_seconds',
      help: 'How long the oldest change that is not in step has been waiting; 0 when none is.',
      labelNames: ['connection'],
      registers,
    }),
    depth: new Gauge({ name: 'hirewire_queue_depth', help: 'Runs asked for and not begun.', registers }),
    mails: new Gauge({
      name: 'hirewire_mails',
      help: 'Mails to people, by how far they got; failed and unclear ones need somebody.',
      labelNames: ['state'],
      registers,
    }),
  }
}

function countCall({ calls, limited }: Meters, connection: string, call: Call): void {
  const { method, template, outcome } = call
  calls.inc({ connection, method, template, status: String(call.status ?? 'none'), outcome })
  if (outcome === 'rate_limited') limited.inc({ connection })
}

function countRun(meters: Meters, connection: string, { run, end }: { run: StoredRun; end: RunEnd }): void {
  meters.runs.inc({ connection, state: end.state })
  if (run.startedAt) meters.seconds.observe({ connection }, Math.max(0, Date.now() - Date.parse(run.startedAt)) / 1000)
  if (run.dryRun) return
  const tallies = end.flows as unknown as Readonly<Record<string, Tally>>
  for (const [flow, tally] of Object.entries(tallies)) countFlow(meters, connection, flow, tally)
}

function countFlow({ planned, changes }: Meters, connection: string, flow: string, tally: Tally): void {
  for (const [effect, count] of Object.entries(tally.planned)) {
    if (count > 0) planned.inc({ connection, flow, effect }, count)
  }
  for (const outcome of ['applied', 'verified', 'failed', 'unknown'] as const) {
    if (tally[outcome] > 0) changes.inc({ connection, flow, outcome }, tally[outcome])
  }
}

function setGauges({ oldest, depth, mails }: Meters, readings: Readings | undefined): void {
  oldest.reset()
  mails.reset()
  depth.remove()
  if (!readings) return
  depth.set(readings.queueDepth)
  for (const [connection, seconds] of readings.oldestUnsynced) oldest.set({ connection }, seconds)
  for (const [state, count] of readings.mails) mails.set({ state }, count)
}
