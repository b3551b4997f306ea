import type { Money, Value, ValueKind } from '../../record/record.ts'
import type { AshbyOption } from '../../systems/ashby/schema.ts'

type Fitted = { readonly value: Value } | { readonly problem: string }

/** A value as a field of this kind can hold it. Only what loses nothing is converted; the rest is a problem to be seen. */
export function fitTo(value: Value, kind: ValueKind): Fitted {
  if (value === null) return { value }
  const fitted = fits[kind](value)
  return fitted === undefined
    ? { problem: `the value does not fit a field of kind ${kind}; add a transform or another type` }
    : { value: fitted }
}

const fits: Readonly<Record<ValueKind, (value: Exclude<Value, null>) => Value | undefined>> = {
  text: asText,
  longText: asText,
  choice: (value) => (Array.isArray(value) && value.length === 1 ? value[0] : asText(value)),
  url: (value) => (typeof value === 'string' && /^https?:\/\//i.test(value) ? value : undefined),
  number: asNumber,
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  date: (value) => (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? value.slice(0, 10) : undefined),
  choices: (value) => (Array.isArray(value) ? value : typeof value === 'string' ? [value] : undefined),
  money: (value) => (isMoney(value) ? value : undefined),
}

function asText(value: Exclude<Value, null>): string | undefined {
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'object' ? undefined : String(value)
}

function asNumber(value: Exclude<Value, null>): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined
  const number = Number(value)
  return Number.isFinite(number) && String(value).trim() !== '' ? number : undefined
}

function isMoney(value: Value): value is Money {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Ashby keeps an option's `value`; a field made by hand may carry our word only as its label. */
export function optionFor(
  word: string,
  label: string | undefined,
  options: readonly AshbyOption[],
): AshbyOption | undefined {
  const words = [word, label].filter((text) => text !== undefined).map(folded)
  return (
    options.find(({ value }) => words.includes(folded(value))) ??
    options.find((option) => words.includes(folded(option.label)))
  )
}

export function folded(text: string): string {
  return text.trim().toLowerCase()
}
