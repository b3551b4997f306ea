import { UnsupportedError } from '../../lib/errors.ts'
import { fingerprint } from '../../record/fingerprint.ts'
import type { Page } from '../../record/record.ts'
import type { Crosschq } from '../../systems/crosschq/client.ts'
import type { Prospect } from '../../systems/crosschq/prospect-schema.ts'
import type { Collection } from '../mirror.ts'
import type { ProspectPart } from './prospect-port.ts'

/** The flow. */
export const PROSPECTS = 'prospects'
export const PROSPECT_ROWS = 'crosschq.prospects'

const minute = 60_000
/** A prospect may show up in the list a while after the moment it was made; what comes twice is known by its id. */
const OVERLAP_MS = 5 * minute
const DAY_MS = 24 * 60 * minute

/** A prospect as it is mirrored: nobody's name or address. */
export interface ProspectRow {
  readonly id: string
  /** ISO 8601; Crosschq's own clock. */
  readonly createdAt?: string
  /** What two prospects with one address have in common. */
  readonly emailKey?: string
  /** What is not said of the person. */
  readonly lacks: readonly ProspectPart[]
}

/**
 * Whom Crosschq Recruit found. There is no list of changes, so an address that is added later is seen by the daily reading of
 * the whole.
 */
export function prospectCollection(crosschq: Crosschq, now: () => Date): Collection<ProspectRow> {
  return {
    name: PROSPECT_ROWS,
    async *read(since, _mirror, from) {
      let latest = 0
      for await (const { rows, ...page } of await pagesOf(crosschq, since, from)) {
        for (const { createdAt } of rows) latest = Math.max(latest, Date.parse(createdAt ?? '') || 0)
        yield { ...page, rows: rows.map(prospectRow) }
      }
      // One with a date of next year must not hide everybody who comes before it.
      const reached = Math.min(latest, now().getTime())
      const token = latest > 0 ? new Date(reached - OVERLAP_MS).toISOString() : since
      yield { rows: [], rejected: [], ...(token && { token }) }
    },
    // There is no call for one of them, and one that is gone changes nothing: what was exported stays.
    async look(id, mirror) {
      return (await mirror.row<ProspectRow>(PROSPECT_ROWS, id)) ?? (await search(crosschq, id))
    },
    essence: ({ id, lacks, ...prospect }) => ({ ...prospect, lacks: [...lacks] }),
    ref: ({ emailKey }) => emailKey,
    fullRead: { everyMs: DAY_MS, alwaysBelow: 0 },
  }
}

/** The list, which Crosschq may not have: nothing public says so. */
export async function pagesOf(
  crosschq: Pick<Crosschq, 'prospects'>,
  since?: string,
  from?: string,
): Promise<AsyncIterable<Page<Prospect>>> {
  const listed = await crosschq.prospects(since, from)
  if (listed === 'unsupported') throw new UnsupportedError(NO_LIST)
  return listed
}

export const NO_LIST =
  'Crosschq has no list of prospects at crosschq.paths.prospects, so nobody can be exported; ask Crosschq support for its address, or switch export off'

export function prospectRow({ id, createdAt, ...person }: Prospect): ProspectRow {
  const email = person.email?.trim().toLowerCase()
  return {
    id,
    ...(createdAt && { createdAt }),
    ...(email && { emailKey: fingerprint(email) }),
    lacks: PARTS.filter((part) => !person[part]?.trim()),
  }
}

const PARTS: readonly ProspectPart[] = ['firstName', 'lastName', 'email']

async function search(crosschq: Crosschq, id: string): Promise<ProspectRow | undefined> {
  for await (const { rows } of await pagesOf(crosschq)) {
    const found = rows.find((row) => row.id === id)
    if (found) return prospectRow(found)
  }
  return undefined
}
