import type { Json } from '../../../lib/json.ts'
import { didYouMean } from '../../../lib/nearest.ts'
import { foldTitle } from '../../../mapping/triggers.ts'
import type { Change, Issue } from '../../../plan/change.ts'
import type { Ashby } from '../../../systems/ashby/client.ts'
import type { AshbyField } from '../../../systems/ashby/schema.ts'
import { writeFieldValue } from '../../../systems/ashby/values.ts'
import type { RequestRow } from '../request-row.ts'
import type { CrosschqAshbyConfig } from './config.ts'

export const SET_FIELD = 'application.setValue'

export type FieldTitles = Partial<CrosschqAshbyConfig['results']['fields']>
type Part = keyof FieldTitles

/** A field of applications that shows a part of a request, and what stands in it now. */
export interface ResultField {
  readonly part: Part
  readonly title: string
  readonly fieldId: string
  readonly fieldType: string
  readonly value: Json
}

export interface ResultFields {
  readonly fields: readonly ResultField[]
  readonly problems: readonly string[]
}

export function titlesOf(titles: FieldTitles): readonly (readonly [part: Part, title: string])[] {
  return (['status', 'score', 'link'] as const).flatMap((part) => (titles[part] ? [[part, titles[part]] as const] : []))
}

/** By title, among the fields of applications that are in use. */
export function matchFields(titles: FieldTitles, known: readonly AshbyField[]): ResultFields {
  const usable = known.filter(({ objectType, isArchived }) => objectType === 'Application' && !isArchived)
  const found = titlesOf(titles).map(([part, title]) => {
    const field = usable.find((one) => foldTitle(one.title) === foldTitle(title))
    if (field) return { part, title, fieldId: field.id, fieldType: field.fieldType, value: null }
    const hint = didYouMean(
      title,
      usable.map((one) => one.title),
    )
    return `results.fields.${part}: Ashby has no application field titled "${title}"${hint}; make it, or correct the title`
  })
  return {
    fields: found.filter((one) => typeof one !== 'string'),
    problems: found.filter((one) => typeof one === 'string'),
  }
}

export async function applicationFields(ashby: Ashby): Promise<readonly AshbyField[]> {
  const fields: AshbyField[] = []
  for await (const { rows } of ashby.customFields()) fields.push(...rows)
  return fields
}

const FIVE_MINUTES_MS = 5 * 60_000

/** The same list does for all requests of a run. */
export function rememberFields(ashby: Ashby, now: () => Date): () => Promise<readonly AshbyField[]> {
  let last: { readonly at: number; readonly fields: readonly AshbyField[] } | undefined
  return async () => {
    const at = now().getTime()
    if (!last || Math.abs(at - last.at) > FIVE_MINUTES_MS) last = { at, fields: await applicationFields(ashby) }
    return last.fields
  }
}

/** Pure. One call each: Ashby overwrites what is written at the same time. */
export function planFields(request: RequestRow, { fields }: ResultFields): readonly Change[] {
  return fields.flatMap((field) => {
    const after = wanted(request, field)
    return after === undefined || after === field.value ? [] : [fieldChange(request, field, after)]
  })
}

/** A field whose type cannot hold its part is told, and left alone. */
export function fieldIssues(request: RequestRow, { fields, problems }: ResultFields): readonly Issue[] {
  const unfit = fields.filter(
    (field) => partOf(request, field.part) !== undefined && wanted(request, field) === undefined,
  )
  return [
    ...problems.map((message): Issue => ({ reason: 'field_unknown', message, attention: true })),
    ...unfit.map(({ part, title, fieldType }): Issue => {
      const message = `results.fields.${part}: the Ashby field "${title}" is a ${fieldType}, which cannot hold it`
      return { field: title, reason: 'field_type', message, attention: true }
    }),
  ]
}

function wanted(request: RequestRow, { part, fieldType }: ResultField): Json | undefined {
  const value = partOf(request, part)
  if (value === undefined) return undefined
  const asText = fieldType === 'String' || fieldType === 'LongText' ? String(value) : value
  try {
    return writeFieldValue(fieldType, asText)
  } catch {
    return undefined
  }
}

/** Undefined: Crosschq says nothing, so nothing is written. */
function partOf({ statusText, status, score, reportUrl }: RequestRow, part: Part): string | number | undefined {
  if (part === 'status') return statusText ?? status.replaceAll('_', ' ')
  return part === 'score' ? score : reportUrl
}

function fieldChange({ id, application }: RequestRow, { title, fieldId, value }: ResultField, after: Json): Change {
  return {
    ...{ flow: 'results', record: id, target: id, action: SET_FIELD, effect: 'update' },
    fields: [{ field: title, before: value, after }],
    input: { application, fieldId, value: after },
  }
}
