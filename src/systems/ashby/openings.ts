import { RejectedRecordError } from '../../lib/errors.ts'
import type { Page } from '../../record/record.ts'
import { type Ask, lookUp, send, write } from './call.ts'
import { pagesOf, readRows } from './paging.ts'
import { type AshbyOpening, Opening } from './schema.ts'
import { textAt } from './text-at.ts'

export type SettableState = 'Draft' | 'Approved' | 'Open' | 'Closed'

export type WrittenOpening = AshbyOpening & { readonly requestId?: string }

/** Dates are `YYYY-MM-DD`; null and nothing are both "none". There is no place for custom fields: see `setValues`. */
export interface NewOpening {
  readonly identifier: string
  readonly openingState: SettableState
  readonly isBackfill: boolean
  readonly employmentType: string
  readonly description?: string | null
  readonly teamId?: string | null
  readonly locationIds?: readonly string[]
  readonly jobIds?: readonly string[]
  readonly targetHireDate?: string | null
  readonly targetStartDate?: string | null
}

/**
 * What is left out stays. `isBackfill` and `employmentType` (one of Ashby's, or '') cannot be left out: their
 * documented defaults might be put in their place.
 */
export interface OpeningUpdate {
  readonly isBackfill: boolean
  readonly employmentType: string
  readonly identifier?: string | null
  readonly description?: string | null
  readonly teamId?: string | null
  readonly targetHireDate?: string | null
  readonly targetStartDate?: string | null
}

export interface OpeningCalls {
  openings(since?: string): AsyncIterable<Page<AshbyOpening>>
  opening(id: string): Promise<AshbyOpening | undefined>
  /** Those with exactly this identifier, whatever else Ashby finds. */
  searchOpenings(identifier: string): Promise<readonly AshbyOpening[]>
  createOpening(input: NewOpening): Promise<WrittenOpening>
  updateOpening(id: string, input: OpeningUpdate): Promise<WrittenOpening>
  /** "Filled" cannot be set: it comes with a hire. */
  setOpeningState(id: string, state: SettableState, closeReasonId?: string): Promise<WrittenOpening>
  addLocation(id: string, locationId: string): Promise<WrittenOpening>
  removeLocation(id: string, locationId: string): Promise<WrittenOpening>
}

export function openingCalls(ask: Ask): OpeningCalls {
  return {
    openings: (since) => pagesOf(ask, { endpoint: 'opening.list', row: Opening, since }),
    opening: (openingId) =>
      lookUp(ask, { endpoint: 'opening.info', effect: 'read', body: { openingId } }, openingId, Opening),
    searchOpenings: (identifier) => search(ask, identifier),
    createOpening: (input) => write(ask, { endpoint: 'opening.create', effect: 'once', body: { ...input } }, Opening),
    updateOpening: (openingId, input) => {
      const body = { ...withTextForNone(input), openingId }
      return write(ask, { endpoint: 'opening.update', effect: 'repeatable', body }, Opening)
    },
    setOpeningState: (openingId, openingState, closeReasonId) => {
      const body = { openingId, openingState, closeReasonId }
      return write(ask, { endpoint: 'opening.setOpeningState', effect: 'repeatable', body }, Opening)
    },
    // What Ashby makes of a location that is already there is not known, so neither call is ever sent twice.
    addLocation: (openingId, locationId) =>
      write(ask, { endpoint: 'opening.addLocation', effect: 'once', body: { openingId, locationId } }, Opening),
    removeLocation: (openingId, locationId) =>
      write(ask, { endpoint: 'opening.removeLocation', effect: 'once', body: { openingId, locationId } }, Opening),
  }
}

/** An update takes texts, not null (https://developers.ashbyhq.com/reference/openingupdate); the other members have no empty text. */
function withTextForNone<T extends Pick<OpeningUpdate, 'identifier' | 'description'>>(input: T): T {
  const emptied = (['identifier', 'description'] as const).filter((name) => input[name] === null)
  return { ...input, ...Object.fromEntries(emptied.map((name) => [name, ''])) }
}

/** Whether Ashby searches exactly is not documented. A match that cannot be read is no "nothing found". */
async function search(ask: Ask, identifier: string): Promise<readonly AshbyOpening[]> {
  const { results } = await send(ask, { endpoint: 'opening.search', effect: 'read', body: { identifier } })
  const found = (Array.isArray(results) ? results : [results]).filter(
    (result) => (textAt(result, 'latestVersion.identifier') ?? identifier) === identifier,
  )
  const { rows, rejected } = readRows(found, Opening)
  if (rejected[0]) throw new RejectedRecordError(`An opening that was found cannot be read: ${rejected[0].problem}`)
  return rows.filter((opening) => opening.identifier === identifier)
}
