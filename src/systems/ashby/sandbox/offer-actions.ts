import { toFieldValue, withValue } from './field-values.ts'
import { acceptedOffer, offersOf } from './hiring.ts'
import type { FieldValue, Offer, OfferVersion, Salary } from './model.ts'
import { found, invalidInput, Refusal } from './refusal.ts'
import { showOffer } from './views.ts'
import { actingUser, timestamp, type World } from './world.ts'

export interface OfferTerms {
  readonly openingId?: string | null
  /** A calendar date. */
  readonly startDate?: string
  readonly salary?: Salary | null
  /** Values of custom offer fields, by the field's id. */
  readonly custom?: Readonly<Record<string, unknown>>
}

/** What people do to offers in Ashby's own pages. */
export interface OfferActions {
  makeOffer(terms: OfferTerms & { readonly applicationId: string }): Offer
  changeOffer(offerId: string, terms: OfferTerms): Offer
  acceptOffer(offerId: string): Offer
  declineOffer(offerId: string): Offer
  deleteOffer(offerId: string): void
}

export function createOfferActions(world: World): OfferActions {
  const offerOf = (id: string): Offer => found(world.offers.get(id), `Offer ${id}`, 'sandbox')
  const store = (offer: Offer): Offer => {
    world.offers.put(offer)
    linkOpening(world, offer.applicationId)
    world.fire({ action: 'offerUpdate', data: { offer: showOffer(world, offer) } })
    return offer
  }
  return {
    makeOffer: ({ applicationId, ...terms }) => makeOffer(world, applicationId, terms),
    changeOffer: (offerId, terms) => {
      const offer = offerOf(offerId)
      const version = nextVersion(world, terms, offer.versions.at(-1))
      checkIsFree(world, offer.applicationId, version.openingId)
      return store({ ...offer, versions: [...offer.versions, version] })
    },
    acceptOffer: (offerId) =>
      store({ ...offerOf(offerId), ...decided(world), acceptanceStatus: 'Accepted', offerStatus: 'CandidateAccepted' }),
    declineOffer: (offerId) =>
      store({ ...offerOf(offerId), ...decided(world), acceptanceStatus: 'Declined', offerStatus: 'CandidateRejected' }),
    deleteOffer: (offerId) => {
      const { id, applicationId } = offerOf(offerId)
      world.offers.remove(id)
      linkOpening(world, applicationId)
      world.fire({ action: 'offerDelete', data: { offer: { id, applicationId } } })
    },
  }
}

function makeOffer(world: World, applicationId: string, terms: OfferTerms): Offer {
  found(world.applications.get(applicationId), `Application ${applicationId}`, 'sandbox')
  const version = nextVersion(world, terms, undefined)
  checkIsFree(world, applicationId, version.openingId)
  const offer = world.offers.put({
    id: world.ids.uuid('offer'),
    applicationId,
    decidedAt: null,
    acceptanceStatus: 'WaitingOnResponse',
    offerStatus: 'WaitingOnCandidateResponse',
    versions: [version],
  })
  linkOpening(world, applicationId)
  world.fire({ action: 'offerCreate', data: { offer: showOffer(world, offer) } })
  return offer
}

function nextVersion(world: World, terms: OfferTerms, before: OfferVersion | undefined): OfferVersion {
  const startDate = terms.startDate ?? before?.startDate
  return {
    id: world.ids.uuid('offerVersion'),
    createdAt: timestamp(world),
    ...(startDate !== undefined && { startDate }),
    salary: terms.salary === undefined ? (before?.salary ?? null) : terms.salary,
    openingId: terms.openingId === undefined ? (before?.openingId ?? null) : terms.openingId,
    customFields: withCustom(world, before?.customFields ?? [], terms.custom ?? {}),
    fileHandles: [],
    author: actingUser(world),
    approvalStatus: null,
  }
}

function withCustom(
  world: World,
  values: readonly FieldValue[],
  custom: Readonly<Record<string, unknown>>,
): readonly FieldValue[] {
  return Object.entries(custom).reduce((kept, [fieldId, content]) => {
    const definition = found(world.fields.get(fieldId), `Field ${fieldId}`, 'sandbox')
    if (definition.objectType !== 'Offer') throw invalidInput(`custom: ${fieldId} is no field of offers`)
    return withValue(kept, definition, toFieldValue(definition, content))
  }, values)
}

/** The opening an application is meant for: its accepted offer's, else its newest living offer's that names one. */
function linkOpening(world: World, applicationId: string): void {
  const application = found(world.applications.get(applicationId), 'Application', 'sandbox')
  const named = offersOf(world, applicationId).filter((offer) => isLiving(offer) && openingOf(offer) !== null)
  const accepted = acceptedOffer(world, applicationId)
  const openingId = (accepted && openingOf(accepted)) ?? named.map(openingOf).at(-1) ?? null
  if (openingId === (application.openingId ?? null)) return
  const { openingId: _former, ...rest } = application
  world.applications.put({ ...rest, ...(openingId !== null && { openingId }), updatedAt: timestamp(world) })
}

/** One opening can be on one living offer at a time: https://developers.ashbyhq.com/reference/offercreate */
function checkIsFree(world: World, applicationId: string, openingId: string | null): void {
  const own = world.applications.get(applicationId)?.openingId
  if (openingId === null || openingId === own) return
  const opening = found(world.openings.get(openingId), `Opening ${openingId}`, 'sandbox')
  if (opening.openingState === 'Closed' || opening.openingState === 'Filled') {
    throw new Refusal('opening_state_invalid', `the opening is ${opening.openingState}`)
  }
  for (const offer of world.offers.all()) {
    if (offer.applicationId === applicationId || openingOf(offer) !== openingId) continue
    if (isLiving(offer)) throw new Refusal('opening_in_use', 'the opening is on another offer')
  }
}

function openingOf({ versions }: Offer): string | null {
  return versions.at(-1)?.openingId ?? null
}

function isLiving({ acceptanceStatus }: Offer): boolean {
  return acceptanceStatus !== 'Declined' && acceptanceStatus !== 'Cancelled'
}

function decided(world: World): { readonly decidedAt: string } {
  return { decidedAt: timestamp(world) }
}
