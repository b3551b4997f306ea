import { isObjectId } from './ids.ts'
import { invalid } from './refusal.ts'
import type { Settings } from './settings.ts'

export interface Page<Row> {
  readonly rows: readonly Row[]
  /** A bare id; absent on the last page. */
  readonly next?: string
}

export interface PageRequest {
  readonly from: string
  readonly limit: number
}

/** `from` is the id of a row, not a number of rows: https://api.charthop.com/swagger ("id to start paginating from"). */
export function readPage(query: URLSearchParams, settings: Settings): PageRequest {
  const from = query.get('from') ?? ''
  if (from !== '' && !isObjectId(from)) throw invalid('from: not an id')
  return { from, limit: readLimit(query, settings) }
}

export function readLimit(query: URLSearchParams, { maxLimit, cursor }: Settings): number {
  const text = query.get('limit') ?? ''
  if (text !== '' && !/^[1-9]\d{0,8}$/.test(text)) throw invalid('limit: not a positive number')
  const limit = Math.min(text === '' ? maxLimit : Number(text), maxLimit)
  // A page that begins with the last row of the one before needs a second row to get on.
  return cursor === 'repeat' ? Math.max(limit, 2) : limit
}

/** Takes no more rows than the page holds, and one to know whether there are more. */
export function pageOf<Row extends { readonly id: string }>(
  rows: Iterable<Row>,
  limit: number,
  cursor: Settings['cursor'],
): Page<Row> {
  const taken: Row[] = []
  for (const row of rows) {
    if (taken.length === limit) return { rows: taken, next: cursor === 'next' ? row.id : taken.at(-1)!.id }
    taken.push(row)
  }
  return { rows: taken }
}
