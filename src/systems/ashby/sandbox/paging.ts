import type { Collection } from './collection.ts'
import type { Reply } from './endpoint.ts'
import { Refusal } from './refusal.ts'
import type { World } from './world.ts'

export interface ListInput {
  readonly cursor?: string
  readonly syncToken?: string
  readonly limit?: number
  readonly createdAfter?: number
}

export interface ListRules<T> {
  /** Names the list inside tokens, so that one list's token is refused by another. */
  readonly name: string
  readonly keep?: (value: T) => boolean
  /** What the caller filters by: a cursor is good only for the run with the same filters. */
  readonly filters?: unknown
  readonly show: (value: T) => unknown
}

/** One run over a list, from its first page to its last. */
interface Run {
  /** The changes already known to the caller; undefined reads everything. */
  readonly since?: number
  /** The changes the token on the last page will stand for: those seen when the run began. */
  readonly upTo: number
  readonly from: number
  readonly page: number
}

/** https://developers.ashbyhq.com/docs/pagination-and-incremental-sync */
export function list<T extends { readonly id: string }>(
  world: World,
  collection: Collection<T>,
  input: ListInput,
  rules: ListRules<T>,
): Reply {
  const filters = JSON.stringify([rules.filters ?? null, input.createdAfter ?? null])
  const run = currentRun(world, collection, input, `${rules.name} ${filters}`, rules.name)
  const isIncremental = run.since !== undefined
  if (isIncremental && run.page > world.settings.maxIncrementalPages) throw tooLarge(world)
  const page = collection.page({
    from: run.from,
    size: Math.min(input.limit ?? world.settings.pageSize, world.settings.pageSize),
    upTo: isIncremental ? run.upTo : undefined,
    keep: (value, createdAt) => createdAt > (input.createdAfter ?? -1) && (rules.keep?.(value) ?? true),
  })
  const results = page.values.map(rules.show)
  if (page.next === undefined) {
    const syncToken = world.tokens.issue('sync', rules.name, { upTo: run.upTo })
    return { results, moreDataAvailable: false, syncToken }
  }
  const next: Run = { ...run, from: page.next, page: run.page + 1 }
  return {
    results,
    moreDataAvailable: true,
    nextCursor: world.tokens.issue('cursor', `${rules.name} ${filters}`, next),
  }
}

function currentRun<T extends { readonly id: string }>(
  world: World,
  collection: Collection<T>,
  input: ListInput,
  scope: string,
  name: string,
): Run {
  const since = input.syncToken === undefined ? undefined : sinceOf(world, input.syncToken, name)
  if (input.cursor === undefined || input.cursor === 'start') {
    return { since, upTo: collection.visibleChanges(), from: since ?? 0, page: 1 }
  }
  const read = world.tokens.read<Run>('cursor', scope, input.cursor)
  if (read.type === 'expired') throw listError(world, 'next_cursor_expired', 'Restart from the first page.')
  if (read.type === 'garbled') throw listError(world, 'cursor_invalid', 'Restart from the first page.')
  // A sync token may be left out on later pages, but another run's does not fit this cursor.
  const isOtherRun = read.type === 'good' && since !== undefined && since !== read.content.since
  if (read.type === 'foreign' || isOtherRun)
    throw listError(world, 'invalid_next_cursor', 'Restart from the first page.')
  return read.content
}

function sinceOf(world: World, token: string, name: string): number {
  const read = world.tokens.read<{ upTo: number }>('sync', name, token)
  if (read.type === 'expired') throw listError(world, 'sync_token_expired', 'Run a full sync without a syncToken.')
  if (read.type !== 'good') throw listError(world, 'sync_token_invalid', 'Run a full sync without a syncToken.')
  return read.content.upTo
}

function tooLarge(world: World): Refusal {
  return listError(world, 'incremental_sync_too_large', 'Run a full sync without a syncToken.')
}

export function listError(world: World, code: string, message: string): Refusal {
  return new Refusal(code, message, { status: world.settings.listErrorStatus })
}
