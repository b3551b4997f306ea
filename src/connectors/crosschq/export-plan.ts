import type { Json } from '../../lib/json.ts'
import type { Change, Effect } from '../../plan/change.ts'
import {
  CREATE,
  type DesiredProspect,
  type ExportContext,
  isExported,
  type Placed,
  type ProspectSource,
} from './export-desire.ts'
import type { KnownPerson } from './prospect-port.ts'
import { PROSPECTS } from './prospects.ts'

export const ADD_TAGS = 'prospect.addTags'
export const ADD_SOURCE = 'prospect.addSource'

/** Somebody new is put on every job; somebody whom the ATS knew gets tags and source, and is put on none (S29). Pure. */
export function planProspect(
  source: ProspectSource,
  desired: DesiredProspect,
  actual: KnownPerson | undefined,
  { done }: ExportContext,
): readonly Change[] {
  if (isExported(source)) return []
  const placed = [...(source.facts?.placed ?? []), ...(done.get(source.id) ?? [])]
  if (actual && placed.length === 0) return enrichment(source.id, desired, actual)
  return missingPlaces(desired, placed).map((job) => creation(source.id, desired, job))
}

function missingPlaces({ jobs }: DesiredProspect, placed: readonly Placed[]): readonly (string | null)[] {
  if (jobs.length === 0) return placed.length === 0 ? [null] : []
  return jobs.filter((job) => placed.every((place) => place.job !== job))
}

function creation(record: string, { source, tags }: DesiredProspect, job: string | null): Change {
  const shown = { source, ...(tags.length > 0 && { tags: [...tags] }), ...(job !== null && { job }) }
  const fields = Object.entries(shown).map(([field, after]) => ({ field, before: null, after }))
  return changeOf(record, CREATE, 'create', { fields, input: { job } })
}

function enrichment(record: string, { source, tags }: DesiredProspect, actual: KnownPerson): Change[] {
  const known = new Set(actual.tags.map(fold))
  const missing = tags.filter((tag) => !known.has(fold(tag)))
  const tagging = changeOf(record, ADD_TAGS, 'update', {
    fields: [{ field: 'tags', before: [...actual.tags], after: [...actual.tags, ...missing] }],
    input: { tags: missing },
  })
  const sourcing = actual.unsourced.map((place) =>
    changeOf(record, ADD_SOURCE, 'update', {
      fields: [{ field: 'source', before: null, after: source }],
      input: { place },
    }),
  )
  return [...(missing.length > 0 ? [tagging] : []), ...sourcing]
}

function changeOf(
  record: string,
  action: string,
  effect: Effect,
  { fields, input }: { readonly fields: Change['fields']; readonly input: Json },
): Change {
  return { flow: PROSPECTS, record, action, effect, fields, input }
}

/** A tag in other letters is the same to whoever reads it. */
function fold(tag: string): string {
  return tag.trim().toLowerCase()
}
