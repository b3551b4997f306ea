import type { z } from 'zod'
import { RejectedRecordError, RetryableError } from '../../lib/errors.ts'
import type { HttpAnswer, HttpClient, HttpRequest } from '../../lib/http-client.ts'
import type { Sleep } from '../../lib/rate-limit.ts'
import type { Page } from '../../record/record.ts'
import { type About, factsOf, readBody } from './answers.ts'
import { problemOf, readRows } from './columns.ts'
import { isRow, type Row } from './row.ts'

export type Ask = Pick<HttpRequest, 'path' | 'template' | 'query'>

export interface Reading {
  /** Every page of a list; throws rather than ends early. */
  pages<T extends { readonly id: string }>(ask: Ask, schema: z.ZodType<T>): AsyncIterable<Page<T>>
  /** One record by id; undefined when ChartHop has none such. */
  one<T>(ask: Ask, id: string, schema: z.ZodType<T>): Promise<T | undefined>
  /** One object that must be there. */
  body(ask: Ask, about: About): Promise<Row>
}

/** No maximum is published; 500 is what other consumers send and get. Unverified. */
const PAGE_SIZE = 500
/** Half a million rows: more is a cursor that runs in circles without repeating itself. */
const MOST_PAGES = 1000
/** Waits for a snapshot that "is currently building" (202, https://api.charthop.com/swagger): 47 s in all. */
const BUILDING_WAITS_MS = [1000, 2000, 4000, 10_000, 15_000, 15_000]

export function createReading(http: HttpClient, sleep: Sleep): Reading {
  async function ask(asked: Ask): Promise<{ request: HttpRequest; answer: HttpAnswer }> {
    const request: HttpRequest = { ...asked, method: 'GET', effect: 'read' }
    for (const wait of [...BUILDING_WAITS_MS, undefined]) {
      const answer = await http.send(request)
      if (answer.status !== 202) return { request, answer }
      if (wait === undefined)
        throw new RetryableError('ChartHop is still building its snapshot', factsOf(request, answer))
      await sleep(wait)
    }
    throw new Error('unreachable: the last wait is undefined')
  }

  async function body(asked: Ask, about: About): Promise<Row> {
    const { request, answer } = await ask(asked)
    return readBody(request, answer, about)
  }

  async function one<T>(asked: Ask, id: string, schema: z.ZodType<T>): Promise<T | undefined> {
    if (!canStandInPath(id)) return undefined
    const { request, answer } = await ask(asked)
    if (answer.status === 404 || (answer.status === 400 && !isObjectId(id))) return undefined
    const row = readBody(request, answer, 'record')
    // Bare by the reference; some consumers have met it wrapped.
    const result = schema.safeParse(isRow(row.data) ? row.data : row)
    if (result.success) return result.data
    const message = `A ChartHop record cannot be read: ${problemOf(result.error)}`
    throw new RejectedRecordError(message, factsOf(request, answer))
  }

  async function* pages<T extends { readonly id: string }>(asked: Ask, schema: z.ZodType<T>): AsyncIterable<Page<T>> {
    const cursors = new Set<string>()
    const ids = new Set<string>()
    const isNew = ({ id }: { readonly id?: string }) => {
      const isKnown = id !== undefined && ids.has(id)
      if (id !== undefined) ids.add(id)
      return !isKnown
    }
    for (let from: string | undefined; ; ) {
      const row = await body({ ...asked, query: { ...asked.query, limit: PAGE_SIZE, from } }, 'list')
      const { rows, rejected } = readRows(rowsOf(row, asked), schema)
      yield { rows: rows.filter(isNew), rejected: rejected.filter(isNew) }
      from = cursorOf(row, asked)
      if (from === undefined) return
      if (cursors.has(from) || cursors.size >= MOST_PAGES) throw endless(asked, cursors.size)
      cursors.add(from)
    }
  }

  return { pages, one, body }
}

/** Everything of a short list, of which every row counts. */
export async function collect<T>(pages: AsyncIterable<Page<T>>, what: string): Promise<readonly T[]> {
  const all: T[] = []
  for await (const page of pages) all.push(...allOf(page, what))
  return all
}

export function allOf<T>({ rows, rejected }: Page<T>, what: string): readonly T[] {
  const [bad] = rejected
  if (!bad) return rows
  throw new RejectedRecordError(`${rejected.length} of ChartHop's ${what} cannot be read: ${bad.problem}`)
}

/** ChartHop's ids are 24 hex digits (https://api.charthop.com/swagger); what can do harm in a path is never sent. */
export function canStandInPath(id: string): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(id)
}

function isObjectId(id: string): boolean {
  return /^[0-9a-f]{24}$/i.test(id)
}

export function rowsOf(row: Row, { template }: Ask): readonly unknown[] {
  if (Array.isArray(row.data)) return row.data
  throw new RetryableError('ChartHop answered a list without its rows', { method: 'GET', path: template })
}

/** An id of the next page's first row, or of this one's last: which is not documented, so rows are told apart by id. */
function cursorOf({ next }: Row, { template }: Ask): string | undefined {
  if (next === undefined || next === null || next === '') return undefined
  if (typeof next === 'string' || typeof next === 'number') return String(next)
  throw new RetryableError('ChartHop answered a list with an unreadable cursor', { method: 'GET', path: template })
}

function endless({ template }: Ask, pages: number): Error {
  const message = `ChartHop's list does not end: after ${pages} pages it repeats a cursor or still goes on`
  return new RetryableError(message, { method: 'GET', path: template })
}
