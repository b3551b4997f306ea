import type { Json } from '../../lib/json.ts'

/** A row as ChartHop sends it: free-form, its keys the expressions that were asked for. */
export type Row = { readonly [key: string]: Json | undefined }

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * What a row says for an expression such as `department.name`, as one flat key or nested, in any case: codes are
 * case-insensitive (https://docs.charthop.com/carrot-reference), and nobody says which spelling comes back.
 */
export function cell(row: Row, code: string): Json | undefined {
  const flat = keyed(row, code)
  const dot = code.indexOf('.')
  if (flat !== undefined || dot < 0) return flat
  return inside(keyed(row, code.slice(0, dot)), code.slice(dot + 1))
}

function inside(value: Json | undefined, rest: string): Json | undefined {
  if (Array.isArray(value)) return value.map((each) => inside(each, rest) ?? null)
  return isRow(value) ? cell(value, rest) : undefined
}

function keyed(row: Row, code: string): Json | undefined {
  if (Object.hasOwn(row, code)) return row[code]
  // An empty value has no key, so this search is the usual end; the length spares it most of its work.
  const wanted = code.toLowerCase()
  for (const key in row) if (key.length === code.length && key.toLowerCase() === wanted) return row[key]
  return undefined
}

/** True of null, nothing, blank text and lists of these: ChartHop leaves out, empties or nulls a missing value. */
export function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true
  if (typeof value === 'string') return value.trim() === ''
  return Array.isArray(value) && value.every(isEmpty)
}

/** The value as text, undefined when it holds none. A reference may be text or an object, a list is joined. */
export function textOf(value: Json | undefined): string | undefined {
  if (isEmpty(value)) return undefined
  if (typeof value === 'string') return value.trim()
  const texts = listOf(value)
  return texts === undefined || texts.length === 0 ? undefined : texts.join(', ')
}

/** Each of a value's texts; undefined when one of them cannot be read. */
export function listOf(value: Json | undefined): readonly string[] | undefined {
  if (isEmpty(value)) return []
  const parts = (Array.isArray(value) ? value : [value]).filter((part) => !isEmpty(part)).map(oneText)
  return parts.every((part) => part !== undefined) ? parts : undefined
}

function oneText(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (!isRow(value)) return undefined
  if (isRow(value.name)) return personName(value.name)
  if ('first' in value || 'last' in value) return personName(value)
  for (const key of ['name', 'label', 'value', 'amount', 'id']) {
    const part = value[key]
    if (typeof part === 'string' || typeof part === 'number') return oneText(part)
  }
  return undefined
}

/** `Name` of https://api.charthop.com/swagger. */
function personName(name: Row): string | undefined {
  const parts = [name.first, name.last].filter((part) => typeof part === 'string' && part !== '')
  return parts.length === 0 ? undefined : parts.join(' ')
}

/** `YYYY-MM-DD` of a date or timestamp, undefined when it is none. Never shifted by a time zone. */
export function dateOf(value: Json | undefined): string | undefined {
  const day = typeof value === 'string' ? /^\s*(\d{4}-\d{2}-\d{2})(?:$|[T\s])/.exec(value)?.[1] : undefined
  if (!day) return undefined
  // A day that the month does not have is read as one of the next month.
  return new Date(`${day}T00:00:00Z`).getUTCDate() === Number(day.slice(8)) ? day : undefined
}
