import { RejectedRecordError } from '../../lib/errors.ts'
import type { Json } from '../../lib/json.ts'
import type { Change } from '../../plan/change.ts'
import type { Ashby } from '../../systems/ashby/client.ts'
import type { NewOpening } from '../../systems/ashby/openings.ts'
import type { AshbyOpening } from '../../systems/ashby/schema.ts'
import type { Flow, Found, Mirror, Receipt } from '../connector.ts'
import type { Systems } from './collections.ts'
import { mappedFields } from './mapped-fields.ts'
import {
  type DesiredOpening,
  desireOpening,
  type JobSource,
  type OpeningContext,
  type OpeningRules,
  traceOpening,
} from './opening-desire.ts'
import { holdsChange, planOpening } from './opening-plan.ts'
import { folded } from './values.ts'

/** ChartHop's open, active jobs as Ashby openings: created Approved, then kept as ChartHop has them (S84–S88, S92). */
export function openingsFlow(
  systems: Systems,
  rules: OpeningRules,
): Flow<JobSource, DesiredOpening, AshbyOpening, OpeningContext> {
  const { ashby, mapping } = systems
  return {
    name: 'openings',
    source: 'charthop.jobs',
    target: 'ashby.openings',
    settings: async (mirror) => ({ ...rules, fields: (await mappedFields(mapping(), mirror)).map(meaning) }),
    prepare: (mirror, isDryRun = false) => prepare(systems, rules, mirror, isDryRun),
    desire: desireOpening,
    find,
    plan: (source, desired, actual) => planOpening(source, desired, actual, rules.closeReasonId),
    apply: (change, context) => apply(ashby, change, context),
    settle: (change, context) => settle(ashby, change, context),
    readBack: (_source, target) => ashby.opening(target),
    trace: traceOpening,
  }
}

/** What about a mapped field could change what an opening should be. */
function meaning({ entry, field, fieldId, fieldType, options, problem }: OpeningContext['fields'][number]): Json {
  const { from, title, transforms } = entry
  const words = options.map(({ value, label, isArchived }) => [value, label, isArchived])
  const names = field.options.map(({ name, label }) => [name, label])
  return {
    from,
    source: field.id,
    title,
    transforms: transforms as unknown as Json,
    type: field.type,
    names,
    fieldId,
    fieldType,
    words,
    problem,
  }
}

async function prepare(
  systems: Systems,
  rules: OpeningRules,
  mirror: Mirror,
  isDryRun: boolean,
): Promise<OpeningContext> {
  const { ashby, mapping } = systems
  const fields = await stillThere(systems, await mappedFields(mapping(), mirror))
  const links = await mirror.links('openings')
  return {
    rules,
    fields: isDryRun ? fields : fields.map(made),
    departments: await idsByName(ashby.departments()),
    locations: await idsByName(ashby.locations()),
    linkedTargets: new Set([...links.values()].map(({ target }) => target)),
  }
}

/**
 * A field deleted in ChartHop takes its values out of every job at once, which must not empty them in Ashby (S92). Asked
 * after the jobs were read: whatever was missing then is missing now.
 */
async function stillThere({ charthop }: Systems, fields: OpeningContext['fields']): Promise<OpeningContext['fields']> {
  if (fields.length === 0) return fields
  const ids = new Set<string | undefined>()
  for await (const { rows, rejected } of charthop.customFields()) {
    for (const { id } of [...rows.filter(({ isDeleted }) => !isDeleted), ...rejected]) ids.add(id)
  }
  return fields.map((mapped) => (ids.has(mapped.field.id) ? mapped : { ...mapped, problem: noLongerListed(mapped) }))
}

/** The flow before this one makes the fields. One it could not make keeps nothing else from being written (S92). */
function made(mapped: OpeningContext['fields'][number]): OpeningContext['fields'][number] {
  if (mapped.fieldId !== undefined || mapped.problem !== undefined) return mapped
  const problem = `Ashby has no field for ${mapped.field.code} yet; see the flow "fields" for what keeps it from being made`
  return { ...mapped, problem }
}

function noLongerListed({ field }: OpeningContext['fields'][number]): string {
  return `ChartHop no longer lists its field ${field.code}; what Ashby holds stays as it is`
}

/** A name two live entries share says nothing, so neither is used. */
async function idsByName(
  pages: AsyncIterable<{ rows: readonly { id: string; name: string; isArchived: boolean }[] }>,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  const twice = new Set<string>()
  for await (const { rows } of pages) {
    for (const { id, name } of rows.filter(({ isArchived }) => !isArchived)) {
      const key = folded(name)
      if (ids.has(key)) twice.add(key)
      ids.set(key, id)
    }
  }
  for (const key of twice) ids.delete(key)
  return ids
}

/** By link; else an opening that carries our identifier already is another's, unless the config says to adopt it (S84). */
async function find(
  source: JobSource,
  desired: DesiredOpening,
  context: OpeningContext,
  mirror: Mirror,
): Promise<Found<AshbyOpening>> {
  if (source.link) return linked(await mirror.row('ashby.openings', source.link.target), source.link.target, desired)
  if (desired.type === 'closed') return { type: 'none' }
  const keys = new Set([
    desired.identifier,
    source.id,
    ...(context.rules.adoptExisting && source.row.req ? [source.row.req] : []),
  ])
  const carrying = (
    await Promise.all([...keys].map((key) => mirror.rowsByRef<AshbyOpening>('ashby.openings', key)))
  ).flat()
  return matched(
    carrying.filter(({ id }) => !context.linkedTargets.has(id)),
    context.rules.adoptExisting,
  )
}

function linked(opening: AshbyOpening | undefined, id: string, { type }: DesiredOpening): Found<AshbyOpening> {
  if (type === 'closed' && (!opening || opening.isArchived)) {
    return {
      type: 'skip',
      reason: 'not_active',
      message: `opening ${id} is out of use in Ashby already`,
      attention: false,
    }
  }
  if (!opening) return attention('opening_gone', `opening ${id} no longer exists in Ashby; it is not made again`)
  if (opening.isArchived)
    return attention(
      'opening_archived',
      `opening ${id} was archived in Ashby; it is not made again. Restore it there, or make the job inactive`,
    )
  if (opening.state === 'Filled')
    return { type: 'skip', reason: 'opening_filled', message: `opening ${id} is filled`, attention: false }
  return { type: 'object', id, actual: opening, origin: 'linked' }
}

function matched(openings: readonly AshbyOpening[], isAdopting: boolean): Found<AshbyOpening> {
  const [opening, ...others] = openings
  if (!opening) return { type: 'none' }
  if (others.length > 0)
    return attention(
      'ambiguous_opening',
      `${openings.length} openings carry this job's identifier: ${openings.map(({ id }) => id).join(', ')}; rename all but one`,
    )
  if (!isAdopting)
    return attention(
      'identifier_taken',
      `opening ${opening.id}, made by somebody else, carries this job's identifier; rename it, or set openings.adoptExisting: true to link it`,
    )
  if (opening.isArchived)
    return attention(
      'opening_archived',
      `opening ${opening.id} carries this job's identifier and is archived; restore or rename it`,
    )
  return { type: 'object', id: opening.id, actual: opening, origin: 'adopted' }
}

function attention(reason: string, message: string): Found<never> {
  return { type: 'skip', reason, message, attention: true }
}

async function apply(ashby: Ashby, change: Change, context: OpeningContext): Promise<Receipt> {
  const written = await writes[change.action]!(ashby, change, context)
  const id = change.target ?? written.id
  return { ...(id && { target: id }), ...(written.requestId && { requestId: written.requestId }) }
}

type Written = { readonly id?: string; readonly requestId?: string }
type Write = (ashby: Ashby, change: Change, context: OpeningContext) => Promise<Written>

const writes: Readonly<Record<string, Write>> = {
  'opening.create': (ashby, { input }) =>
    ashby.createOpening({ ...(input as unknown as NewOpening), openingState: 'Approved' }),
  'opening.update': (ashby, { target, input }) =>
    ashby.updateOpening(target!, input as unknown as Parameters<Ashby['updateOpening']>[1]),
  'opening.addLocation': (ashby, { target, input }) =>
    ashby.addLocation(target!, (input as { locationId: string }).locationId),
  'opening.removeLocation': (ashby, { target, input }) =>
    ashby.removeLocation(target!, (input as { locationId: string }).locationId),
  'opening.setValues': (ashby, { target, input }, context) => ashby.setValues(target!, valuesOf(input, context)),
  'opening.close': (ashby, { target, input }) =>
    ashby.setOpeningState(target!, 'Closed', (input as { closeReasonId: string | null }).closeReasonId ?? undefined),
}

function valuesOf(input: Json, { fields }: OpeningContext): { fieldId: string; fieldValue: Json }[] {
  const { values } = input as unknown as { values: { title: string; fieldId: string | null; fieldValue: Json }[] }
  return values.map(({ title, fieldId, fieldValue }) => {
    const id = fieldId ?? fields.find(({ entry }) => entry.title === title)?.fieldId
    if (!id)
      throw new RejectedRecordError(
        `Ashby field "${title}" does not exist yet; see the flow "fields" for what keeps it from being made`,
      )
    return { fieldId: id, fieldValue }
  })
}

/** A create is found by its identifier, which holds the job's id; any other write has left its values on the opening, or not. */
async function settle(
  ashby: Ashby,
  change: Change,
  { linkedTargets }: OpeningContext,
): Promise<Receipt | 'absent' | 'unsure'> {
  if (change.action !== 'opening.create') {
    const opening = await ashby.opening(change.target!)
    return opening && holdsChange(change, opening) ? { target: opening.id } : 'absent'
  }
  const { identifier } = change.input as { identifier: string }
  const made = (await ashby.searchOpenings(identifier)).filter(({ id }) => !linkedTargets.has(id))
  if (made.length > 1) return 'unsure'
  return made[0] ? { target: made[0].id } : 'absent'
}
