import type { JobView, Values } from './model.ts'
import { invalid, unsupported } from './refusal.ts'
import type { State } from './state.ts'
import { object, parseValue } from './values.ts'

/**
 * The values of a v2 job body (field code → value, at the top level), checked and in stored form. `at` is the job as of
 * the day the values take effect; undefined while it is being created.
 */
export function parseJobBody(state: State, body: unknown, at: JobView | undefined): Values {
  const entries = Object.entries(requireObject(body)).filter(([, raw]) => raw !== undefined)
  return Object.fromEntries(entries.map(([code, raw]) => parseEntry(state, code, raw, at)))
}

/** `update` of a v1 change, in the words of a v2 body: https://api.charthop.com/swagger, JobUpdate. */
export function fromJobUpdate(update: unknown): Readonly<Record<string, unknown>> {
  const { fields, comp, startDatePlannedRemove, hasUnsetFields: _, ...rest } = object(update)
  for (const key of Object.keys(rest)) if (!PLAIN_UPDATES.has(key)) throw unsupported(`update.${key}`)
  return {
    ...(startDatePlannedRemove === true ? { startDatePlanned: null } : {}),
    ...(object(comp).baseComp === undefined ? {} : { baseComp: object(comp).baseComp }),
    ...rest,
    ...object(fields),
  }
}

/** Whether the values are an UPDATE of the job or DATA collected about it. */
export function changeTypeOf(values: Values): 'UPDATE' | 'DATA' {
  return Object.keys(values).some((code) => UPDATE_CODES.has(code)) ? 'UPDATE' : 'DATA'
}

const PLAIN_UPDATES = new Set(['title', 'employment', 'placement', 'sensitive', 'startDate', 'startDatePlanned'])
const UPDATE_CODES = new Set([...PLAIN_UPDATES, 'baseComp', 'department', 'location', 'team', 'manager'])

function parseEntry(state: State, code: string, raw: unknown, at: JobView | undefined): [string, unknown] {
  const field = state.fields.get(code)
  if (!field) throw invalid(`${code}: no such field`)
  if (field.readonly || COMPUTED.has(field.type)) throw invalid(`${field.name}: cannot be written`)
  if (field.entityType === 'PERSON') throw invalid(`${field.name}: is a field of people, not of jobs`)
  if (field.entityType === 'JOB_FILLED' && !at?.personId) throw invalid(`${field.name}: nobody holds the job`)
  const value = parseValue(field, raw, state.references)
  // `base` and `startDate` are other names of what these hold: docs.charthop.com, Carrot reference of baseComp and startDate.
  if (field.name === 'base') return ['baseComp', value && { interval: 'YEARLY', pay: value }]
  if (field.name !== 'startDate') return [field.name, value]
  if (at?.filledOn) throw unsupported('moving the start of somebody who holds the job')
  return ['startDatePlanned', value]
}

const COMPUTED = new Set(['EXPR', 'ENUM_EXPR', 'ELAPSED_DAYS', 'ELAPSED_MONTHS', 'ELAPSED_YEARS'])

function requireObject(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid('invalid data')
  return body as Record<string, unknown>
}
