import { invalid } from './refusal.ts'

/** The vendor's newest paging: https://support.crosschq.com/knowledge/crosschq-interview-partner-api */
export interface Page<Row> {
  readonly data: readonly Row[]
  readonly next_cursor: string | null
}

const DEFAULT_LIMIT = 25
const MAX_LIMIT = 100

/** `position` sorts as text; a row that moves behind the cursor while someone pages is given again, none is left out. */
export function pageOf<Row>(rows: readonly Row[], query: URLSearchParams, position: (row: Row) => string): Page<Row> {
  const limit = readLimit(query)
  const after = readCursor(query)
  const sorted = rows
    .map((row) => ({ row, at: position(row) }))
    .filter(({ at }) => at > after)
    .sort((left, right) => (left.at < right.at ? -1 : 1))
  const taken = sorted.slice(0, limit)
  const last = taken.at(-1)
  const hasMore = sorted.length > taken.length && last !== undefined
  return {
    data: taken.map(({ row }) => row),
    next_cursor: hasMore ? Buffer.from(last.at).toString('base64url') : null,
  }
}

/** The moment a filter names, or undefined where it is left out. */
export function readMoment(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  const at = Date.parse(text)
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text) || Number.isNaN(at)) throw invalid({ [name]: ['not a date and time'] })
  return at
}

function readLimit(query: URLSearchParams): number {
  const text = query.get('limit') ?? String(DEFAULT_LIMIT)
  const limit = Number(text)
  if (!/^\d+$/.test(text) || limit < 1 || limit > MAX_LIMIT) {
    throw invalid({ limit: [`not a number from 1 to ${MAX_LIMIT}`] })
  }
  return limit
}

function readCursor(query: URLSearchParams): string {
  const text = query.get('cursor')
  if (text === null) return ''
  const position = Buffer.from(text, 'base64url').toString('utf8')
  if (!/^\S+ \S+$/.test(position)) throw invalid({ cursor: ['not a cursor of ours'] })
  return position
}
