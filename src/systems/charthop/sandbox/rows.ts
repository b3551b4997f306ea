import { type AccessName, sees } from './access.ts'
import type { Day, Field, JobView } from './model.ts'
import { invalid } from './refusal.ts'
import { jobAsOf, readJob, type State } from './state.ts'
import { object, renderValue } from './values.ts'

/** Who reads, as of when, and in which form. */
export interface Reading {
  readonly state: State
  readonly access: AccessName
  readonly day: Day
  /** `format=minimal` of ChartHop's own script gives names as one string. */
  readonly isMinimal: boolean
  /** The value of an expression for a person; handed in, since people's rows also reach into jobs. */
  readonly person: (reading: Reading, id: string, path: readonly string[]) => unknown
}

/** A row has the requested expressions as flat keys, as they were written; what has no value is left out. */
export function jobRow(reading: Reading, view: JobView, fields: readonly string[]): Record<string, unknown> {
  const expressions = fields.length > 0 ? fields : defaultFields(reading.state)
  return toRow(expressions, (path) => resolveJob(reading, view, path), reading)
}

export function toRow(
  expressions: readonly string[],
  resolve: (path: readonly string[]) => unknown,
  { state }: Reading,
): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (const expression of expressions) {
    const path = expression.toLowerCase().split('.')
    if (state.settings.unknownField === 'refuse' && !isKnown(state, path[0]!)) throw invalid(`fields: ${expression}`)
    const value = resolve(path)
    if (value !== undefined && value !== null) row[expression] = value
  }
  return row
}

/** The value of an expression such as `manager.name.first` for a job. */
export function resolveJob(reading: Reading, view: JobView, [head = '', ...rest]: readonly string[]): unknown {
  if (head === 'id' || head === 'jobid') return view.id
  const field = reading.state.fields.get(head)
  if (!field || !sees(reading.access, field.sensitive, view)) return undefined
  if (field.entityType === 'PERSON') return view.personId && reading.person(reading, view.personId, [head, ...rest])
  if (field.entityType === 'JOB_FILLED' && !view.personId) return undefined
  const special = SPECIAL[head]
  if (special) return drill(special(view), rest)
  const stored = view.values[field.name]
  if (stored === undefined || stored === null) return undefined
  return (REFERRING[field.type] ?? plain)(reading, field, stored, rest)
}

function isKnown(state: State, code: string): boolean {
  return code === 'id' || code === 'jobid' || state.fields.get(code) !== undefined
}

function defaultFields(state: State): readonly string[] {
  const isLeftOut = new Set(['contact', 'base', 'currency', 'startDateOrg'])
  const builtIn = state.fields.builtIn.filter(({ name }) => !isLeftOut.has(name))
  return ['id', ...[...builtIn, ...state.fields.custom].map(({ name }) => name)]
}

/** What follows from the timeline, or is another name of a value. `startDate`: docs.charthop.com, Carrot reference. */
const SPECIAL: Readonly<Record<string, (view: JobView) => unknown>> = {
  open: (view) => (view.filledOn ? 'FILLED' : 'OPEN'),
  state: (view) => view.state,
  personid: (view) => view.personId,
  createdate: (view) => view.createDate,
  startdate: (view) => view.filledOn ?? view.values.startDatePlanned,
  upcoming: (view) => (view.upcoming.length > 0 ? view.upcoming : undefined),
  base: (view) => object(view.values.baseComp).pay,
  currency: (view) => object(object(view.values.baseComp).pay).currency,
}

type Referring = (reading: Reading, field: Field, stored: unknown, rest: readonly string[]) => unknown

const REFERRING: Readonly<Record<string, Referring>> = {
  JOB: (reading, _field, stored, rest) => {
    const manager = rest.length > 0 && findJob(reading, stored as string)
    return manager ? resolveJob(reading, manager, rest) : rest.length > 0 ? undefined : stored
  },
  PERSON: (reading, _field, stored, rest) =>
    rest.length > 0 ? reading.person(reading, stored as string, rest) : stored,
  PERSONS: (reading, _field, stored, rest) =>
    rest.length > 0 ? joined((stored as string[]).map((id) => reading.person(reading, id, rest))) : stored,
  GROUP: ({ state }, _field, stored, rest) => groupValue(state, stored as string[], rest, true),
  GROUPS: ({ state }, _field, stored, rest) => groupValue(state, stored as string[], rest, false),
  PAY_INTERVAL: (_reading, _field, stored, rest) => payValue(object(stored), rest),
}

function plain({ state }: Reading, field: Field, stored: unknown, rest: readonly string[]): unknown {
  return drill(renderValue(field, stored, state.settings), rest)
}

function findJob({ state, day }: Reading, id: string): JobView | undefined {
  const job = state.jobs.get(id)
  return job && (readJob(state, id, day) ?? jobAsOf(state, job, day))
}

/** Several groups come as one text, joined by comma. */
function groupValue(state: State, ids: readonly string[], [key]: readonly string[], isSingle: boolean): unknown {
  const groups = ids.flatMap((id) => state.groups.get(id) ?? []).map(({ id, name }) => ({ id, name }))
  if (key === undefined) return isSingle ? groups[0] : groups.length > 0 ? groups : undefined
  return key === 'id' || key === 'name' ? joined(groups.map((group) => group[key])) : undefined
}

function joined(texts: readonly unknown[]): string | undefined {
  return texts.length > 0 ? texts.join(',') : undefined
}

/** How often each interval is paid in a year; hours and days from the pay itself where it says. */
const PER_YEAR: Readonly<Record<string, (pay: Readonly<Record<string, unknown>>) => number>> = {
  YEARLY: () => 1,
  MONTHLY: ({ monthsPerYear = 12 }) => Number(monthsPerYear),
  WEEKLY: ({ weeksPerYear = 52 }) => Number(weeksPerYear),
  DAILY: ({ daysPerYear = 260 }) => Number(daysPerYear),
  HOURLY: ({ hoursPerWeek = 40, weeksPerYear = 52 }) => Number(hoursPerWeek) * Number(weeksPerYear),
}

/** The sandbox knows no exchange rates: `asOrgCurrency` is the same money. */
function payValue(pay: Readonly<Record<string, unknown>>, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return pay
  if (key !== 'annualized') return drill(pay, [key, ...rest])
  const money = object(pay.pay)
  const annual = { ...money, amount: Number(money.amount) * (PER_YEAR[String(pay.interval)] ?? (() => 1))(pay) }
  return drill(annual, rest[0] === 'asorgcurrency' ? rest.slice(1) : rest)
}

/** A step into a value, without regard to case. */
export function drill(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined || value === undefined) return value
  const found = Object.entries(object(value)).find(([name]) => name.toLowerCase() === key)
  return drill(found?.[1], rest)
}
