import { canonicalJson, type Json } from '../../lib/json.ts'
import type { Change, FieldChange } from '../../plan/change.ts'
import { isEmpty, sameValue } from '../../plan/equality.ts'
import type { Value, ValueKind } from '../../record/record.ts'
import type { AshbyOpening } from '../../systems/ashby/schema.ts'
import { kindOf, readFieldValue, writeFieldValue } from '../../systems/ashby/values.ts'
import type { DesiredOpening, DesiredValue, JobSource } from './opening-desire.ts'

type OpenOpening = Extract<DesiredOpening, { type: 'open' }>
type Column = 'identifier' | 'description' | 'teamId' | 'targetStartDate' | 'isBackfill' | 'employmentType'

/** How each built-in column is compared. The state is not among them: after creation it belongs to people (R13). */
const columns: Readonly<Record<Column, ValueKind>> = {
  identifier: 'text',
  description: 'longText',
  teamId: 'text',
  targetStartDate: 'date',
  isBackfill: 'boolean',
  employmentType: 'text',
}

/** The fewest calls that make the opening what it should be; all custom fields of one opening go in one (S92). */
export function planOpening(
  { id }: JobSource,
  desired: DesiredOpening,
  actual: AshbyOpening | undefined,
  closeReasonId?: string,
): readonly Change[] {
  if (desired.type === 'closed') return actual ? closing(id, actual, closeReasonId) : []
  if (!actual) return [creation(id, desired), ...valueChanges(id, desired.values, undefined)]
  const differing = columnDifferences(desired, actual)
  const isUnsure = ({ field, after }: FieldChange) => after === null && unsureToClear.has(field)
  const update = (fields: readonly FieldChange[]) => columnChange(id, desired, actual, fields)
  return [
    ...update(differing.filter((field) => !isUnsure(field))),
    ...locationChanges(id, desired, actual),
    ...valueChanges(id, desired.values, actual),
    ...update(differing.filter(isUnsure)),
  ]
}

/** How Ashby empties these is not documented. Tried last and alone, so that a refusal keeps nothing else from being written. */
const unsureToClear: ReadonlySet<string> = new Set<Column>(['teamId', 'targetStartDate'])

function creation(record: string, desired: OpenOpening): Change {
  const { type, values, ...columns } = desired
  // Ashby's own default where ChartHop's word has no counterpart (https://developers.ashbyhq.com/reference/openingcreate).
  const input = { ...columns, employmentType: columns.employmentType ?? 'FullTime' }
  const shown = Object.entries(input).filter(([, value]) => value !== null)
  const fields = shown.map(([field, after]) => ({ field, before: null, after: after as Json }))
  return {
    flow: 'openings',
    record,
    action: 'opening.create',
    effect: 'create',
    fields: [...fields, { field: 'state', before: null, after: 'Approved' }],
    input,
  }
}

function closing(
  record: string,
  { id, state, isArchived }: AshbyOpening,
  closeReasonId: string | undefined,
): readonly Change[] {
  if (isArchived || !['Draft', 'Approved', 'Open'].includes(state)) return []
  const fields = [{ field: 'state', before: state, after: 'Closed' }]
  return [
    {
      flow: 'openings',
      record,
      action: 'opening.close',
      effect: 'close',
      target: id,
      fields,
      input: { closeReasonId: closeReasonId ?? null },
    },
  ]
}

function columnDifferences(desired: OpenOpening, actual: AshbyOpening): readonly FieldChange[] {
  return Object.entries(columns).flatMap(([name, kind]): FieldChange[] => {
    const column = name as Column
    const [before, after] = [actual[column] ?? null, desired[column]]
    return after === undefined || sameValue(kind, before, after) ? [] : [{ field: column, before, after }]
  })
}

function columnChange(
  record: string,
  desired: OpenOpening,
  actual: AshbyOpening,
  fields: readonly FieldChange[],
): readonly Change[] {
  if (fields.length === 0) return []
  // Whether leaving these two out resets them is not documented, so both always go along.
  const always = {
    isBackfill: desired.isBackfill,
    employmentType: desired.employmentType ?? actual.employmentType ?? 'FullTime',
  }
  const input = { ...Object.fromEntries(fields.map(({ field, after }) => [field, after])), ...always }
  return [
    { flow: 'openings', record, action: 'opening.update', effect: effectOf(fields), target: actual.id, fields, input },
  ]
}

function locationChanges(record: string, { locationIds }: OpenOpening, actual: AshbyOpening): readonly Change[] {
  if (!locationIds) return []
  const change = (action: string, locationId: string, before: string | null, after: string | null): Change => ({
    flow: 'openings',
    record,
    action,
    effect: 'update',
    target: actual.id,
    fields: [{ field: 'location', before, after }],
    input: { locationId },
  })
  const added = locationIds.filter((id) => !actual.locationIds.includes(id))
  const removed = actual.locationIds.filter((id) => !locationIds.includes(id))
  return [
    ...added.map((id) => change('opening.addLocation', id, null, id)),
    ...removed.map((id) => change('opening.removeLocation', id, id, null)),
  ]
}

function valueChanges(
  record: string,
  values: readonly DesiredValue[],
  actual: AshbyOpening | undefined,
): readonly Change[] {
  const changed = values.flatMap((desired) => {
    const before = actual && desired.fieldId ? readFieldValue(desired.fieldType, actual.custom[desired.fieldId]) : null
    const isSame = sameValue(kindOf(desired.fieldType) ?? 'text', before, desired.value as Value)
    return isSame ? [] : [{ desired, before }]
  })
  if (changed.length === 0) return []
  const fields = changed.map(({ desired, before }) => ({
    field: desired.title,
    before: before as Json,
    after: desired.value,
  }))
  const written = changed.map(({ desired: { title, fieldId, fieldType, value } }) => ({
    title,
    fieldId,
    fieldValue: writeFieldValue(fieldType, value as Value),
  }))
  const effect = effectOf(fields)
  return [
    {
      flow: 'openings',
      record,
      action: 'opening.setValues',
      effect,
      ...(actual && { target: actual.id }),
      fields,
      input: { values: written },
    },
  ]
}

/** Emptying a value that was there is graver than changing it: the guard counts it apart. */
function effectOf(fields: readonly FieldChange[]): 'update' | 'clear' {
  return fields.some(({ before, after }) => isEmpty(after as Value) && !isEmpty(before as Value)) ? 'clear' : 'update'
}

/** Whether an opening shows what a change meant to write: how a lost answer is told from a lost write. */
export function holdsChange({ action, fields, input }: Change, actual: AshbyOpening): boolean {
  if (action === 'opening.close') return actual.state === 'Closed'
  if (action === 'opening.update')
    return fields.every(({ field, after }) =>
      sameValue(columns[field as Column], actual[field as Column] ?? null, after as Value),
    )
  if (action === 'opening.setValues')
    return valuesOf(input).every(
      ({ fieldId, fieldValue }) => fieldId !== null && sameJson(actual.custom[fieldId], fieldValue),
    )
  const { locationId } = input as { locationId: string }
  return actual.locationIds.includes(locationId) === (action === 'opening.addLocation')
}

function valuesOf(input: Json) {
  return (input as unknown as { values: readonly { fieldId: string | null; fieldValue: Json }[] }).values
}

function sameJson(left: Json | undefined, right: Json): boolean {
  return canonicalJson(left ?? null) === canonicalJson(right)
}
