import type { SandboxClock } from '../../../sandbox/clock.ts'
import type { Day } from './model.ts'

/**
 * What ChartHop's documents leave open is a setting here, so that a client can be tried against either answer.
 * Sources of the rest: https://api.charthop.com/swagger and https://docs.charthop.com (nothing was tried on the live API).
 */
export interface Settings {
  /** The largest page given, whatever `limit` asks for; also the page when no limit is asked. */
  maxLimit: number
  /** `next` names the next row, or repeats the last one: whether `from` is inclusive is not documented. */
  cursor: 'next' | 'repeat'
  /** How a custom single or multiple select travels. */
  enumOnWire: 'name' | 'label' | 'id' | 'object'
  /** How `recruit` travels: documents show lower case in CSV imports and upper case for other built-in selects. */
  recruitOnWire: 'upper' | 'lower' | 'object'
  /** Whether a future HIRE turns `recruit` to pending by itself. */
  hireSetsRecruit: boolean
  /** Whether a job with an announced hire still matches `is:open`. */
  startIsOpen: boolean
  /** The case of `{type}` in /change/{type} that is taken. */
  changeTypeCase: 'any' | 'upper' | 'lower'
  /** Which way of giving contacts POST and PATCH person take: `contact.homeEmail` keys, a `contacts` list, or both. */
  contactsInBody: 'both' | 'keys' | 'list'
  /** What `fields=` does with a code nobody knows. */
  unknownField: 'missing' | 'refuse'
  /** Reads show the state before the last write for this long. */
  staleReadsMs: number
  /** After each write so many reads of lists answer 202. */
  buildsAfterWrite: number
}

export const DEFAULT_SETTINGS: Settings = {
  maxLimit: 1000,
  cursor: 'next',
  enumOnWire: 'name',
  recruitOnWire: 'upper',
  hireSetsRecruit: true,
  startIsOpen: false,
  changeTypeCase: 'any',
  contactsInBody: 'both',
  unknownField: 'missing',
  staleReadsMs: 0,
  buildsAfterWrite: 0,
}

/** UTC: whether ChartHop's today is the organisation's or UTC's is not documented. */
export function today(clock: SandboxClock): Day {
  return new Date(clock.now()).toISOString().slice(0, 10)
}

export function isDay(value: unknown): value is Day {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}$/.test(value) &&
    !Number.isNaN(Date.parse(value)) &&
    new Date(value).toISOString().startsWith(value)
  )
}

export function laterOf(left: Day, right: Day): Day {
  return left > right ? left : right
}
