import { z } from 'zod'
import { FatalError, RetryableError } from '../../lib/errors.ts'
import type { HttpClient } from '../../lib/http-client.ts'
import { isObject, textOf } from '../../lib/loose.ts'
import type { Page, RejectedRow } from '../../record/record.ts'
import { type Ask, factsOf, isSuccess, misplaced, readJson, tryCall, UNSUPPORTED, type Unsupported } from './answers.ts'

export type Listed<T> = AsyncIterable<Page<T>> | Unsupported

/**
 * A list that Crosschq may not have: the first page is asked for before anything is promised. After that it gives every
 * page or throws; a normal end means that nothing is missing. `from` is the cursor of a page that was kept: it goes on
 * behind it.
 */
export async function listOf<T extends { readonly id: string }>(
  http: HttpClient,
  ask: Ask,
  schema: z.ZodType<T>,
  from?: string,
): Promise<Listed<T>> {
  const first = (await resumed(http, ask, from)) ?? (await readPage(http, ask))
  return first === undefined ? UNSUPPORTED : pagesFrom(http, ask, schema, first)
}

/** Undefined: begin at the beginning. How long a cursor lives is not known, so one that is no longer taken is let go. */
async function resumed(http: HttpClient, ask: Ask, from: string | undefined): Promise<Raw | undefined> {
  if (from === undefined) return undefined
  try {
    return await readPage(http, ask, from)
  } catch (error) {
    if (error instanceof FatalError && error.facts.status !== 401 && error.facts.status !== 403) return undefined
    throw error
  }
}

/** The figure of https://support.crosschq.com/knowledge/crosschq-interview-partner-api, a newer API of theirs. */
const PAGE_SIZE = 100
const MOST_PAGES = 10_000

/** Paged as that API does. */
const CursorPage = z
  .object({ data: z.array(z.unknown()), next_cursor: z.union([z.string(), z.number(), z.null()]).optional() })
  .transform(({ data, next_cursor }) => ({ rows: data, next: textOf(next_cursor) }))

type Raw = z.output<typeof CursorPage>

async function* pagesFrom<T extends { readonly id: string }>(
  http: HttpClient,
  ask: Ask,
  schema: z.ZodType<T>,
  first: Raw,
): AsyncGenerator<Page<T>, void> {
  const cursors = new Set<string>()
  for (let page: Raw | undefined = first; ; page = await readPage(http, ask, page.next)) {
    if (page === undefined) throw broken(ask, 'no longer answers in the middle of a list')
    yield { ...readRows(page.rows, schema), ...(page.next !== undefined && { cursor: page.next }) }
    if (page.next === undefined) return
    if (cursors.has(page.next) || cursors.size >= MOST_PAGES) throw broken(ask, 'gives a list without an end')
    cursors.add(page.next)
  }
}

/** Undefined: there is no such list. */
async function readPage(http: HttpClient, ask: Ask, cursor?: string): Promise<Raw | undefined> {
  const query = { ...ask.query, limit: PAGE_SIZE, cursor }
  const answered = await tryCall(http, { ...ask, query, method: 'GET', effect: 'read' })
  if (answered === undefined || answered.answer.status === 404) return undefined
  if (!isSuccess(answered.answer)) throw misplaced(answered)
  const page = CursorPage.safeParse(readJson(answered))
  if (page.success) return page.data
  // JSON in another shape is something else that happens to live at this address, and will be there tomorrow.
  if (cursor === undefined) return undefined
  throw new RetryableError('Crosschq answered a list without its rows', factsOf(answered.request, answered.answer))
}

function readRows<T extends { readonly id: string }>(raw: readonly unknown[], schema: z.ZodType<T>): Page<T> {
  const rows: T[] = []
  const rejected: RejectedRow[] = []
  for (const each of raw) {
    const read = schema.safeParse(each)
    if (read.success) rows.push(read.data)
    else rejected.push({ id: isObject(each) ? textOf(each.id) : undefined, problem: problemOf(read.error) })
  }
  return { rows, rejected }
}

/** Where in a row and what is wrong there; never what stands there. */
export function problemOf({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') || 'the whole'}: ${issue?.message}`
}

function broken({ template }: Ask, what: string): RetryableError {
  return new RetryableError(`Crosschq ${what}`, { method: 'GET', path: template })
}
