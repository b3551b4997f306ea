import { type HoldState, type ListedHold, listHolds } from '../store/holds.ts'
import { loadRecords } from '../store/records.ts'
import { type FlowRun, placeOf } from './engine.ts'

/**
 * What a plan holds is held for a run of single records too, and not even decided there: written one by one as webhooks come,
 * the plan would be carried out although nobody approved it, or although somebody rejected it. Runs over everything decide
 * about these records (R20).
 */
export async function heldAmong(flowRun: FlowRun, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { engine, run, tally } = flowRun
  if (!run.records) return new Set()
  const known = await loadRecords(engine.db, placeOf(flowRun), ids)
  const held = ids.filter((id) => known.get(id)?.state === 'held')
  if (held.length === 0) return new Set()
  const plan = await newestHold(flowRun, ['waiting', 'approved', 'rejected'])
  tally.state = 'held'
  tally.problem = [tally.problem, problemOf(held.length, plan?.state)].filter(Boolean).join('; ')
  if (plan?.state === 'waiting') tally.digest = plan.digest
  return new Set(held)
}

/** With what comes next, which is not the same after each decision. */
function problemOf(held: number, state: HoldState = 'waiting'): string {
  const records = held === 1 ? '1 record stands' : `${held} records stand`
  const ways: Partial<Record<HoldState, string>> = {
    approved: 'the run over everything that was asked for writes them',
    rejected: 'it was rejected; once something in it is another, a new plan can be decided',
  }
  return `${records} in a plan that is held: ${ways[state] ?? 'nothing is written for them until it is decided'}`
}

/** Of this flow; undefined where none is in one of these states. */
export async function newestHold(
  { engine, connection, flow }: FlowRun,
  states: readonly HoldState[],
): Promise<ListedHold | undefined> {
  const holds = await listHolds(engine.db, { connection: connection.id, states })
  return holds.find((hold) => hold.flow === flow.name)
}
