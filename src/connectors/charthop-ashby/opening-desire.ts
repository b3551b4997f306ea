import type { Json } from '../../lib/json.ts'
import { applyTransforms } from '../../mapping/transform.ts'
import type { Issue } from '../../plan/change.ts'
import { isEmpty } from '../../plan/equality.ts'
import type { Value } from '../../record/record.ts'
import { writeFieldValue } from '../../systems/ashby/values.ts'
import type { ChartHopJob } from '../../systems/charthop/schema.ts'
import { readValue } from '../../systems/charthop/values.ts'
import type { Decision, FieldTrace } from '../flow.ts'
import type { Source } from '../mirror.ts'
import type { MappedField } from './mapped-fields.ts'
import { fitTo, folded, optionFor } from './values.ts'

export type JobSource = Source<ChartHopJob>

export interface OpeningRules {
  readonly closeOnInactive: boolean
  readonly closeReasonId?: string
  readonly adoptExisting: boolean
}

export interface OpeningContext {
  readonly rules: OpeningRules
  readonly fields: readonly MappedField[]
  /** Ashby ids by folded name. */
  readonly departments: ReadonlyMap<string, string>
  readonly locations: ReadonlyMap<string, string>
  readonly linkedTargets: ReadonlySet<string>
}

/** A value as Ashby should show it, in our words; `fieldId` is absent while the field is yet to be made. */
export interface DesiredValue {
  readonly title: string
  readonly fieldId: string | null
  readonly fieldType: string
  readonly value: Json
  readonly [key: string]: Json
}

/** Undefined members are not ours to say: they are neither compared nor written. `null` empties. */
export type DesiredOpening =
  | { readonly type: 'closed'; readonly [key: string]: Json | undefined }
  | {
      readonly type: 'open'
      readonly identifier: string
      readonly description: string | null
      readonly teamId?: string | null
      readonly locationIds?: readonly string[]
      readonly targetStartDate: string | null
      readonly isBackfill: boolean
      readonly employmentType?: string
      readonly values: readonly DesiredValue[]
      readonly [key: string]: Json | undefined
    }

/** An open job with recruiting status active should be an opening (S84); anything else only matters where one exists. */
export function desireOpening(source: JobSource, context: OpeningContext): Decision<DesiredOpening> {
  const { row: job, link, isGone } = source
  if (!isGone && job.isOpen && job.recruit === 'active') return openOpening(job, context)
  if (link?.origin === 'created' && context.rules.closeOnInactive)
    return { type: 'desired', desired: { type: 'closed' }, issues: [] }
  const [reason, message] = whyNot(source)
  return { type: 'skip', reason, message, attention: false }
}

function whyNot({ row: job, link, isGone }: JobSource): readonly [string, string] {
  const left = link ? '; its opening is left as it is (openings.closeOnInactive is false)' : ''
  if (isGone)
    return link
      ? ['orphaned', `the job was deleted in ChartHop${left}`]
      : ['deleted', 'the job was deleted in ChartHop']
  if (!job.isOpen) return ['not_open', `the job is ${(job.state ?? 'not open').toLowerCase()}${left}`]
  return ['not_active', `recruiting status is ${job.recruit ?? 'not set'}, not active${left}`]
}

function openOpening(job: ChartHopJob, context: OpeningContext): Decision<DesiredOpening> {
  const issues: Issue[] = []
  const values = context.fields.flatMap((field) => desiredValue(field, job, issues) ?? [])
  const teamId = idNamed(job.department ?? job.team, context.departments, 'department', issues)
  const locationIds = idsNamed(job.locations, context.locations, issues)
  const employmentType = employmentTypes[job.employment?.toUpperCase() ?? '']
  if (job.employment && !employmentType)
    issues.push(notice('employment', 'no_counterpart', `Ashby has no employment type for ${job.employment}`))
  const desired: DesiredOpening = {
    type: 'open',
    identifier: identifierOf(job),
    description: job.description ?? null,
    ...(teamId !== undefined && { teamId }),
    ...(locationIds && { locationIds }),
    targetStartDate: job.startDate ?? null,
    isBackfill: job.isBackfill,
    ...(employmentType && { employmentType }),
    values,
  }
  return { type: 'desired', desired, issues }
}

/** People read the title, the id keeps it unique and finds it again after a lost answer (S86). */
export function identifierOf({ id, title }: Pick<ChartHopJob, 'id' | 'title'>): string {
  return title ? `${title} (${id})` : id
}

/** https://api.charthop.com/swagger (employment) → https://developers.ashbyhq.com/reference/openingcreate (employmentType) */
const employmentTypes: Readonly<Record<string, string>> = {
  FULL: 'FullTime',
  PART: 'PartTime',
  TEMP: 'Temporary',
  CONTRACT: 'Contract',
  INTERN: 'Intern',
}

function idNamed(
  name: string | undefined,
  ids: ReadonlyMap<string, string>,
  what: string,
  issues: Issue[],
): string | null | undefined {
  if (!name) return null
  const id = ids.get(folded(name))
  if (!id)
    issues.push(
      notice(
        what,
        `${what}_not_found`,
        `Ashby has no ${what} named like ChartHop's; it is left as it is until one exists`,
      ),
    )
  return id
}

function idsNamed(
  names: readonly string[],
  ids: ReadonlyMap<string, string>,
  issues: Issue[],
): readonly string[] | undefined {
  const found = names.map((name) => idNamed(name, ids, 'location', issues))
  return found.every((id) => typeof id === 'string') ? (found as string[]).sort() : undefined
}

function desiredValue(field: MappedField, job: ChartHopJob, issues: Issue[]): DesiredValue | undefined {
  const { title } = field.entry
  const resolved = resolve(field, job)
  if ('problem' in resolved) {
    issues.push({ field: title, reason: resolved.reason, message: `${title}: ${resolved.problem}`, attention: true })
    return undefined
  }
  return { title, fieldId: field.fieldId ?? null, fieldType: field.fieldType, value: resolved.value as Json }
}

type Resolved = { readonly value: Value } | { readonly reason: string; readonly problem: string }

/** ChartHop's raw value → our value → transforms → what the Ashby field can hold. */
function resolve(field: MappedField, job: ChartHopJob): Resolved {
  if (field.problem) return { reason: 'not_mappable', problem: field.problem }
  const read = readValue(field.field, rawOf(field, job))
  if ('problem' in read) return { reason: 'unreadable_value', problem: read.problem }
  const transformed = applyTransforms(field.entry.transforms, read.value)
  if ('problem' in transformed) return { reason: 'transform_failed', problem: transformed.problem }
  const fitted = fitTo(transformed.value, field.kind)
  if ('problem' in fitted) return { reason: 'does_not_fit', problem: fitted.problem }
  const chosen = choose(field, fitted.value)
  return 'problem' in chosen ? chosen : writable(field, chosen.value)
}

function choose(field: MappedField, value: Value): Resolved {
  if (isEmpty(value) || (field.kind !== 'choice' && field.kind !== 'choices')) return { value }
  const words = (Array.isArray(value) ? value : [value]) as readonly string[]
  const chosen = words.map((word) => optionFor(word, labelOf(field, word), field.options))
  if (chosen.some((option) => !option || option.isArchived)) {
    return {
      reason: 'option_missing',
      problem: `the value is none of the ${field.options.length} options of the Ashby field; add the option, or map it with a transform`,
    }
  }
  const options = chosen.map((option) => option!.value)
  return { value: field.kind === 'choice' ? options[0]! : options }
}

function writable(field: MappedField, value: Value): Resolved {
  try {
    writeFieldValue(field.fieldType, value)
    return { value }
  } catch (error) {
    return { reason: 'does_not_fit', problem: (error as Error).message }
  }
}

function labelOf({ field }: MappedField, word: string): string | undefined {
  return field.options.find(({ name }) => folded(name) === folded(word))?.label
}

function rawOf({ field, entry }: MappedField, { custom }: ChartHopJob): Json | undefined {
  const code = [entry.from, field.code].find((name) => name in custom)
  return code === undefined ? undefined : custom[code]
}

function notice(field: string, reason: string, message: string): Issue {
  return { field, reason, message, attention: false }
}

/** Every mapped field's way from ChartHop to Ashby, for `explain`. */
export function traceOpening({ row: job }: JobSource, { fields }: OpeningContext): readonly FieldTrace[] {
  return fields.map((field) => {
    const raw = rawOf(field, job) ?? null
    const read = readValue(field.field, raw)
    const transformed = 'problem' in read ? read : applyTransforms(field.entry.transforms, read.value)
    const resolved = resolve(field, job)
    return {
      from: field.entry.from,
      to: field.entry.title,
      raw,
      transformed: 'problem' in transformed ? null : (transformed.value as Json),
      ...('problem' in resolved
        ? { problem: resolved.problem }
        : { written: writeFieldValue(field.fieldType, resolved.value) }),
    }
  })
}
