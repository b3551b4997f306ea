import { Refusal } from './refusal.ts'
import type { Settings } from './settings.ts'

/** https://documenter.getpostman.com/view/7798010/VUjSEiSn */
export interface Page<Row> {
  readonly count: number
  readonly next: string | null
  readonly previous: string | null
  readonly results: readonly Row[]
}

const MAX_PAGE_SIZE = 30

/** `address` is that of the list, without its query. Pages are numbered, so rows that come and go move the others. */
export function pageOf<Row>(
  rows: readonly Row[],
  query: URLSearchParams,
  { settings, address }: { readonly settings: Settings; readonly address: string },
): Page<Row> {
  const size = readSize(query, settings)
  const last = Math.max(1, Math.ceil(rows.length / size))
  const text = query.get('page') ?? '1'
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < 1 || number > last) throw new Refusal(404, 'Invalid page.')
  const linkTo = (page: number): string => {
    const changed = new URLSearchParams(query)
    changed.set('page', String(page))
    return `${address}?${changed}`
  }
  return {
    count: rows.length,
    next: number < last ? linkTo(number + 1) : null,
    previous: number > 1 ? linkTo(number - 1) : null,
    results: rows.slice((number - 1) * size, number * size),
  }
}

/** Django REST takes an unreadable size for none, and cuts a large one. */
function readSize(query: URLSearchParams, { pageSize }: Settings): number {
  const text = query.get('page_size') ?? ''
  const size = /^[1-9]\d*$/.test(text) ? Number(text) : pageSize
  return Math.min(size, MAX_PAGE_SIZE)
}
