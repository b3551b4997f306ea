import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import { invalid } from './refusal.ts'
import { type Call, ok } from './route.ts'

const MAX_LIMIT = 100
const DEFAULT_LIMIT = 10

export interface Paged {
  /** In the order of the list. */
  readonly rows: readonly { readonly id: string }[]
  readonly view: (id: string) => unknown
  /** What stands beside the rows and the next page: of users no number is told, of messages neither. */
  readonly tells: readonly ('limit' | 'totalFound')[]
}

/** A page begins after the row that `pageId` stands for: https://developers.smartrecruiters.com/docs/pagination */
export function pageOf({ state, request, origin }: Call, { rows, view, tells }: Paged): SandboxAnswer {
  const { query, path } = request
  const limit = limitIn(query)
  const start = startOf(rows, query)
  const taken = rows.slice(start, start + limit)
  const last = taken.at(-1)
  const hasMore = start + taken.length < rows.length && last !== undefined
  const nextPageId = hasMore ? pageIdAfter(last.id, start + taken.length) : state.settings.lastPageId
  const next = new URLSearchParams(
    [...query].filter(([name]) => name !== 'pageId').concat([['pageId', `${nextPageId}`]]),
  )
  const answer = ok({
    ...{ nextPageId, content: taken.map(({ id }) => view(id)) },
    ...(tells.includes('limit') && { limit }),
    ...(tells.includes('totalFound') && { totalFound: rows.length }),
  })
  return hasMore ? { ...answer, headers: { link: `<${origin}${path}?${next}>; rel="next"` } } : answer
}

function limitIn(query: URLSearchParams): number {
  const limit = Number(query.get('limit') ?? DEFAULT_LIMIT)
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit
  throw invalid(`limit is not between 1 and ${MAX_LIMIT}`, 'INVALID_PARAMETER')
}

function pageIdAfter(id: string, at: number): string {
  return Buffer.from(`${at} ${id}`).toString('base64url')
}

/** Behind the row where the page before ended, or where that row was, should it be gone. */
function startOf(rows: Paged['rows'], query: URLSearchParams): number {
  const pageId = query.get('pageId')
  if (pageId === null) return 0
  const [, at, last] = /^(\d+) (\S+)$/.exec(Buffer.from(pageId, 'base64url').toString('utf8')) ?? []
  if (last === undefined) throw invalid('pageId is none of ours', 'INVALID_PARAMETER')
  const found = rows.findIndex(({ id }) => id === last)
  return found === -1 ? Number(at) - 1 : found + 1
}
