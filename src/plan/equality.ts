import type { Money, Value, ValueKind } from '../record/record.ts'

/**
 * Whether two values are the same to a person who reads them in either system: text ignores surrounding space, line-end
 * style and Unicode composition, choices are a set, money compares amount and currency, dates are calendar dates.
 */
export function sameValue(kind: ValueKind, left: Value, right: Value): boolean {
  if (isEmpty(left) || isEmpty(right)) return isEmpty(left) && isEmpty(right)
  return rules[kind](left, right)
}

/** null, "", blank text and the empty list all mean that nothing is there. False and 0 are values. */
export function isEmpty(value: Value): boolean {
  if (value === null) return true
  if (typeof value === 'string') return value.trim() === ''
  return Array.isArray(value) && value.length === 0
}

type Rule = (left: Value, right: Value) => boolean

const rules: Readonly<Record<ValueKind, Rule>> = {
  text: sameText,
  longText: sameText,
  url: sameText,
  choice: sameText,
  number: (left, right) => sameNumber(Number(left), Number(right)),
  boolean: (left, right) => left === right,
  date: (left, right) => String(left).slice(0, 10) === String(right).slice(0, 10),
  choices: sameSet,
  money: sameMoney,
}

function sameText(left: Value, right: Value): boolean {
  return plain(left) === plain(right)
}

function plain(value: Value): string {
  return String(value).replace(/\r\n?/g, '\n').trim().normalize('NFC')
}

function sameSet(left: Value, right: Value): boolean {
  const [a, b] = [asSet(left), asSet(right)]
  return a.size === b.size && [...a].every((member) => b.has(member))
}

function asSet(value: Value): Set<string> {
  return new Set((Array.isArray(value) ? value : [value]).map((member) => plain(member as Value)))
}

function sameMoney(left: Value, right: Value): boolean {
  const [a, b] = [left as Money, right as Money]
  return a.currency === b.currency && sameNumber(a.amount, b.amount)
}

/** A vendor may round a decimal on its way through binary; whole numbers, such as ten-digit codes, are exact. */
function sameNumber(left: number, right: number): boolean {
  if (Number.isInteger(left) && Number.isInteger(right)) return left === right
  return Math.abs(left - right) <= Math.max(Math.abs(left), Math.abs(right), 1) * 1e-12
}
