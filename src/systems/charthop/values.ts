import { RejectedRecordError } from '../../lib/errors.ts'
import type { Json } from '../../lib/json.ts'
import type { Value, ValueKind } from '../../record/record.ts'
import { dateOf, isEmpty, isRow, listOf, textOf } from './row.ts'
import type { ChartHopField, ChartHopOption } from './schema.ts'

/** Field types of https://api.charthop.com/swagger (`Field.type`). The ones not listed hold no single value. */
const KINDS: Readonly<Record<string, ValueKind>> = {
  STRING: 'text',
  TEXT: 'longText',
  EMAIL: 'text',
  PHONE: 'text',
  CURRENCY: 'text',
  TIMESTAMP: 'text',
  URL: 'url',
  INTEGER: 'number',
  DECIMAL: 'number',
  PERCENT: 'number',
  ELAPSED_DAYS: 'number',
  ELAPSED_MONTHS: 'number',
  ELAPSED_YEARS: 'number',
  BOOLEAN: 'boolean',
  DATE: 'date',
  MONEY: 'money',
  ENUM: 'choice',
  ENUM_SCALE: 'choice',
  ENUM_EXPR: 'choice',
  ENUM_MULTI: 'choices',
  // References and the like: readable as the name of what they point to.
  ...(Object.fromEntries(
    ['NAME', 'PERSON', 'PERSONS', 'USER', 'JOB', 'JOBS', 'JOB_CODE', 'JOB_TIER', 'GROUP', 'GROUPS', 'LIST']
      .concat(['COMP_BAND', 'ADDRESS'])
      .map((type) => [type, 'text']),
  ) as Record<string, ValueKind>),
}

const WRITABLE =
  /^(STRING|TEXT|EMAIL|PHONE|CURRENCY|URL|INTEGER|DECIMAL|PERCENT|BOOLEAN|DATE|MONEY|ENUM|ENUM_SCALE|ENUM_MULTI)$/

/** Undefined: a field of this type cannot be mapped (files, tables, assignments, …). */
export function valueKind(field: ChartHopField): ValueKind | undefined {
  const kind = KINDS[typeOf(field)]
  if (!isPlural(field)) return kind
  if (kind === 'choice' || kind === 'choices') return 'choices'
  return kind === 'text' || kind === 'longText' || kind === 'url' ? 'text' : undefined
}

/** May we write such a field? Calculated values, references and lists read as one text can only be read. */
export function isWritable(field: ChartHopField): boolean {
  const isJoined = isPlural(field) && !/^ENUM/.test(field.type)
  return WRITABLE.test(field.type) && !isJoined && field.isReadonly !== true
}

export type Read = { readonly value: Value } | { readonly problem: string }

export function readValue(field: ChartHopField, raw: Json | undefined): Read {
  const kind = valueKind(field)
  if (kind === undefined) return { problem: `fields of type ${field.type} hold no single value` }
  if (isEmpty(raw)) return { value: null }
  return READERS[kind](raw as Json, field)
}

/**
 * The value as a PATCH takes it. What cannot be written is refused here: ChartHop may accept it without a word.
 * @throws RejectedRecordError
 */
export function writeValue(field: ChartHopField, value: Value): Json {
  if (!isWritable(field)) throw new RejectedRecordError(`ChartHop field "${field.code}" can only be read`)
  if (value === null) return null
  const kind = valueKind(field)
  if (kind !== 'choice' && kind !== 'choices') return value
  const read = READERS[kind](value, field)
  if ('problem' in read) throw new RejectedRecordError(`ChartHop field "${field.code}": ${read.problem}`)
  return read.value
}

const READERS: Readonly<Record<ValueKind, (raw: Json, field: ChartHopField) => Read>> = {
  text: (raw) => orProblem(textOf(raw), 'a text'),
  longText: (raw) => orProblem(textOf(raw), 'a text'),
  url: (raw) => orProblem(textOf(raw), 'an address'),
  number: (raw) => orProblem(numberOf(raw), 'a number'),
  boolean: (raw) => orProblem(booleanOf(raw), 'yes or no'),
  date: (raw) => orProblem(dateOf(isRow(raw) ? (raw.value ?? raw.date) : raw), 'a date'),
  money: (raw) => orProblem(moneyOf(raw), 'an amount with a currency'),
  choice: readChoice,
  choices: readChoices,
}

function orProblem(value: Value | undefined, wanted: string): Read {
  return value === undefined ? { problem: `the value is not ${wanted}` } : { value }
}

function readChoice(raw: Json, field: ChartHopField): Read {
  const parts = Array.isArray(raw) ? (raw as readonly Json[]) : [raw]
  if (parts.length !== 1) return { problem: `${parts.length} values where one is expected` }
  const option = optionOf(field.options, parts[0] as Json)
  return option ? { value: option.name } : noOption(field)
}

/** In the order of the field's options, so that the same set is the same value. */
function readChoices(raw: Json, field: ChartHopField): Read {
  const chosen = partsOf(raw, field.options).map((part) => optionOf(field.options, part))
  if (chosen.some((option) => option === undefined)) return noOption(field)
  return { value: field.options.filter((option) => chosen.includes(option)).map(({ name }) => name) }
}

/** One text may be one option with a comma in its name, or several joined. */
function partsOf(raw: Json, options: readonly ChartHopOption[]): readonly Json[] {
  if (Array.isArray(raw)) return (raw as readonly Json[]).filter((part) => !isEmpty(part))
  return typeof raw === 'string' && !optionOf(options, raw) ? raw.split(',') : [raw]
}

function noOption({ options }: ChartHopField): Read {
  return { problem: `the value is none of the field's ${options.length} options` }
}

/** By name before label before id: which of them a row carries is not documented. */
function optionOf(options: readonly ChartHopOption[], raw: Json): ChartHopOption | undefined {
  const words = (isRow(raw) ? [raw.name, raw.label, raw.id] : [raw]).flatMap((word) => listOf(word) ?? [])
  for (const word of words.map(folded)) {
    const option =
      options.find(({ name }) => folded(name) === word) ??
      options.find(({ label }) => folded(label) === word) ??
      options.find(({ id, num }) => folded(id ?? '') === word || String(num) === word)
    if (option) return option
  }
  return undefined
}

function folded(text: string): string {
  return text.trim().toLowerCase()
}

function numberOf(raw: Json): number | undefined {
  const value = isRow(raw) ? (raw.amount ?? raw.value) : raw
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

function booleanOf(raw: Json): boolean | undefined {
  if (typeof raw === 'boolean') return raw
  const word = folded(textOf(raw) ?? '')
  if (word === 'true' || word === 'yes') return true
  return word === 'false' || word === 'no' ? false : undefined
}

/** `Money` of the swagger; its `places` only tells how many decimals to show. */
function moneyOf(raw: Json): Value | undefined {
  if (!isRow(raw)) return undefined
  const amount = numberOf(raw)
  const currency = textOf(raw.currency)?.toUpperCase()
  return amount !== undefined && currency && /^[A-Z]{3}$/.test(currency) ? { amount, currency } : undefined
}

function typeOf({ type, exprType }: ChartHopField): string {
  return type === 'EXPR' ? (exprType ?? 'STRING') : type
}

function isPlural({ plural }: ChartHopField): boolean {
  return plural === 'LIST' || plural === 'SET'
}
