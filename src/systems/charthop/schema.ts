import type { Json } from '../../lib/json.ts'
import { type Columns, rowSchema } from './columns.ts'
import { cell, isEmpty, isRow, listOf, type Row, textOf } from './row.ts'

const STATES = ['OPEN', 'FILLED', 'DEPART', 'START'] as const

export interface ChartHopJob {
  readonly id: string
  readonly title?: string
  readonly state?: (typeof STATES)[number]
  readonly isOpen: boolean
  /** The recruiting status, lower case: active, passive, inactive, offer, pending. */
  readonly recruit?: string
  readonly req?: string
  readonly description?: string
  readonly createDate?: string
  readonly startDate?: string
  readonly isBackfill: boolean
  readonly employment?: string
  readonly department?: string
  readonly team?: string
  readonly locations: readonly string[]
  readonly personId?: string
  /** Raw, by code as it was asked for. A code that the row does not have is absent. */
  readonly custom: Readonly<Record<string, Json>>
}

export interface ChartHopOption {
  readonly name: string
  readonly label: string
  readonly id?: string
  /** The number of a numeric scale's step. */
  readonly num?: number
}

export interface ChartHopField {
  readonly id: string
  readonly code: string
  readonly label: string
  readonly type: string
  /** What a calculated field (EXPR) results in. */
  readonly exprType?: string
  readonly plural?: string
  readonly entityType: string
  readonly options: readonly ChartHopOption[]
  readonly sensitive?: string
  readonly isHidden: boolean
  readonly isDeleted: boolean
  readonly isBuiltIn: boolean
  readonly isReadonly?: boolean
}

export interface ChartHopPerson {
  readonly id: string
  readonly jobId?: string
  /** Lower case and trimmed; work address first. */
  readonly emails: readonly string[]
  readonly custom: Readonly<Record<string, Json>>
}

export interface ChartHopChange {
  readonly id: string
  readonly type: string
  readonly jobId?: string
  readonly personId?: string
  readonly date?: string
  readonly status?: string
  /** Set on planned changes, which are not true yet. */
  readonly scenarioId?: string
}

/** The built-in columns of `ChartHopJob`. https://docs.charthop.com/quick-reference-common-filters and the field list. */
export const JOB_COLUMNS = [
  ...['id', 'title', 'state', 'open', 'recruit', 'req', 'description', 'createDate', 'startDate', 'backfill'],
  ...['employment', 'department.name', 'team.name', 'location.name', 'personId'],
]

export const PERSON_COLUMNS = ['id', 'jobId', 'contact.workEmail', 'contact.homeEmail']

/** `isListedOpen`: the row came from a list of open jobs, which says as much when its own columns say nothing. */
export function jobSchema(codes: readonly string[], isListedOpen: boolean) {
  return rowSchema((row, at): ChartHopJob => {
    const state = STATES.find((each) => each === at.text('state')?.toUpperCase())
    return {
      id: at.text('id', 'jobId') ?? at.refuse('no "id"'),
      title: at.text('title'),
      state,
      isOpen: isOpen(state, at.text('open')) ?? (isListedOpen || at.refuse('neither "state" nor "open" can be read')),
      recruit: at.text('recruit')?.toLowerCase(),
      req: at.text('req'),
      description: at.text('description'),
      createDate: at.date('createDate'),
      startDate: at.date('startDate'),
      isBackfill: saysYes(cell(row, 'backfill')),
      employment: employmentOf(at.text('employment')),
      department: at.text('department.name', 'department'),
      team: at.text('team.name', 'team'),
      locations: at.list('location.name', 'location'),
      personId: at.text('personId'),
      custom: customOf(row, codes),
    }
  })
}

export function personSchema(codes: readonly string[]) {
  return rowSchema(
    (row, at): ChartHopPerson => ({
      id: at.text('id', 'personId') ?? at.refuse('no "id"'),
      jobId: at.text('jobId'),
      emails: emailsOf(row, at),
      custom: customOf(row, codes),
    }),
  )
}

/** `isBuiltIn`: the list of built-in fields does not say it of each. */
export function fieldSchema(isBuiltIn: boolean) {
  return rowSchema((row, at): ChartHopField => {
    const code = at.text('name') ?? at.refuse('no "name"')
    return {
      // A built-in field has no id of its own in every org.
      id: at.text('id') ?? (isBuiltIn ? code : at.refuse('no "id"')),
      code,
      label: at.text('label') ?? code,
      type: (at.text('type') ?? (isBuiltIn ? 'UNKNOWN' : at.refuse('no "type"'))).toUpperCase(),
      exprType: at.text('exprType')?.toUpperCase(),
      plural: at.text('plural')?.toUpperCase(),
      entityType: (at.text('entityType') ?? 'NONE').toUpperCase(),
      options: optionsOf(row),
      sensitive: at.text('sensitive'),
      isHidden: at.text('status')?.toUpperCase() === 'HIDDEN',
      isDeleted: at.text('deleteAt') !== undefined,
      isBuiltIn: isBuiltIn || cell(row, 'builtIn') === true,
      isReadonly: cell(row, 'readonly') === true,
    }
  })
}

export const changeSchema = rowSchema(
  (_, at): ChartHopChange => ({
    id: at.text('id') ?? at.refuse('no "id"'),
    type: (at.text('type') ?? at.refuse('no "type"')).toUpperCase(),
    jobId: at.text('jobId'),
    personId: at.text('personId'),
    date: at.date('date'),
    status: at.text('status')?.toUpperCase(),
    scenarioId: at.text('scenarioId'),
  }),
)

function isOpen(state: ChartHopJob['state'], open: string | undefined): boolean | undefined {
  if (state) return state === 'OPEN'
  if (open === undefined) return undefined
  return { open: true, true: true, filled: false, false: false }[open.toLowerCase()]
}

/** `backfill` names the person whose place this job takes (https://docs.charthop.com); yes and no are read as well. */
function saysYes(value: Json | undefined): boolean {
  return !isEmpty(value) && !/^(no|false|none)$/i.test(textOf(value) ?? '')
}

const EMPLOYMENT: Readonly<Record<string, string>> = {
  fulltime: 'FULL',
  parttime: 'PART',
  temporary: 'TEMP',
  contractor: 'CONTRACT',
}

/** The enum's name, also where its label came instead; one we do not know stays as it is, in capitals. */
function employmentOf(text: string | undefined): string | undefined {
  const letters = text?.toLowerCase().replace(/[^a-z]/g, '')
  return letters === undefined
    ? undefined
    : (EMPLOYMENT[letters] ?? (letters === 'expat' ? 'EXPAT' : text?.toUpperCase()))
}

function customOf(row: Row, codes: readonly string[]): Readonly<Record<string, Json>> {
  const custom: Record<string, Json> = {}
  for (const code of codes) {
    const value = cell(row, code)
    if (value !== undefined) custom[code] = value
  }
  return custom
}

/** Must not miss one that is there: the person would be made a second time. */
function emailsOf(row: Row, at: Columns): readonly string[] {
  const direct = [...at.list('contact.workEmail'), ...at.list('contact.homeEmail')]
  const emails = [...direct, ...contactEmails(cell(row, 'contacts'))].map((email) => email.trim().toLowerCase())
  return [...new Set(emails.filter((email) => email.includes('@')))]
}

function contactEmails(contacts: Json | undefined): readonly string[] {
  const list = Array.isArray(contacts) ? (contacts as readonly Json[]) : []
  return list.flatMap((contact) =>
    isRow(contact) && /^(WORK|HOME)_EMAIL$/i.test(textOf(contact.type) ?? '') ? (listOf(contact.value) ?? []) : [],
  )
}

function optionsOf(row: Row): readonly ChartHopOption[] {
  const values = cell(row, 'values')
  return (Array.isArray(values) ? (values as readonly Json[]) : []).flatMap((value) => {
    const option = isRow(value) ? value : { name: value }
    const name = textOf(option.name) ?? textOf(option.label)
    if (name === undefined) return []
    const num = typeof option.num === 'number' ? option.num : undefined
    return [{ name, label: textOf(option.label) ?? name, id: textOf(option.id), num }]
  })
}
