import type { Reply } from './endpoint.ts'
import { paging } from './input.ts'
import { listError } from './paging.ts'
import type { World } from './world.ts'

/** What lists take that know no sync token. */
export const cursorPaging = { cursor: paging.cursor, limit: paging.limit }

export interface CursorInput {
  readonly cursor?: string
  readonly limit?: number
}

/** A page of a list without sync token; `scope` names the list, so that its cursor is refused by another. */
export function listByCursor(world: World, values: readonly unknown[], input: CursorInput, scope: string): Reply {
  const from = startOf(world, input.cursor, scope)
  const end = from + Math.min(input.limit ?? world.settings.pageSize, world.settings.pageSize)
  const results = values.slice(from, end)
  if (end >= values.length) return { results, moreDataAvailable: false }
  return { results, moreDataAvailable: true, nextCursor: world.tokens.issue('cursor', scope, { from: end }) }
}

function startOf(world: World, cursor: string | undefined, scope: string): number {
  if (cursor === undefined || cursor === 'start') return 0
  const read = world.tokens.read<{ readonly from: number }>('cursor', scope, cursor)
  if (read.type === 'expired') throw listError(world, 'next_cursor_expired', 'Restart from the first page.')
  if (read.type === 'garbled') throw listError(world, 'cursor_invalid', 'Restart from the first page.')
  if (read.type === 'foreign') throw listError(world, 'invalid_next_cursor', 'Restart from the first page.')
  return read.content.from
}
