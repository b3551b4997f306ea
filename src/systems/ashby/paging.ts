import type { z } from 'zod'
import { RetryableError, TokenExpiredError } from '../../lib/errors.ts'
import type { Page, RejectedRow } from '../../record/record.ts'
import { type Ask, factsOf, problemOf, type Question } from './call.ts'
import type { Failure, Success } from './envelope.ts'
import type { Endpoint } from './permissions.ts'
import { textAt } from './text-at.ts'

export interface Listing<T> {
  readonly endpoint: Endpoint
  readonly row: z.ZodType<T>
  readonly parameters?: Question['body']
  /** The token of an earlier complete run: only what changed since then is listed. */
  readonly since?: string
  /** The cursor of a page that was dealt with: go on behind it. Ashby tells no lifetime; one it dropped starts anew. */
  readonly from?: string
}

/**
 * Every page, or an error: a normal end means that nothing is missing. A row may come twice, after a restart or where
 * the list shifted while it was read; the later one is the newer. The token stands on the last page and is to be kept
 * only once every page has been dealt with. https://developers.ashbyhq.com/docs/pagination-and-incremental-sync
 */
export async function* pagesOf<T>(ask: Ask, listing: Listing<T>): AsyncGenerator<Page<T>, void> {
  for (let restarts = 0; restarts <= MAX_RESTARTS; restarts++) {
    const end = yield* walk(ask, listing, restarts === 0 ? listing.from : undefined)
    if (end === 'complete') return
  }
  throw new RetryableError(`Ashby dropped the cursor ${MAX_RESTARTS + 1} times in one list`, pathOf(listing))
}

/** What can be read of a list, and what cannot be. */
export function readRows<T>(results: readonly unknown[], schema: z.ZodType<T>): Page<T> {
  const rows: T[] = []
  const rejected: RejectedRow[] = []
  for (const result of results) {
    const read = schema.safeParse(result)
    if (read.success) rows.push(read.data)
    else rejected.push({ id: textAt(result, 'id'), problem: problemOf(read.error) })
  }
  return { rows, rejected }
}

/** The largest page Ashby gives, and its default: https://developers.ashbyhq.com/docs/pagination-and-incremental-sync */
const PAGE_SIZE = 100
/** A million rows; past that the list has no end. */
const MAX_PAGES = 10_000
const MAX_RESTARTS = 3
const CURSOR_CODES = new Set(['next_cursor_expired', 'invalid_next_cursor', 'cursor_invalid'])
const TOKEN_CODES = new Set(['sync_token_expired', 'sync_token_invalid', 'incremental_sync_too_large'])

async function* walk<T>(
  ask: Ask,
  listing: Listing<T>,
  from: string | undefined,
): AsyncGenerator<Page<T>, 'complete' | 'cursor dropped'> {
  const cursors = new Set<string>()
  let cursor = from
  for (let page = 1; page <= MAX_PAGES; page++) {
    const question = questionOf(listing, cursor)
    const reply = await ask(question)
    if (reply.type === 'failure') {
      if (CURSOR_CODES.has(reply.code ?? '')) return 'cursor dropped'
      throw failureOf(question, reply, listing.since)
    }

    cursor = cursorAfter(question, reply)
    yield pageOf(question, reply, listing.row)
    if (cursor === undefined) return 'complete'
    if (cursors.has(cursor)) throw new RetryableError('Ashby gave the same cursor twice', pathOf(listing))
    cursors.add(cursor)
  }
  throw new RetryableError(`Ashby's list has more than ${MAX_PAGES} pages`, pathOf(listing))
}

/** The token goes along with every cursor of its run, as in Ashby's example. */
function questionOf<T>({ endpoint, parameters, since }: Listing<T>, cursor: string | undefined): Question {
  return { endpoint, effect: 'read', body: { ...parameters, limit: PAGE_SIZE, syncToken: since, cursor } }
}

function pageOf<T>(question: Question, reply: Success, schema: z.ZodType<T>): Page<T> {
  const { results, hasMore, nextCursor, syncToken } = reply
  if (!Array.isArray(results)) throw new RetryableError('Ashby answered a list without rows', factsOf(question, reply))
  const page = readRows(results, schema)
  return hasMore ? { ...page, ...(nextCursor !== undefined && { cursor: nextCursor }) } : { ...page, token: syncToken }
}

function cursorAfter(question: Question, reply: Success): string | undefined {
  if (!reply.hasMore) return undefined
  if (reply.nextCursor !== undefined) return reply.nextCursor
  throw new RetryableError('Ashby says there is more, but not where', factsOf(question, reply))
}

function failureOf(question: Question, failure: Failure, since: string | undefined): Error {
  const facts = factsOf(question, failure)
  if (since !== undefined && TOKEN_CODES.has(failure.code ?? '')) {
    return new TokenExpiredError('Ashby no longer takes the sync token; read the whole list', facts)
  }
  return new RetryableError('Ashby did not answer the list', facts)
}

function pathOf<T>({ endpoint }: Listing<T>) {
  return { method: 'POST', path: `/${endpoint}` }
}
