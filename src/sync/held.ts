import { listHolds } from '../store/holds.ts'
import { loadRecords } from '../store/records.ts'
import { type FlowRun, placeOf } from './engine.ts'

interface Sourced {
  readonly source: { readonly id: string }
}

/**
 * What a plan holds is held for a run of single records too: written one by one as webhooks come, the plan would be carried
 * out although nobody approved it, or although somebody rejected it. A run over everything decides about them (R20).
 */
export async function withoutHeld<Work extends Sourced>(
  flowRun: FlowRun,
  works: readonly Work[],
): Promise<readonly Work[]> {
  const { engine, run, tally } = flowRun
  if (!run.records) return works
  const ids = works.map(({ source }) => source.id)
  const known = await loadRecords(engine.db, placeOf(flowRun), ids)
  const free = works.filter(({ source }) => known.get(source.id)?.state !== 'held')
  const held = works.length - free.length
  if (held > 0) Object.assign(tally, { state: 'held', problem: problemOf(held), ...(await waitingPlan(flowRun)) })
  return free
}

function problemOf(held: number): string {
  const records = held === 1 ? '1 record stands' : `${held} records stand`
  return `${records} in a plan that is held; nothing is written for them until that plan is decided`
}

async function waitingPlan({ engine, connection, flow }: FlowRun) {
  const holds = await listHolds(engine.db, { connection: connection.id, states: ['waiting'] })
  const digest = holds.find((hold) => hold.flow === flow.name)?.digest
  return digest && { digest }
}
