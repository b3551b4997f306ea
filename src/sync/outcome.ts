import type { Connection } from '../connectors/connector.ts'
import { DisconnectedError, FatalError } from '../lib/errors.ts'
import type { Json } from '../lib/json.ts'
import type { Plan } from '../plan/plan.ts'
import { countByReason, loadRecords, type RecordState } from '../store/records.ts'
import type { RunEnd, RunProgress, StoredRun } from '../store/runs.ts'
import type { Engine, Tally } from './engine.ts'
import { idsFor } from './look.ts'
import type { StepClock } from './steps.ts'

/** What is counted while a run goes on. */
export interface Watched {
  readonly tallies: Record<string, Tally>
  readonly steps: StepClock
}

/** How far a run is, for whoever watches it and for its report. */
export function progressOf(connection: Connection, { tallies, steps }: Watched): Required<RunProgress> {
  return {
    flows: tallies as unknown as Json,
    steps: steps.soFar() as unknown as Json,
    waits: connection.waits() as unknown as Json,
  }
}

/** What a run comes to, from what its flows did and what still stands. */
export async function endOf(
  engine: Engine,
  connection: Connection,
  run: StoredRun,
  { tallies, steps }: Watched,
  plans: readonly Plan[],
): Promise<RunEnd> {
  const all = Object.entries(tallies)
  const problems = all.flatMap(([flow, { problem }]) => (problem ? `${flow}: ${problem}` : []))
  const problem = [...connection.problems(), ...problems].join('\n')
  return {
    state: stateOf(
      all.map(([, tally]) => tally),
      run.dryRun ? 0 : await standing(engine, connection, run),
      connection.problems().length,
    ),
    ...progressOf(connection, { tallies, steps }),
    calls: connection.takeCalls(),
    ...(problem && { problem }),
    ...(run.dryRun && { plan: plans as unknown as Json }),
  }
}

/**
 * Records a person must look at, also those no run touched today: `success` means that nothing waits for anybody (R18).
 * A run for single records answers for those alone.
 */
async function standing({ db }: Engine, { id, flows }: Connection, { records }: StoredRun): Promise<number> {
  const isStanding = ({ state }: { state: RecordState }) => state === 'attention' || state === 'failed'
  if (!records) return sum((await countByReason(db, id)).filter(isStanding).map(({ count }) => count))
  const loaded = await Promise.all(
    flows.map(({ name }) => loadRecords(db, { connection: id, flow: name }, idsFor(name, records))),
  )
  return sum(loaded.map((found) => [...found.values()].filter(isStanding).length))
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}

/** `success` only when every list was read completely and every planned write verified (invariant I10). */
export function stateOf(tallies: readonly Tally[], standing: number, problems: number): RunEnd['state'] {
  const without = tallies.filter(({ state }) => state === 'failed' || state === 'blocked').length
  if (tallies.some(({ isUnauthorized }) => isUnauthorized) || without === tallies.length) return 'failed'
  const isClean = tallies.every(
    ({ state, unreadable, failed, unknown }) => state === 'done' && unreadable + failed + unknown === 0,
  )
  if (isClean && standing + problems === 0) return 'success'
  const isOnlyHeld = tallies.every(
    ({ state, failed, unknown }) => (state === 'done' || state === 'held') && failed + unknown === 0,
  )
  return isOnlyHeld && tallies.some(({ state }) => state === 'held') ? 'held' : 'partial'
}

/** 403 may mean an unknown key as well; where it is a permission that is missing, the system's client names it. */
export function isKeyRefused(error: unknown): boolean {
  if (error instanceof DisconnectedError) return true
  if (!(error instanceof FatalError)) return false
  return error.facts.status === 401 || (error.facts.status === 403 && error.facts.permission === undefined)
}
