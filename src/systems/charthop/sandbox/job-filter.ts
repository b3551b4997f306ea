import type { Field, JobView } from './model.ts'
import { type Condition, meets } from './query.ts'
import { invalid } from './refusal.ts'
import { type Reading, resolveJob } from './rows.ts'
import { findOption, object } from './values.ts'

export function matchesJob(reading: Reading, view: JobView, conditions: readonly Condition[]): boolean {
  return conditions.every((condition) =>
    condition.field === 'is' ? isState(reading, view, condition) : meetsField(reading, view, condition),
  )
}

/** States: docs.charthop.com, quick reference of common filters (the spelling `hireing` is theirs). */
const STATES: Readonly<Record<string, (view: JobView, reading: Reading) => boolean>> = {
  open: isOpen,
  hire: (view, reading) => isOpen(view, reading) || view.state === 'DEPART',
  start: (view) => view.state === 'START',
  depart: (view) => view.state === 'DEPART',
  person: (view) => view.filledOn !== undefined,
}
const ALIASES: Readonly<Record<string, string>> = { hireing: 'hire', starting: 'start' }

function isOpen({ state }: JobView, reading: Reading): boolean {
  return state === 'OPEN' || (state === 'START' && reading.state.settings.startIsOpen)
}

function isState(reading: Reading, view: JobView, { values, isNegated }: Condition): boolean {
  const isMet = values.some((value) => {
    const test = STATES[ALIASES[value] ?? value]
    if (!test) throw invalid(`q: is:${value} is not known`)
    return test(view, reading)
  })
  return isMet !== isNegated
}

function meetsField(reading: Reading, view: JobView, condition: Condition): boolean {
  const path = condition.field.split('.')
  const field = reading.state.fields.get(path[0]!)
  if (!field && path[0] !== 'id' && path[0] !== 'jobid') throw invalid(`q: ${condition.field} is not known`)
  const value = resolveJob(reading, view, path)
  return meets(condition, textsOf(field, path.length === 1, value), isText(field, path))
}

/** The words a value goes by: a select answers to its name, its label and its id. */
export function textsOf(field: Field | undefined, isWhole: boolean, value: unknown): readonly string[] {
  if (value === undefined || value === null) return []
  const parts = Array.isArray(value) ? value : [value]
  return parts.flatMap((part) => {
    if (typeof part !== 'object') return isWhole && field?.values ? optionTexts(field, String(part)) : [String(part)]
    return Object.values(object(part)).map(String)
  })
}

function optionTexts(field: Field, text: string): readonly string[] {
  const option = findOption(field, text)
  return option ? [option.name, option.label, option.id] : [text]
}

/** `:` finds a part of a text, and compares everything else as a whole. */
export function isText(field: Field | undefined, path: readonly string[]): boolean {
  return path.length > 1 || field?.type === 'STRING' || field?.type === 'TEXT' || field?.type === 'NAME'
}
