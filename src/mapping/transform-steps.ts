import type { Money, Value } from '../record/record.ts'
import type { Word } from './transform-schema.ts'

/** A value that is not empty. */
export type Present = Exclude<Value, null>
export type Outcome = { readonly value: Value } | { readonly problem: string }

type Plain = string | number | boolean

const MAX_PIECES = 1000

export const wordSteps: Readonly<Record<Word, (value: Present) => Outcome>> = {
  trim: (value) => onText(value, (text) => text.trim()),
  upper: (value) => onText(value, (text) => text.toUpperCase()),
  lower: (value) => onText(value, (text) => text.toLowerCase()),
  first: (value) => ({ value: Array.isArray(value) ? (value[0] ?? null) : value }),
  toText: (value) => ({ value: textOf(value) }),
  toNumber,
  toBoolean,
  dateOnly,
}

export function onText(value: Present, change: (text: string) => string): Outcome {
  if (typeof value === 'string') return { value: change(value) }
  if (Array.isArray(value)) return { value: value.map(change) }
  return { problem: `expects text, has ${kindOf(value)}; put toText before it` }
}

/** A number, or the amount of money. */
export function onNumber(value: Present, change: (number: number) => number): Outcome {
  const number = isMoney(value) ? value.amount : value
  if (typeof number !== 'number') return { problem: `expects a number, has ${kindOf(value)}; put toNumber before it` }
  const changed = change(number)
  if (!Number.isFinite(changed)) return { problem: 'the result is too large for a number' }
  return { value: isMoney(value) ? { ...value, amount: changed } : changed }
}

/** Half goes away from zero, as the decimal digits of the number say. */
export function rounded(number: number, decimals: number): number {
  return positiveZero(Number(number.toFixed(decimals)))
}

/** Fifteen digits: what decimals promise, without the noise of binary fractions (0.1 × 3). */
export function multiplied(number: number, factor: number): number {
  return positiveZero(Number((number * factor).toPrecision(15)))
}

export function truncated(text: string, length: number): string {
  // Never half of a character that takes two places.
  return text.slice(0, /[\uD800-\uDBFF]/.test(text[length - 1] ?? '') ? length - 1 : length)
}

export function split(value: Present, separator: string): Outcome {
  if (Array.isArray(value)) return { value }
  if (typeof value !== 'string') return { problem: `expects text, has ${kindOf(value)}; put toText before it` }
  const pieces = value.split(separator, MAX_PIECES + 1).map((piece) => piece.trim())
  if (pieces.length > MAX_PIECES) return { problem: `more than ${MAX_PIECES} pieces` }
  return { value: pieces }
}

export function money(value: Present, currency: string): Outcome {
  if (typeof value === 'number') return { value: { amount: value, currency } }
  if (!isMoney(value)) return { problem: `expects a number, has ${kindOf(value)}; put toNumber before it` }
  return value.currency === currency ? { value } : { problem: 'is money of another currency already' }
}

/** What the table says, each choice of a list by itself; a value that is not in it is a problem, never a guess. */
export function lookUp(
  value: Present,
  { map, otherwise }: { readonly map: Readonly<Record<string, Plain | null>>; readonly otherwise?: Plain | null },
): Outcome {
  if (isMoney(value)) return { problem: 'expects text, a number, true or false, has money' }
  const keys = Array.isArray(value) ? value : [String(value)]
  const found = keys.map((key) => (Object.hasOwn(map, key) ? map[key] : otherwise))
  if (found.includes(undefined)) return { problem: 'the value is not in the map, and there is no otherwise' }
  if (!Array.isArray(value)) return { value: found[0] ?? null }
  return { value: found.filter((entry) => entry !== null).map(String) }
}

export function isMoney(value: Value): value is Money {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function textOf(value: Present): string {
  if (isMoney(value)) return `${value.amount} ${value.currency}`
  return Array.isArray(value) ? value.join(', ') : String(value)
}

function toNumber(value: Present): Outcome {
  if (typeof value === 'number') return { value }
  if (isMoney(value)) return { value: value.amount }
  const text = typeof value === 'string' ? value.trim() : ''
  // No separators of thousands: 1.234 is one number here and another there.
  if (/^[+-]?\d{1,15}(\.\d{1,15})?$/.test(text)) return { value: positiveZero(Number(text)) }
  return { problem: `expects a number such as 1234.5, has ${kindOf(value)}` }
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'y', '1'].map((text) => [text, true] as const),
  ...['false', 'no', 'n', '0'].map((text) => [text, false] as const),
])

function toBoolean(value: Present): Outcome {
  const found = typeof value === 'object' ? undefined : BOOLEANS.get(String(value).trim().toLowerCase())
  if (found !== undefined) return { value: found }
  return { problem: `expects true, false, yes, no, 1 or 0, has ${kindOf(value)}` }
}

/** The calendar date at the front of a date or a timestamp, as written: no time zone moves it. */
function dateOnly(value: Present): Outcome {
  const date = typeof value === 'string' ? /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/.exec(value.trim())?.[1] : undefined
  if (date === undefined || !isCalendarDate(date)) {
    return { problem: `expects a date (YYYY-MM-DD) in front, has ${kindOf(value)}` }
  }
  return { value: date }
}

function isCalendarDate(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date)
}

function positiveZero(number: number): number {
  return number === 0 ? 0 : number
}

function kindOf(value: Present): string {
  if (Array.isArray(value)) return 'a list'
  return isMoney(value)
    ? 'money'
    : { string: 'other text', number: 'a number', boolean: 'true or false' }[typeof value as 'string']
}
