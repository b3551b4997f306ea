import { z } from 'zod'
import type { StoredChange } from '../../store/changes.ts'
import type { StoredRun } from '../../store/runs.ts'
import { stepNames } from '../../sync/steps.ts'
import { maskFields, type Sight } from './values.ts'

export const runStates = [...(['queued', 'running', 'success', 'partial', 'held', 'failed'] as const)]
export const triggers = [...(['schedule', 'hook', 'request', 'command', 'approval'] as const)]

export const Run = z
  .object({
    id: z.string(),
    connection: z.string(),
    trigger: z.enum(triggers),
    state: z.enum(runStates),
    dryRun: z.boolean(),
    records: z.array(z.string()).nullable().describe('Only these were looked at; null means everything.'),
    flows: z.record(z.string(), z.unknown()).describe('Counts of each flow; while it runs, so far.'),
    calls: z.record(z.string(), z.number()).describe('Calls to vendors by method and path template.'),
    callsMade: z.int(),
    steps: z
      .array(z.object({ flow: z.string(), step: z.enum(stepNames), startedAt: z.string(), ms: z.int() }))
      .describe(
        'Where its time went, while it runs so far. `read` and `diff` take turns, so do `desire`, `match` and `plan`: each has what it took in all. `apply` includes reading back.',
      ),
    waits: z
      .record(z.string(), z.object({ count: z.int(), ms: z.int(), retries: z.int() }))
      .describe('Of each system, what its rate limit cost: waits, their time on the clock, and calls sent again.'),
    problem: z.string().nullable(),
    queuedAt: z.string(),
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
    durationMs: z.int().nullable(),
  })
  .meta({ id: 'Run' })
export type Run = z.output<typeof Run>

export const RunInFull = Run.extend({ plan: z.unknown().describe('Of a dry run: what would be written.') }).meta({
  id: 'RunInFull',
})

export function viewRun(run: StoredRun): Run {
  const calls = run.calls as Readonly<Record<string, number>>
  const { id, connection, trigger, state, dryRun, queuedAt } = run
  return {
    ...{ id, connection, trigger, state, dryRun, queuedAt },
    records: run.records ? [...run.records] : null,
    flows: run.flows as Record<string, unknown>,
    calls,
    steps: run.steps as unknown as Run['steps'],
    waits: run.waits as unknown as Run['waits'],
    callsMade: Object.values(calls).reduce((sum, count) => sum + count, 0),
    problem: run.problem ?? null,
    startedAt: run.startedAt ?? null,
    finishedAt: run.finishedAt ?? null,
    durationMs: durationOf(run),
  }
}

function durationOf({ startedAt, finishedAt }: StoredRun): number | null {
  if (!startedAt || !finishedAt) return null
  return Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt))
}

export const Change = z
  .object({
    id: z.string(),
    run: z.string(),
    connection: z.string(),
    flow: z.string(),
    record: z.string(),
    action: z.string(),
    effect: z.enum(['create', 'update', 'clear', 'close']),
    target: z.string().nullable(),
    fields: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
    outcome: z.enum(['intended', 'applied', 'verified', 'failed', 'unknown']),
    reason: z.string().nullable(),
    message: z.string().nullable(),
    requestId: z.string().nullable().describe("The vendor's."),
    intendedAt: z.string(),
    settledAt: z.string().nullable(),
    verifiedAt: z.string().nullable(),
    sightings: z
      .array(
        z.object({
          outcome: z.enum(['applied', 'absent']),
          target: z.string().nullable(),
          by: z.string(),
          at: z.string(),
        }),
      )
      .describe('What people said of it, where the target could not tell; the last one counts.'),
  })
  .meta({ id: 'Change' })

/** Without `input`: what the call needed beyond its fields is of no use to a reader, and may hold more of a person. */
export function viewChange(change: StoredChange, sight: Sight): z.output<typeof Change> {
  const { id, run, connection, flow, record, action, effect, state, intendedAt } = change
  const fields = maskFields(sight(connection, flow), change.fields)
  return {
    ...{ id, run, connection, flow, record, action, effect, intendedAt },
    fields: fields.map(({ field, before, after }) => ({ field, before, after })),
    outcome: state,
    target: change.target ?? null,
    reason: change.reason ?? null,
    message: change.message ?? null,
    requestId: change.requestId ?? null,
    settledAt: change.settledAt ?? null,
    verifiedAt: change.verifiedAt ?? null,
    sightings: change.sightings.map((sighting) => ({ ...sighting, target: sighting.target ?? null })),
  }
}
