import { z } from 'zod'
import { RetryableError } from '../../lib/errors.ts'
import type { HttpClient, HttpRequest } from '../../lib/http-client.ts'
import { isObject } from '../../lib/loose.ts'
import type { Page, RejectedRow } from '../../record/record.ts'
import { call, pageBody } from './answers.ts'
import { referredKey } from './keys.ts'

export interface Listing<T> {
  readonly path: string
  readonly query?: HttpRequest['query']
  readonly row: z.ZodType<T>
}

/**
 * Every page, or an error: a normal end means that the list was walked to its end. Pages are numbered, so that a row may
 * come twice, or be missed, where the list changes meanwhile.
 */
export async function* pagesOf<T extends { readonly key: string }>(
  http: HttpClient,
  baseUrl: string,
  { path, query, row }: Listing<T>,
): AsyncGenerator<Page<T>, void> {
  const seen = new Set<string>()
  const keys = new Set<string>()
  let next: HttpRequest['query'] = { ...query, page_size: PAGE_SIZE }
  for (;;) {
    const answered = await call(http, { method: 'GET', path, template: path, query: next, effect: 'read' })
    const page = read(pageBody(answered), path)
    const { rows, rejected } = readRows(page.results, row)
    yield { rows: rows.filter(({ key }) => !keys.has(key)), rejected }
    for (const { key } of rows) keys.add(key)
    if (page.next === undefined) return
    next = queryOfNext(page.next, baseUrl, path)
    const mark = JSON.stringify(next)
    if (seen.has(mark) || seen.size >= MOST_PAGES) throw trouble(path, "Willo's list does not end")
    seen.add(mark)
  }
}

/** The largest that Willo gives. Known from a public client of it; the figure stands in README.md. */
const PAGE_SIZE = 30
/** 300,000 rows; past that the list has no end. */
const MOST_PAGES = 10_000

const PageBody = z.object({ results: z.array(z.unknown()), next: z.string().nullish() })

/** Webhooks may come as a bare list: their envelope is not known. */
function read(body: unknown, path: string): { readonly results: readonly unknown[]; readonly next?: string } {
  if (Array.isArray(body)) return { results: body }
  const page = PageBody.safeParse(body)
  if (!page.success) throw trouble(path, 'Willo answered a list without rows, or with an unreadable "next"')
  return { results: page.data.results, next: page.data.next || undefined }
}

/**
 * `next` is an address, and the key goes with every call: so it must be this list's own, and only its query is taken.
 * Its scheme may be http, as servers behind a proxy say of themselves.
 */
function queryOfNext(next: string, baseUrl: string, path: string): Record<string, string> {
  const base = new URL(baseUrl)
  const url = URL.canParse(next, baseUrl) ? new URL(next, baseUrl) : undefined
  const isOurs = url?.host === base.host && url.pathname === base.pathname.replace(/\/+$/, '') + path
  if (!url || !isOurs) throw trouble(path, "Willo's list goes on at another address; look at willo.baseUrl")
  return Object.fromEntries(url.searchParams)
}

function readRows<T>(results: readonly unknown[], schema: z.ZodType<T>): { rows: T[]; rejected: RejectedRow[] } {
  const rows: T[] = []
  const rejected: RejectedRow[] = []
  for (const result of results) {
    const parsed = schema.safeParse(result)
    if (parsed.success) rows.push(parsed.data)
    else rejected.push({ id: isObject(result) ? referredKey(result.key) : undefined, problem: problemOf(parsed.error) })
  }
  return { rows, rejected }
}

/** Where in a row and what is wrong there; never what stands there. */
export function problemOf({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') || 'the whole'}: ${issue?.message}`
}

function trouble(path: string, message: string): RetryableError {
  return new RetryableError(message, { method: 'GET', path })
}
