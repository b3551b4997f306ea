import type { App } from '../app.ts'
import type { Json } from '../lib/json.ts'
import { listHolds } from '../store/holds.ts'
import { countByReason, listRecords, loadRecords, type RecordState, type StoredRecord } from '../store/records.ts'
import { type Written, writtenByFlow } from '../store/run-counts.ts'
import type { StoredRun } from '../store/runs.ts'
import type { Tally } from '../sync/engine.ts'
import { idsFor } from '../sync/look.ts'

/** What a run did and what it left, as `sync --json` prints it. */
export interface Summary {
  readonly run: string
  readonly connection: string
  readonly trigger: StoredRun['trigger']
  readonly state: StoredRun['state']
  readonly dryRun: boolean
  readonly records?: readonly string[]
  readonly queuedAt: string
  readonly startedAt?: string
  readonly finishedAt?: string
  readonly problem?: string
  readonly flows: Readonly<Record<string, FlowSummary>>
  readonly calls: Readonly<Record<string, number>>
  /** Records a person should look at, at most `mostShown` of each state. */
  readonly waiting: readonly Waiting[]
  readonly holds: readonly Held[]
}

/** `written` counts records, the tally's own `applied` and `verified` count writes. */
export interface FlowSummary extends Tally {
  readonly written: Written
  readonly standing: readonly Standing[]
}

export interface Standing {
  readonly state: RecordState
  readonly reason?: string
  readonly count: number
}

export interface Waiting {
  readonly flow: string
  readonly record: string
  readonly state: RecordState
  readonly reason?: string
  readonly message?: string
}

export interface Held {
  readonly flow: string
  readonly digest: string
  readonly reasons: readonly string[]
}

const nothing: Written = { create: 0, update: 0, clear: 0, close: 0 }
const mostShown = 10

export async function summarise({ database: { knex }, connections }: App, run: StoredRun): Promise<Summary> {
  const { id, connection, trigger, state, dryRun, records, queuedAt, startedAt, finishedAt, problem } = run
  const flows = connections.get(connection)?.connection.flows.map(({ name }) => name) ?? []
  const written = await writtenByFlow(knex, id)
  const standing = records ? await standingOf(knex, connection, flows, records) : await countByReason(knex, connection)
  const tallies = run.flows as unknown as Readonly<Record<string, Tally>>
  return {
    ...{ run: id, connection, trigger, state, dryRun, records, queuedAt, startedAt, finishedAt, problem },
    flows: Object.fromEntries(
      inOrder(flows, tallies).map(([flow, tally]) => [
        flow,
        { ...tally, written: written.get(flow) ?? nothing, standing: ofFlow(standing, flow) },
      ]),
    ),
    calls: run.calls as Readonly<Record<string, number>>,
    waiting: await waitingOf(knex, connection, flows, records),
    holds: await holdsOf(knex, connection),
  }
}

/** As they run: the database gives keys back in an order of its own. */
function inOrder(flows: readonly string[], tallies: Readonly<Record<string, Tally>>): [string, Tally][] {
  return Object.entries(tallies).toSorted(([a], [b]) => flows.indexOf(a) - flows.indexOf(b))
}

export async function holdsOf(knex: App['database']['knex'], connection: string): Promise<Held[]> {
  const holds = await listHolds(knex, { connection, states: ['waiting'] })
  return holds.map(({ flow, digest, reasons }) => ({ flow, digest, reasons: reasons.map(({ message }) => message) }))
}

/** Of a run for single records, those alone; else the first of everything that waits. Held ones are told as a plan. */
export async function waitingOf(
  knex: App['database']['knex'],
  connection: string,
  flows: readonly string[],
  records?: readonly string[],
): Promise<Waiting[]> {
  if (records) return (await named(knex, connection, flows, records)).filter(needsPerson).map(toWaiting)
  const found: StoredRecord[] = []
  for (const state of ['failed', 'attention'] as const) {
    const places = flows.map((flow) => ({ connection, flow, states: [state], limit: mostShown }))
    const ofFlows = await Promise.all(places.map((place) => listRecords(knex, place)))
    found.push(...ofFlows.flat().slice(0, mostShown))
  }
  return found.map(toWaiting)
}

function needsPerson({ state }: StoredRecord): boolean {
  return state === 'failed' || state === 'attention'
}

function toWaiting({ flow, id, state, reason, message }: StoredRecord): Waiting {
  return { flow, record: id, state, ...(reason && { reason }), ...(message && { message }) }
}

async function standingOf(
  knex: App['database']['knex'],
  connection: string,
  flows: readonly string[],
  records: readonly string[],
) {
  const found = await named(knex, connection, flows, records)
  return found.map(({ flow, state, reason }) => ({ flow, state, ...(reason && { reason }), count: 1 }))
}

async function named(
  knex: App['database']['knex'],
  connection: string,
  flows: readonly string[],
  records: readonly string[],
): Promise<StoredRecord[]> {
  const found: StoredRecord[] = []
  for (const flow of flows)
    found.push(...(await loadRecords(knex, { connection, flow }, idsFor(flow, records))).values())
  return found
}

function ofFlow(standing: readonly (Standing & { readonly flow: string })[], flow: string): Standing[] {
  return standing
    .filter((one) => one.flow === flow)
    .map(({ state, reason, count }) => ({ state, ...(reason && { reason }), count }))
}

export function exitCodeFor(state: StoredRun['state']): number {
  if (state === 'success') return 0
  return state === 'failed' ? 1 : 2
}

/** The plans a dry run stored. */
export function plansOf({ plan }: StoredRun): readonly Json[] {
  return Array.isArray(plan) ? plan : []
}
