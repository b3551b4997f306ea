import { z } from 'zod'
import { RejectedRecordError, RetryableError } from '../../lib/errors.ts'
import { isObject, textOf } from '../../lib/loose.ts'
import type { Page, RejectedRow } from '../../record/record.ts'
import { type Ask, factsOf, type Question, readJson } from './call.ts'

export interface Listing<T> extends Omit<Question, 'effect'> {
  readonly row: z.ZodType<T>
}

/** Every page, or an error: a normal end means that nothing is missing. https://developers.smartrecruiters.com/docs/pagination */
export async function* pagesOf<T>(ask: Ask, { row, ...question }: Listing<T>): AsyncGenerator<Page<T>, void> {
  const seen = new Set<string>()
  for (let pageId: string | undefined; ; ) {
    const { content, next } = await readPage(ask, {
      ...question,
      query: { ...question.query, limit: PAGE_SIZE, pageId },
    })
    yield readRows(content, row)
    if (next === undefined) return
    if (seen.has(next) || seen.size >= MOST_PAGES) throw trouble(question, "SmartRecruiters' list does not end")
    seen.add(next)
    pageId = next
  }
}

/** For lists that come whole, and of which every member counts. */
export async function wholeList<T>(ask: Ask, { row, ...question }: Listing<T>): Promise<readonly T[]> {
  const { content, next, totalFound } = await readPage(ask, question)
  if (next !== undefined || (totalFound ?? 0) > content.length) {
    throw trouble(question, 'SmartRecruiters gave only a part of a list that comes whole')
  }
  return allRows(question, readRows(content, row))
}

/** Every member of a paged list, and each counts. */
export async function allOf<T>(ask: Ask, listing: Listing<T>): Promise<readonly T[]> {
  const rows: T[] = []
  for await (const page of pagesOf(ask, listing)) rows.push(...allRows(listing, page))
  return rows
}

export function problemOf({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') || 'the whole'}: ${issue?.message}`
}

/** The largest page that is given. */
const PAGE_SIZE = 100
/** A million rows; past that the list has no end. */
const MOST_PAGES = 10_000

/** At the end `nextPageId` is missing, null or "". Envelopes of some lists are not documented: a bare array is read too. */
const PageBody = z.union([
  z.array(z.unknown()).transform((content) => ({ content, next: undefined, totalFound: undefined })),
  z
    .object({ content: z.array(z.unknown()), nextPageId: z.string().nullish(), totalFound: z.number().nullish() })
    .transform(({ content, nextPageId, totalFound }) => ({ content, next: nextPageId || undefined, totalFound })),
])

async function readPage(ask: Ask, question: Omit<Question, 'effect'>): Promise<z.output<typeof PageBody>> {
  const answered = await ask({ ...question, effect: 'read' })
  const page = PageBody.safeParse(readJson(answered))
  if (page.success) return page.data
  throw new RetryableError('SmartRecruiters answered a list without its rows', factsOf(answered))
}

function readRows<T>(content: readonly unknown[], schema: z.ZodType<T>): Page<T> {
  const rows: T[] = []
  const rejected: RejectedRow[] = []
  for (const each of content) {
    const read = schema.safeParse(each)
    if (read.success) rows.push(read.data)
    else rejected.push({ id: isObject(each) ? textOf(each.id) : undefined, problem: problemOf(read.error) })
  }
  return { rows, rejected }
}

function allRows<T>({ endpoint }: Omit<Question, 'effect'>, { rows, rejected: [unread] }: Page<T>): readonly T[] {
  if (!unread) return rows
  const [method, path] = endpoint.split(' ')
  throw new RejectedRecordError(`A row of SmartRecruiters' list cannot be read: ${unread.problem}`, { method, path })
}

function trouble({ endpoint }: Omit<Question, 'effect'>, message: string): RetryableError {
  const [method, path] = endpoint.split(' ')
  return new RetryableError(message, { method, path })
}
