import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import { invalid } from './refusal.ts'
import type { Call } from './route.ts'

const MAX_LIMIT = 100

/**
 * One page of a list, the rest kept behind an opaque offset. An offset of another list, or one that Lever has dropped, is
 * refused in the words that public clients look for.
 */
export function pageOf<Row>(
  call: Call,
  rows: readonly Row[],
  idOf: (row: Row) => string,
  view: (row: Row) => unknown,
): SandboxAnswer {
  const { query, state } = call
  const limit = limitOf(query)
  const list = listOf(call)
  const left = behind(call, list, rows, idOf)
  const data = left.slice(0, limit).map(view)
  const rest = left.slice(limit).map(idOf)
  if (rest.length === 0)
    return { status: 200, body: state.settings.lastPage === 'flag' ? { data, hasNext: false } : { data } }
  const next = `0.${state.clock.now()}.${state.nextId('offset')}`
  state.offsets.set(next, { list, rest })
  return { status: 200, body: { data, hasNext: true, next } }
}

function behind<Row>(
  { query, state }: Call,
  list: string,
  rows: readonly Row[],
  idOf: (row: Row) => string,
): readonly Row[] {
  const offset = query.get('offset')
  if (offset === null) return rows
  const kept = state.offsets.get(offset)
  if (kept === undefined || kept.list !== list) throw invalid('Invalid offset token')
  const byId = new Map(rows.map((row) => [idOf(row), row]))
  return kept.rest.flatMap((id) => byId.get(id) ?? [])
}

function limitOf(query: URLSearchParams): number {
  const text = query.get('limit') ?? String(MAX_LIMIT)
  const limit = Number(text)
  if (!/^\d+$/.test(text) || limit < 1 || limit > MAX_LIMIT) throw invalid('limit must be from 1 to 100')
  return limit
}

function listOf({ query, request }: Call): string {
  const filters = [...query].filter(([name]) => name !== 'offset' && name !== 'limit')
  return `${request.path}?${new URLSearchParams(filters)}`
}
