import type { Want } from './host.ts'
import type { Made } from './made.ts'
import { isOver, type RequestRow } from './request-row.ts'

/** A request of ours with what Crosschq last said of it; nothing yet counts as running. */
export type MadeRequest = Made & {
  readonly row?: RequestRow
  /** Somebody cancelled it in the ATS: whatever becomes of it in Crosschq, it is in nobody's way (R9). */
  readonly isCalledOff?: boolean
}

export type WantStanding =
  /** A request is to be made. */
  | { readonly type: 'open' }
  /** It was made for this very want. */
  | { readonly type: 'made'; readonly request: MadeRequest }
  /** Another want's request of the same template is in its way. */
  | { readonly type: 'running' | 'completed'; readonly request: MadeRequest }

/**
 * One request runs for an application and a template at a time; a completed one is enough unless repeats are allowed; after
 * a cancelled one, a new want counts (R9). `made` are the requests of the application.
 */
export function standingOf(
  want: Pick<Want, 'key' | 'template'>,
  made: readonly MadeRequest[],
  allowRepeat: boolean,
): WantStanding {
  const own = made.find(({ key }) => key === want.key)
  if (own) return { type: 'made', request: own }
  const rivals = made.filter(({ template }) => template === want.template)
  const running = rivals.find(isRunning)
  if (running) return { type: 'running', request: running }
  const completed = rivals.findLast(({ row, isCalledOff }) => row?.status === 'completed' && !isCalledOff)
  return completed && !allowRepeat ? { type: 'completed', request: completed } : { type: 'open' }
}

export function isRunning({ row, isCalledOff }: MadeRequest): boolean {
  return !isCalledOff && (row === undefined || !isOver(row))
}

/** The requests of one application, oldest first, with the rows that are mirrored. `calledOff` holds keys. */
export function requestsOf(
  application: string,
  made: Iterable<Made>,
  { rows, calledOff }: { readonly rows: readonly RequestRow[]; readonly calledOff: readonly string[] },
): readonly MadeRequest[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return [...made]
    .filter((one) => one.application === application)
    .map((one) => {
      const row = byId.get(one.id)
      return { ...one, ...(row && { row }), ...(calledOff.includes(one.key) && { isCalledOff: true }) }
    })
}
