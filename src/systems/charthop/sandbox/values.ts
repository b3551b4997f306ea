import { isObjectId } from './ids.ts'
import type { Field, Option } from './model.ts'
import { invalid, notFound } from './refusal.ts'
import { isDay, type Settings } from './settings.ts'

/** What a value may refer to. */
export interface References {
  hasJob(id: string): boolean
  hasPerson(id: string): boolean
  /** The id of a group of this field, by id or name; undefined when there is none. */
  groupId(fieldName: string, idOrName: string): string | undefined
}

/** The stored form of a value a caller sent, or a 400. Null clears. */
export function parseValue(field: Field, raw: unknown, references: References): unknown {
  if (raw === null || raw === '') return null
  if (field.type === 'ENUM_MULTI') return list(raw).map((one) => parseOption(field, one).name)
  if (field.type.startsWith('ENUM')) return parseOption(field, raw).name
  if (field.type === 'GROUP' || field.type === 'GROUPS') return parseGroups(field, raw, references)
  if (field.type === 'PERSON') return parseReference(field, raw, references.hasPerson)
  if (field.type === 'JOB') return parseReference(field, raw, references.hasJob)
  if (field.type === 'PERSONS') return list(raw).map((one) => parseReference(field, one, references.hasPerson))
  if (field.type === 'JOBS') return list(raw).map((one) => parseReference(field, one, references.hasJob))
  return (PARSERS[field.type] ?? ((value: unknown) => value))(raw, field)
}

/** The form a stored value travels in. */
export function renderValue(field: Field, stored: unknown, settings: Settings): unknown {
  if (stored === undefined || stored === null) return undefined
  if (field.type === 'ENUM_MULTI') return (stored as string[]).map((name) => renderOption(field, name, settings))
  return field.type.startsWith('ENUM') ? renderOption(field, stored as string, settings) : stored
}

export function findOption(field: Field, text: string): Option | undefined {
  const wanted = text.toLowerCase()
  return field.values?.find(({ id, name, label }) => [id, name, label].some((known) => known.toLowerCase() === wanted))
}

const PARSERS: Readonly<Record<string, (raw: unknown, field: Field) => unknown>> = {
  STRING: parseText,
  TEXT: parseText,
  EMAIL: parseText,
  URL: parseText,
  PHONE: parseText,
  DATE: (raw, field) => {
    if (!isDay(raw)) throw invalid(`${field.name}: not a date (YYYY-MM-DD)`)
    return raw
  },
  BOOLEAN: (raw, field) => {
    if (raw === true || raw === 'true') return true
    if (raw === false || raw === 'false') return false
    throw invalid(`${field.name}: not true or false`)
  },
  INTEGER: (raw, field) => parseNumber(raw, field, Number.isSafeInteger),
  DECIMAL: (raw, field) => parseNumber(raw, field, Number.isFinite),
  PERCENT: (raw, field) => parseNumber(raw, field, Number.isFinite),
  MONEY: parseMoney,
  PAY_INTERVAL: parsePay,
}

function parseText(raw: unknown, field: Field): string {
  if (typeof raw !== 'string') throw invalid(`${field.name}: not a text`)
  if (field.name === 'title' && raw.length > 160) throw invalid('title: longer than 160 characters')
  return raw
}

function parseNumber(raw: unknown, field: Field, isFit: (value: number) => boolean): number {
  const value = typeof raw === 'string' ? Number(raw) : raw
  if (typeof value !== 'number' || !isFit(value)) throw invalid(`${field.name}: not a ${field.type.toLowerCase()}`)
  return value
}

function parseMoney(raw: unknown, field: Field): unknown {
  const { amount, currency, places } = object(raw)
  if (typeof amount !== 'number' || typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency))
    throw invalid(`${field.name}: not an amount and a currency`)
  return { currency, amount, places: typeof places === 'number' ? places : 0 }
}

/** Interval names: PayInterval in https://api.charthop.com/swagger. */
function parsePay(raw: unknown, field: Field): unknown {
  const { interval, pay, ...rest } = object(raw)
  if (typeof interval !== 'string' || !/^(YEAR|MONTH|WEEK|DAI|HOUR)LY$/i.test(interval))
    throw invalid(`${field.name}: not a pay interval`)
  return { interval: interval.toUpperCase(), pay: parseMoney(pay, field), ...rest }
}

function parseOption(field: Field, raw: unknown): Option {
  const text = typeof raw === 'string' ? raw : (object(raw).name ?? object(raw).id ?? object(raw).label)
  const option = typeof text === 'string' ? findOption(field, text) : undefined
  if (!option) throw invalid(`${field.name}: not one of its options`)
  return option
}

function renderOption(field: Field, name: string, settings: Settings): unknown {
  const option = findOption(field, name)
  if (!option) return undefined
  const { id, label } = option
  if (field.name === 'recruit') {
    if (settings.recruitOnWire === 'object') return { id, name: option.name, label }
    return settings.recruitOnWire === 'lower' ? option.name.toLowerCase() : option.name
  }
  if (field.builtIn) return option.name
  return settings.enumOnWire === 'object' ? { id, name: option.name, label } : option[settings.enumOnWire]
}

function parseGroups(field: Field, raw: unknown, references: References): string[] {
  return list(raw).map((one) => {
    const text = typeof one === 'string' ? one : (object(one).id ?? object(one).name)
    const id = typeof text === 'string' ? references.groupId(field.name, text) : undefined
    if (!id) throw invalid(`${field.name}: no such group`)
    return id
  })
}

function parseReference(field: Field, raw: unknown, exists: (id: string) => boolean): string {
  const id = typeof raw === 'string' ? raw : object(raw).id
  if (!isObjectId(id)) throw invalid(`${field.name}: not an id`)
  if (!exists(id)) throw notFound(field.name)
  return id
}

function list(raw: unknown): readonly unknown[] {
  return Array.isArray(raw) ? raw : [raw]
}

export function object(raw: unknown): Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as Record<string, unknown>) : {}
}
