import type { AshbyOpening } from '../../systems/ashby/schema.ts'
import type { Found } from '../flow.ts'
import type { Mirror } from '../mirror.ts'
import type { DesiredOpening, JobSource, OpeningContext } from './opening-desire.ts'
import { attention, skip } from './skips.ts'

/** By link; else an opening that carries our identifier already is another's, unless the config says to adopt it (S84). */
export async function findOpening(
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
    return skip('not_active', `opening ${id} is out of use in Ashby already`)
  }
  if (!opening) return attention('opening_gone', `opening ${id} no longer exists in Ashby; it is not made again`)
  if (opening.isArchived)
    return attention(
      'opening_archived',
      `opening ${id} was archived in Ashby; it is not made again. Restore it there, or make the job inactive`,
    )
  if (opening.state === 'Filled') return skip('opening_filled', `opening ${id} is filled`)
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
