import { z } from 'zod'
import { Name } from '../../lib/settings.ts'

/** What may stand in an address or a body. Ids of records are the vendors': any visible text, but no path. */
export const ConnectionId = Name
export const FlowName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/)
export const RunId = z.uuid()
export const ChangeId = z.uuid()
/** sha256 in base64url. */
export const Digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
export const RecordId = z.string().regex(/^[^\p{C}\p{Z}/\\]([^\p{C}/\\]{0,198}[^\p{C}\p{Z}/\\])?$/u)
/** Of one flow, as `<flow>/<id>`, or tried in each. */
export const RecordName = z
  .string()
  .regex(/^([A-Za-z][A-Za-z0-9-]{0,63}\/)?[^\p{C}\p{Z}/\\]([^\p{C}/\\]{0,198}[^\p{C}\p{Z}/\\])?$/u)

/** One record of a connection: `<flow>/<id>`. */
export const RecordPlace = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}\/[^\p{C}\p{Z}/\\]([^\p{C}/\\]{0,198}[^\p{C}\p{Z}/\\])?$/u)
/** The word a connector has for why a record is where it is. */
export const Reason = z.string().regex(/^[\w.-]{1,100}$/)

const MOST = 100

/** A number as a query has it; given twice it is a list, and refused. */
export const Limit = z
  .string()
  .regex(/^([1-9]\d?|100)$/, `expects a whole number from 1 to ${MOST}`)
  .default('50')

/** Of an answer with plans, in its query. A plan never changes, so a part of it is found by its numbers. */
export const PlanPaging = {
  changes: z
    .string()
    .regex(/^([1-9]\d?|100)$/, `expects a whole number from 1 to ${MOST}`)
    .optional()
    .describe('So many changes of the plan only, and how many there are as `writes`. Left out: all.'),
  from: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional()
    .describe('With `changes`: behind so many others.'),
}

export function planPartOf({ changes, from = '0' }: { changes?: string | undefined; from?: string | undefined }) {
  return changes === undefined ? undefined : { from: Number(from), limit: Number(changes) }
}

export interface ListPage<T> {
  readonly data: T[]
  /** Sent back as `cursor`; null at the end. */
  readonly next: string | null
}

export function listOf<T extends z.ZodType>(entry: T) {
  return z.object({ data: z.array(entry), next: z.string().nullable() })
}

/** Made from one row more than was asked for: that there is a next page is known, not guessed. */
export function pageOf<Row, View>(
  rows: readonly Row[],
  limit: number,
  { idOf, view }: { idOf(row: Row): string; view(row: Row): View },
): ListPage<View> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { data: shown.map(view), next: rows.length > limit && last !== undefined ? idOf(last) : null }
}
