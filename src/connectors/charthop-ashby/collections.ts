import { nearest } from '../../lib/nearest.ts'
import type { Mapping } from '../../mapping/load.ts'
import type { Page } from '../../record/record.ts'
import type { Ashby } from '../../systems/ashby/client.ts'
import type { AshbyApplication, AshbyField, AshbyOffer, AshbyOpening } from '../../systems/ashby/schema.ts'
import type { ChartHop } from '../../systems/charthop/client.ts'
import type { ChartHopField, ChartHopJob } from '../../systems/charthop/schema.ts'
import type { Collection } from '../mirror.ts'
import { folded } from './values.ts'

const minute = 60_000

/** A field of ChartHop, or a code the mapping names that ChartHop does not have (`isMissing`). */
export interface MappableField extends ChartHopField {
  readonly isMissing?: boolean
  readonly nearest?: string
}

export interface Systems {
  readonly charthop: ChartHop
  readonly ashby: Ashby
  /** ChartHop's organisation, as configured. */
  readonly org: string
  mapping(): Mapping
}

/** The lists this connector mirrors, and what of each row can cause a write. */
export function collectionsOf(systems: Systems): readonly Collection[] {
  return [
    charthopFields(systems),
    charthopJobs(systems),
    ashbyFields(systems),
    ashbyOpenings(systems),
    ashbyApplications(systems),
    ashbyOffers(systems),
  ]
}

function charthopFields({ charthop, mapping }: Systems): Collection<MappableField> {
  return {
    name: 'charthop.customFields',
    async *read() {
      const known: ChartHopField[] = []
      for await (const page of charthop.customFields()) {
        known.push(...page.rows)
        yield page
      }
      yield { rows: missingFields(mapping(), known), rejected: [] }
    },
    async look(id) {
      for await (const page of charthop.customFields()) {
        const field = page.rows.find((row) => row.id === id)
        if (field) return field
      }
      return undefined
    },
    essence: ({ id, ...field }) => ({ ...field, options: field.options.map(({ name, label }) => ({ name, label })) }),
  }
}

/** Each mapped code that ChartHop does not know becomes a row of its own, so that it is seen like any other record. */
function missingFields(mapping: Mapping, known: readonly ChartHopField[]): MappableField[] {
  const codes = new Set(known.filter(({ isDeleted }) => !isDeleted).map(({ code }) => folded(code)))
  return mapping.openings
    .filter(({ from }) => !codes.has(folded(from)))
    .map(({ from }) => ({
      id: `missing:${folded(from)}`,
      code: from,
      label: from,
      type: 'STRING',
      entityType: 'JOB',
      options: [],
      isHidden: false,
      isDeleted: false,
      isBuiltIn: false,
      isMissing: true,
      nearest: nearest(
        from,
        known.map(({ code }) => code),
      ),
    }))
}

function charthopJobs({ charthop, mapping }: Systems): Collection<ChartHopJob> {
  const codes = () => mapping().openings.map(({ from }) => from)
  return {
    name: 'charthop.jobs',
    read: () => charthop.jobs(codes()),
    look: (id) => charthop.job(id, codes()),
    essence: ({ id, ...job }) => job,
  }
}

/** Field definitions change rarely, and few rows make a full read one call anyway. */
function ashbyFields({ ashby }: Systems): Collection<AshbyField> {
  return {
    name: 'ashby.customFields',
    read: (since) => ashby.customFields(since),
    async look(id) {
      for await (const page of ashby.customFields()) {
        const field = page.rows.find((row) => row.id === id)
        if (field) return field
      }
      return undefined
    },
    essence: ({ id, ...field }) => ({ ...field, options: field.options.map((option) => ({ ...option })) }),
    keep: ({ objectType }) => objectType === 'Opening',
    fullRead: { everyMs: 60 * minute, alwaysBelow: 100 },
  }
}

/** Up to 500 openings are read whole in every run: five calls, and no edit made in Ashby can hide from it. */
function ashbyOpenings({ ashby }: Systems): Collection<AshbyOpening> {
  return {
    name: 'ashby.openings',
    read: (since) => ashby.openings(since),
    look: (id) => ashby.opening(id),
    essence: ({ id, jobIds, ...opening }) => opening,
    ref: ({ identifier }) => identifier,
    fullRead: { everyMs: 60 * minute, alwaysBelow: 500 },
  }
}

/** Only hires are kept, without the people of their team. One that is undone comes with "changes since", and is known by then. */
function ashbyApplications({ ashby }: Systems): Collection<AshbyApplication> {
  return {
    name: 'ashby.applications',
    read: (since, _mirror, from) => eachRow(ashby.applications(since, from), dropTeam),
    look: async (id) => {
      const application = await ashby.application(id)
      return application && dropTeam(application)
    },
    essence: ({ status, candidateId, openingIds, custom }) => ({
      status,
      candidateId,
      openingIds,
      custom: plain(custom),
    }),
    keep: ({ status }) => status === 'Hired',
    fullRead: { everyMs: 24 * 60 * minute, alwaysBelow: 0 },
  }
}

/** Pay is nobody's business here: it is dropped before anything is stored. */
function ashbyOffers({ ashby }: Systems): Collection<AshbyOffer> {
  return {
    name: 'ashby.offers',
    read: (since) => eachRow(ashby.offers(since), dropPay),
    look: async () => undefined,
    lookFor: async (application) => (await ashby.offersOf(application)).map(dropPay),
    essence: ({ id, ...offer }) => ({
      ...offer,
      version: offer.version ? { ...offer.version, salary: undefined, custom: plain(offer.version.custom) } : null,
    }),
    ref: ({ applicationId }) => applicationId,
    fullRead: { everyMs: 24 * 60 * minute, alwaysBelow: 0 },
  }
}

async function* eachRow<T>(pages: AsyncIterable<Page<T>>, change: (row: T) => T): AsyncGenerator<Page<T>> {
  for await (const page of pages) yield { ...page, rows: page.rows.map(change) }
}

function dropTeam(application: AshbyApplication): AshbyApplication {
  return { ...application, hiringTeam: [] }
}

function dropPay({ version, ...offer }: AshbyOffer): AshbyOffer {
  if (!version) return offer
  const { salary, ...kept } = version
  return { ...offer, version: kept }
}

function plain(custom: AshbyApplication['custom']) {
  return Object.fromEntries(Object.entries(custom).map(([id, { value }]) => [id, value]))
}
