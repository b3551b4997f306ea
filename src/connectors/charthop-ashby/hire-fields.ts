import type { Json } from '../../lib/json.ts'
import type { HireMapping, Mapping } from '../../mapping/load.ts'
import { applyTransforms } from '../../mapping/transform.ts'
import type { Issue } from '../../plan/change.ts'
import type { Value } from '../../record/record.ts'
import type { AshbyApplication, AshbyCandidate, AshbyOffer } from '../../systems/ashby/schema.ts'
import type { AshbyCustomValue } from '../../systems/ashby/schema-parts.ts'
import { isWritable, readValue } from '../../systems/charthop/values.ts'
import type { FieldTrace } from '../flow.ts'
import type { Mirror } from '../mirror.ts'
import type { MappableField } from './collections.ts'
import { fieldNamed } from './mapped-fields.ts'
import { folded } from './values.ts'

/** A mapped value of a hire's offer, application or candidate, and the ChartHop field it belongs in. */
export interface HireField {
  readonly entry: HireMapping
  readonly field: MappableField
  readonly holder: 'person' | 'job'
}

export interface HireObjects {
  readonly offer: AshbyOffer | undefined
  readonly application: AshbyApplication
  readonly candidate: AshbyCandidate | undefined
}

export interface DesiredField {
  readonly code: string
  readonly holder: 'person' | 'job'
  readonly value: Json
  readonly [key: string]: Json
}

export async function hireFields(
  mapping: Mapping,
  mirror: Mirror,
): Promise<{ fields: readonly HireField[]; issues: readonly Issue[] }> {
  const known = await mirror.rows<MappableField>('charthop.customFields')
  const fields: HireField[] = []
  const issues: Issue[] = []
  for (const entry of mapping.hires) {
    const field = fieldNamed(known, entry.to)
    const problem = problemOf(entry, field)
    if (problem)
      issues.push({
        field: entry.to,
        reason: field ? 'not_mappable' : 'unknown_field',
        message: `${entry.at}: ${problem}`,
        attention: true,
      })
    else fields.push({ entry, field: field!, holder: field!.entityType === 'PERSON' ? 'person' : 'job' })
  }
  return { fields, issues }
}

/** What keeps an entry from being used at all, whatever Ashby has. */
export function problemOf({ to }: Pick<HireMapping, 'to'>, field: MappableField | undefined): string | undefined {
  if (!field) return `ChartHop has no custom field ${to}; "hirewire fields" lists them`
  return isWritable(field) ? undefined : `ChartHop field ${to} (${field.type}) can only be read`
}

/** What each mapped field should hold. Values of a filled job can only stand once the person has started. */
export function desiredFields(
  fields: readonly HireField[],
  objects: HireObjects,
  hasStarted: boolean,
): { values: DesiredField[]; issues: Issue[] } {
  const values: DesiredField[] = []
  const issues: Issue[] = []
  for (const { entry, field, holder } of fields) {
    if (field.entityType === 'JOB_FILLED' && !hasStarted) {
      issues.push({
        field: field.code,
        reason: 'waits_for_start',
        message: `${field.code} is written once the person has started`,
        attention: false,
      })
      continue
    }
    const resolved = resolve({ entry, field, holder }, objects)
    if ('problem' in resolved)
      issues.push({
        field: field.code,
        reason: 'does_not_fit',
        message: `${field.code}: ${resolved.problem}`,
        attention: true,
      })
    else values.push({ code: field.code, holder, value: resolved.value as Json })
  }
  return { values, issues }
}

type Resolved = { readonly value: Value } | { readonly problem: string }

/** A select's value may be an id while its label is the word ChartHop knows: whichever fits is taken. */
function resolve(hireField: HireField, objects: HireObjects): Resolved {
  const found = customValue(hireField.entry, objects)
  const candidates = found ? [found.value, ...(found.label === undefined ? [] : [found.label])] : [null]
  const tried = candidates.map((raw) => written(hireField, raw))
  return tried.find((one) => 'value' in one) ?? tried[0]!
}

function written({ entry, field }: HireField, raw: Json): Resolved {
  const transformed = applyTransforms(entry.transforms, fromAshby(raw))
  return 'problem' in transformed ? transformed : readValue(field, transformed.value as Json)
}

function customValue(
  { from }: HireMapping,
  { offer, application, candidate }: HireObjects,
): AshbyCustomValue | undefined {
  const custom = { offer: offer?.version?.custom, application: application.custom, candidate: candidate?.custom }[
    from.object
  ]
  return Object.values(custom ?? {}).find(({ title }) => folded(title) === folded(from.title))
}

/** Values on offers and applications come without their type; the shape of money is the only one that is not ours already. */
function fromAshby(raw: Json): Value {
  if (raw === null || typeof raw !== 'object') return raw
  if (Array.isArray(raw)) return raw.map(String)
  const { value, currencyCode } = raw as { value?: Json; currencyCode?: Json }
  return typeof value === 'number' && typeof currencyCode === 'string'
    ? { amount: value, currency: currencyCode }
    : null
}

/** Every mapped field's way from Ashby to ChartHop, for `explain`. */
export function traceFields(fields: readonly HireField[], objects: HireObjects): readonly FieldTrace[] {
  return fields.map((hireField) => {
    const resolved = resolve(hireField, objects)
    const { from, to } = hireField.entry
    const raw = customValue(hireField.entry, objects)?.value ?? null
    const end =
      'problem' in resolved
        ? { transformed: null, problem: resolved.problem }
        : { transformed: resolved.value as Json, written: resolved.value as Json }
    return { from: `${from.object}.${from.title}`, to, raw, ...end }
  })
}
