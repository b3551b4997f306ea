import type { Mapping, OpeningMapping } from '../../mapping/load.ts'
import type { ValueKind } from '../../record/record.ts'
import type { AshbyField, AshbyOption } from '../../systems/ashby/schema.ts'
import { fieldTypeFor, kindOf } from '../../systems/ashby/values.ts'
import { valueKind } from '../../systems/charthop/values.ts'
import type { Foreseen } from '../flow.ts'
import type { Link, Mirror } from '../mirror.ts'
import type { MappableField } from './collections.ts'
import { folded, optionFor } from './values.ts'

/** A ticked ChartHop field with the Ashby field it has, or would get. */
export interface MappedField {
  readonly entry: OpeningMapping
  readonly field: MappableField
  /** Absent while the Ashby field is yet to be made. */
  readonly fieldId?: string
  readonly fieldType: string
  readonly kind: ValueKind
  readonly options: readonly AshbyOption[]
  /** Why nothing can be written to it. */
  readonly problem?: string
}

/** Fields of a person or of a filled job hold nothing on an open one (https://docs.charthop.com, "applies to"). */
export function holdsOnOpenJob({ entityType }: Pick<MappableField, 'entityType'>): boolean {
  return entityType === 'JOB' || entityType === 'JOB_OPEN'
}

/** What the mapping comes to with the fields both sides have now, or would have. Reads the mirror only. */
export async function mappedFields(
  mapping: Mapping,
  mirror: Mirror,
  foreseen: readonly Foreseen[] = [],
): Promise<readonly MappedField[]> {
  const sources = await mirror.rows<MappableField>('charthop.customFields')
  const targets = new Map((await mirror.rows<AshbyField>('ashby.customFields')).map((field) => [field.id, field]))
  const links = await mirror.links('fields')
  return mapping.openings.flatMap((entry) => {
    const field = fieldNamed(sources, entry.from)
    return field ? mappedField(entry, field, targetOf(field, { links, targets, foreseen })) : []
  })
}

export function fieldNamed(fields: readonly MappableField[], code: string): MappableField | undefined {
  return fields.find((field) => folded(field.code) === folded(code) && !field.isDeleted && !field.isMissing)
}

interface Targets {
  readonly links: ReadonlyMap<string, Link>
  readonly targets: ReadonlyMap<string, AshbyField>
  readonly foreseen: readonly Foreseen[]
}

/** One that would be made is in no list yet, and takes the place of the one that is linked: the mapping names another title. */
function targetOf({ id }: MappableField, { links, targets, foreseen }: Targets): AshbyField | undefined {
  const seen = foreseen.find(({ record }) => record === id)
  if (seen?.changes.some(({ effect }) => effect === 'create')) return undefined
  const target = seen?.adopt ?? links.get(id)?.target
  return target === undefined ? undefined : targets.get(target)
}

function mappedField(entry: OpeningMapping, field: MappableField, target: AshbyField | undefined): MappedField {
  const fieldType = target?.fieldType ?? wantedType(entry, field) ?? 'String'
  const kind = kindOf(fieldType) ?? 'text'
  const options = target ? target.options : predictedOptions(field)
  const problem = target ? undefined : mappingProblem(entry, field)
  return { entry, field, ...(target && { fieldId: target.id }), fieldType, kind, options, ...(problem && { problem }) }
}

/** The type an Ashby field for this entry has or should get; undefined when no type can hold it. */
export function wantedType({ type }: Pick<OpeningMapping, 'type'>, field: MappableField): string | undefined {
  const kind = valueKind(field)
  return type ?? (kind && fieldTypeFor(kind))
}

/** What keeps an entry from being used at all, whatever Ashby has. */
export function mappingProblem(
  entry: Pick<OpeningMapping, 'title' | 'type'>,
  field: MappableField,
): string | undefined {
  if (!holdsOnOpenJob(field))
    return `ChartHop field ${field.code} belongs to ${field.entityType}, which an open job does not have; map a job field`
  if (!valueKind(field)) return `ChartHop fields of type ${field.type} cannot be mapped`
  const type = wantedType(entry, field)
  if (isSelect(type) && field.options.length === 0)
    return `${entry.title}: a ${type} field needs options, and ChartHop field ${field.code} has none; choose another type`
  return undefined
}

/** What keeps values out of a field that Ashby has already. */
export function typeProblem(
  entry: Pick<OpeningMapping, 'title' | 'type'>,
  field: MappableField,
  target: AshbyField | undefined,
): string | undefined {
  const wanted = wantedType(entry, field)
  if (!target || target.fieldType === wanted) return undefined
  return `Ashby field "${entry.title}" is a ${target.fieldType}, ChartHop's values need a ${wanted}; map another title, or set type: ${target.fieldType}`
}

export function archivedProblem(title: string): string {
  return `Ashby field "${title}" is archived; restore it in Ashby, or map another title`
}

/** ChartHop's options that a field of Ashby does not have, so that they would be added. */
export function missingOptions(
  { options }: Pick<MappableField, 'options'>,
  target: Pick<AshbyField, 'options'>,
): MappableField['options'] {
  const usable = target.options.filter(({ isArchived }) => !isArchived)
  return options.filter(({ name, label }) => !optionFor(name, label, usable))
}

export function isSelect(fieldType: string | undefined): boolean {
  return fieldType === 'ValueSelect' || fieldType === 'MultiValueSelect'
}

/** The options we make: ChartHop's name is the stable value, its label what people see. */
export function predictedOptions({ options }: MappableField): readonly AshbyOption[] {
  return options.map(({ name, label }) => ({ value: name, label, isArchived: false }))
}
