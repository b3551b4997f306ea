import type { Json } from '../../lib/json.ts'
import type { Mapping, OpeningMapping } from '../../mapping/load.ts'
import type { Change } from '../../plan/change.ts'
import type { Ashby } from '../../systems/ashby/client.ts'
import type { AshbyField, AshbyOption } from '../../systems/ashby/schema.ts'
import type { AshbyFieldType } from '../../systems/ashby/values.ts'
import type { Decision, Flow, Found, Receipt } from '../flow.ts'
import type { Mirror, Source } from '../mirror.ts'
import type { MappableField, Systems } from './collections.ts'
import { archivedProblem, isSelect, mappingProblem, predictedOptions, wantedType } from './mapped-fields.ts'
import { attention, skip } from './skips.ts'
import { folded, optionFor } from './values.ts'

/** The Ashby field that a ticked ChartHop field should have (S93). */
interface DesiredField {
  readonly title: string
  readonly fieldType: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly [key: string]: Json
}

type FieldSource = Source<MappableField>

interface Context {
  readonly mapping: Mapping
  readonly fields: readonly AshbyField[]
  /** Which live ChartHop field fills which Ashby field. */
  readonly holders: ReadonlyMap<string, MappableField>
}

/**
 * For every ticked field a field should exist in Ashby. A flow like any other, so that a field made twice, a lost answer
 * or a type that does not fit is handled, shown and recorded as for any record. Ashby can neither rename nor remove a
 * definition through its API, so nothing here does.
 */
export function fieldsFlow({ ashby, mapping }: Systems): Flow<FieldSource, DesiredField, AshbyField, Context> {
  return {
    name: 'fields',
    source: 'charthop.customFields',
    target: 'ashby.customFields',
    settings: async () => mapping().openings.map(({ from, title, type }) => [from, title, type ?? null]),
    prepare: async (mirror: Mirror) => ({
      mapping: mapping(),
      fields: await mirror.rows<AshbyField>('ashby.customFields'),
      holders: await holdersIn(mirror),
    }),
    desire,
    find: async (source, desired, context) => find(source, desired, context),
    plan,
    apply: (change) => apply(ashby, change),
    settle: (change) => settle(ashby, change),
    named: async (_change, id) => ((await fieldById(ashby, id)) ? { target: id } : 'absent'),
    readBack: (_source, target) => fieldById(ashby, target),
    // Definitions hold nobody's values.
    isPublic: () => true,
  }
}

async function holdersIn(mirror: Mirror): Promise<ReadonlyMap<string, MappableField>> {
  const live = new Map((await mirror.rows<MappableField>('charthop.customFields')).map((field) => [field.id, field]))
  const links = [...(await mirror.links('fields'))]
  return new Map(links.flatMap(([id, { target }]) => (live.has(id) ? [[target, live.get(id)!]] : [])))
}

function desire({ row, isGone }: FieldSource, { mapping }: Context): Decision<DesiredField> {
  const entry = mapping.openings.find(({ from }) => folded(from) === folded(row.code))
  if (!entry || isGone) return skip('not_mapped', `${row.code} is not ticked in the mapping`)
  if (row.isMissing || row.isDeleted) return attention('unknown_field', unknownField(entry, row))
  const problem = mappingProblem(entry, row)
  if (problem) return attention('not_mappable', `${entry.at}: ${problem}`)
  const fieldType = wantedType(entry, row)!
  const options = isSelect(fieldType) ? predictedOptions(row).map(({ value, label }) => ({ value, label })) : []
  return { type: 'desired', desired: { title: entry.title, fieldType, options }, issues: [] }
}

function unknownField({ at, from }: OpeningMapping, { nearest }: MappableField): string {
  const hint = nearest ? `; did you mean ${nearest}?` : ''
  return `${at}: ChartHop has no custom field ${from}${hint}; "hirewire fields" lists them`
}

/** By link, whatever either side has renamed it to since; else by title. A title of another type is never doubled. */
function find(
  { id, link, acknowledged }: FieldSource,
  desired: DesiredField,
  { fields, holders }: Context,
): Found<AshbyField> {
  const linked = link && fields.find(({ id }) => id === link.target)
  const isRetitled = acknowledged !== undefined && (acknowledged as unknown as DesiredField).title !== desired.title
  if (linked && !isRetitled) return fitting(linked, desired, 'linked')
  const titled = fields.filter(({ title }) => folded(title) === folded(desired.title))
  if (titled.length === 0) return { type: 'none' }
  if (titled.length > 1) {
    return attention(
      'ambiguous_title',
      `Ashby has ${titled.length} opening fields titled "${desired.title}"; rename all but one`,
    )
  }
  const holder = holders.get(titled[0]!.id)
  if (holder && holder.id !== id) {
    return attention(
      'title_taken',
      `Ashby field "${desired.title}" is filled from ChartHop field ${holder.code} (${holder.id}); map another title`,
    )
  }
  return fitting(titled[0]!, desired, 'adopted')
}

function fitting(
  field: AshbyField,
  { title, fieldType }: DesiredField,
  origin: 'linked' | 'adopted',
): Found<AshbyField> {
  if (field.isArchived) return attention('field_archived', archivedProblem(title))
  if (field.fieldType !== fieldType) {
    return attention(
      'type_mismatch',
      `Ashby field "${title}" is a ${field.fieldType}, ChartHop's values need a ${fieldType}; map another title, or set type: ${field.fieldType}`,
    )
  }
  return { type: 'object', id: field.id, actual: field, origin }
}

function plan({ id }: FieldSource, desired: DesiredField, actual: AshbyField | undefined): readonly Change[] {
  const { title, fieldType, options } = desired
  const change = { flow: 'fields', record: id } as const
  if (!actual) {
    const fields = [
      { field: 'title', before: null, after: title },
      { field: 'type', before: null, after: fieldType },
      ...(options.length > 0 ? [{ field: 'options', before: null, after: options.map(({ label }) => label) }] : []),
    ]
    return [{ ...change, action: 'field.create', effect: 'create', fields, input: { title, fieldType, options } }]
  }
  const missing = options.filter(
    ({ value, label }) =>
      !optionFor(
        value,
        label,
        actual.options.filter(({ isArchived }) => !isArchived),
      ),
  )
  if (missing.length === 0) return []
  const all = withOptions(actual.options, missing)
  const fields = [{ field: `${title} options`, before: labels(actual.options), after: labels(all) }]
  return [
    {
      ...change,
      action: 'field.updateOptions',
      effect: 'update',
      target: actual.id,
      fields,
      input: { options: all.map((option) => ({ ...option })) },
    },
  ]
}

/** Ashby archives whatever the list leaves out, so the whole list is sent, with what was there as it was. */
function withOptions(actual: readonly AshbyOption[], missing: DesiredField['options']): readonly AshbyOption[] {
  const revived = actual.map((option) =>
    missing.some(({ value, label }) => optionFor(value, label, [option])) ? { ...option, isArchived: false } : option,
  )
  const added = missing.filter(({ value, label }) => !optionFor(value, label, actual))
  return [...revived, ...added.map((option) => ({ ...option, isArchived: false }))]
}

function labels(options: readonly AshbyOption[]): string[] {
  return options.filter(({ isArchived }) => !isArchived).map(({ label }) => label)
}

async function apply(ashby: Ashby, { action, input, target }: Change): Promise<Receipt> {
  if (action === 'field.updateOptions')
    return ashby.updateOptions(target!, (input as unknown as { options: AshbyOption[] }).options)
  const { title, fieldType, options } = input as unknown as DesiredField
  const created = await ashby.createField({
    title,
    fieldType: fieldType as AshbyFieldType,
    ...(fieldType === 'Date' && { isDateOnly: true }),
    ...(options.length > 0 && { selectableValues: options.map(({ value, label }) => ({ value, label })) }),
  })
  return { target: created.id, ...(created.requestId && { requestId: created.requestId }) }
}

/** Titles are not unique in Ashby, so the list is the only witness (https://developers.ashbyhq.com/reference/customfieldlist). */
async function settle(ashby: Ashby, { action, input, target }: Change): Promise<Receipt | 'absent' | 'unsure'> {
  if (action === 'field.updateOptions') {
    const field = await fieldById(ashby, target!)
    const wanted = (input as unknown as { options: AshbyOption[] }).options
    return field && wanted.every(({ value }) => field.options.some((option) => option.value === value))
      ? { target: field.id }
      : 'absent'
  }
  const { title } = input as unknown as DesiredField
  const made = await fieldsWhere(ashby, (field) => field.objectType === 'Opening' && field.title === title)
  if (made.length > 1) return 'unsure'
  return made[0] ? { target: made[0].id } : 'absent'
}

async function fieldById(ashby: Ashby, id: string): Promise<AshbyField | undefined> {
  return (await fieldsWhere(ashby, (field) => field.id === id))[0]
}

async function fieldsWhere(ashby: Ashby, isWanted: (field: AshbyField) => boolean): Promise<AshbyField[]> {
  const found: AshbyField[] = []
  for await (const { rows } of ashby.customFields()) found.push(...rows.filter(isWanted))
  return found
}
