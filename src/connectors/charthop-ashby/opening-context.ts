import type { ForeseenOf } from '../flow.ts'
import type { Mirror } from '../mirror.ts'
import type { Systems } from './collections.ts'
import { mappedFields } from './mapped-fields.ts'
import type { OpeningContext, OpeningRules } from './opening-desire.ts'
import { folded } from './values.ts'

/** What decisions about openings need in one run: the fields of both sides, and Ashby's names. */
export async function openingContext(
  systems: Systems,
  rules: OpeningRules,
  mirror: Mirror,
  foreseen?: ForeseenOf,
): Promise<OpeningContext> {
  const { ashby, mapping } = systems
  const mapped = await mappedFields(mapping(), mirror, foreseen?.('fields'))
  const links = await mirror.links('openings')
  const [fields, departments, locations] = await Promise.all([
    stillThere(systems, mapped),
    idsByName(ashby.departments()),
    idsByName(ashby.locations()),
  ])
  return {
    rules,
    fields: foreseen ? fields : fields.map(made),
    departments,
    locations,
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
