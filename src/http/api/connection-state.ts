import type { StoredRun } from '../../store/runs.ts'
import type { Tally } from '../../sync/engine.ts'

export const connectionStates = [
  ...(['disabled', 'waiting', 'disconnected', 'failing', 'held', 'partial', 'connected'] as const),
]
export type ConnectionState = (typeof connectionStates)[number]

export interface StateFacts {
  readonly isEnabled: boolean
  /** A person must allow access first, or again. */
  readonly lacksGrant: boolean
  /** The newest run that ended, also one for single records: it learns first that a key is refused. */
  readonly last?: StoredRun
  /** The newest one that looked at everything. */
  readonly lastFull?: StoredRun
  readonly waitingHolds: number
}

/** In the order in which a person should care: a refused key before a plan that waits. */
export function connectionState({ isEnabled, lacksGrant, last, lastFull, waitingHolds }: StateFacts): ConnectionState {
  if (!isEnabled) return 'disabled'
  if (lacksGrant) return 'disconnected'
  if (!last) return 'waiting'
  if (isKeyRefused(last) || (lastFull && isKeyRefused(lastFull))) return 'disconnected'
  const judged = lastFull ?? last
  if (judged.state === 'failed') return 'failing'
  if (waitingHolds > 0 || judged.state === 'held') return 'held'
  return judged.state === 'success' ? 'connected' : 'partial'
}

function isKeyRefused(run: StoredRun): boolean {
  return talliesOf(run).some(([, { isUnauthorized }]) => isUnauthorized)
}

/** Permissions a vendor named when it refused a call, once each. */
export function missingPermissions(run: StoredRun | undefined): string[] {
  const problems = run ? talliesOf(run).map(([, { problem = '' }]) => problem) : []
  const named = problems.flatMap((problem) => [...problem.matchAll(/\bpermission ([\w:.-]+)/g)])
  return [...new Set(named.map(([, permission]) => permission!))].sort()
}

/** Flows that could not do their work in this run, and why. */
export function flowProblems(run: StoredRun | undefined): { flow: string; problem: string }[] {
  return run ? talliesOf(run).flatMap(([flow, { problem }]) => (problem ? { flow, problem } : [])) : []
}

function talliesOf({ flows }: StoredRun): [string, Partial<Tally>][] {
  return Object.entries(flows as unknown as Readonly<Record<string, Partial<Tally>>>)
}
