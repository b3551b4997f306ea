import { z } from 'zod'
import { Name } from '../../lib/settings.ts'

/** What may stand in an address or a body. Ids of records are the vendors': any visible text, but no path. */
export const ConnectionId = Name
export const FlowName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/)
export const RunId = z.uuid()
/** sha256 in base64url. */
export const Digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
export const RecordId = z.string().regex(/^[^\p{C}\p{Z}/\\]([^\p{C}/\\]{0,198}[^\p{C}\p{Z}/\\])?$/u)
/** Of one flow, as `<flow>/<id>`, or tried in each. */
export const RecordName = z
  .string()
  .regex(/^([A-Za-z][A-Za-z0-9-]{0,63}\/)?[^\p{C}\p{Z}/\\]([^\p{C}/\\]{0,198}[^\p{C}\p{Z}/\\])?$/u)

const MOST = 100

/** A number as a query has it; given twice it is a list, and refused. */
export const Limit = z
  .string()
  .regex(/^([1-9]\d?|100)$/, `expects a whole number from 1 to ${MOST}`)
  .default('50')

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
