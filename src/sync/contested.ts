import { recordsOfTargets } from '../store/links.ts'
import { loadRows } from '../store/snapshots.ts'
import { type FlowRun, placeOf } from './engine.ts'

interface Claim {
  readonly source: { readonly id: string }
  /** The target object that this record matches and is not linked with yet. */
  readonly adopt?: string
}

/** By claim, why it is refused: an object that several records match is nobody's, since whose it is cannot be told (fault R15). */
export async function contested<C extends Claim>(
  flowRun: FlowRun,
  claims: readonly C[],
): Promise<ReadonlyMap<C, string>> {
  const byTarget = Map.groupBy(
    claims.filter(({ adopt }) => adopt),
    ({ adopt }) => adopt!,
  )
  const problems = new Map<C, string>()
  for (const [target, rivals] of byTarget) {
    const records = [...new Set([...(await holdersOf(flowRun, target)), ...rivals.map(({ source }) => source.id)])]
    if (records.length > 1) for (const rival of rivals) problems.set(rival, describe(target, records))
  }
  return problems
}

async function holdersOf(flowRun: FlowRun, target: string): Promise<readonly string[]> {
  const { engine, connection, flow } = flowRun
  const holders = await recordsOfTargets(engine.db, placeOf(flowRun), [target])
  const rows = await loadRows(engine.db, { connection: connection.id, collection: flow.source }, holders)
  return holders.filter((holder) => !rows.get(holder)?.isGone)
}

function describe(target: string, records: readonly string[]): string {
  return `${target} matches ${records.length} records: ${records.join(', ')}; make what they match by different`
}
