import type { Json } from '../lib/json.ts'

/** One thing a system holds, in our words. `id` is the system's own and never changes. */
export interface Row {
  readonly id: string
}

/** A row that a system sent and its schema could not read. Counted and reported; the page goes on. */
export interface RejectedRow {
  /** The vendor's id when at least that much could be read: the row exists, so it is not absent. */
  readonly id?: string
  readonly problem: string
}

/**
 * One page of a list. `token` is set on the last page only, where the vendor offers "changes since"; `cursor` on every
 * other one, where a read that was interrupted may go on behind it.
 */
export interface Page<T> {
  readonly rows: readonly T[]
  readonly rejected: readonly RejectedRow[]
  readonly token?: string
  readonly cursor?: string
}

/** How a mapped value is to be read, compared and written. */
export type ValueKind = 'text' | 'longText' | 'number' | 'boolean' | 'date' | 'choice' | 'choices' | 'money' | 'url'

/** `amount` is in units of the currency (not cents); `currency` is ISO 4217. */
export interface Money {
  readonly amount: number
  readonly currency: string
  readonly [key: string]: Json
}

/**
 * A mapped value: text, url and choice are strings, choices an array of strings, number a finite number, date
 * `YYYY-MM-DD`, money as above, boolean a boolean. `null` is "empty", whether the vendor said null, "" or nothing.
 */
export type Value = null | boolean | number | string | readonly string[] | Money
