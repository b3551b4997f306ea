import { z } from 'zod'
import { type Endpoints, endpoint } from './endpoint.ts'
import { boolean, pagingByCreation, uuid } from './input.ts'
import { ACCEPTANCE_STATUSES, OFFER_STATUSES, type Offer } from './model.ts'
import { list } from './paging.ts'
import { found } from './refusal.ts'
import { showOffer, showOfferSummary } from './views.ts'

const listInput = z.object({
  ...pagingByCreation,
  applicationId: uuid.optional(),
  offerStatus: z.array(z.enum(OFFER_STATUSES)).min(1).optional(),
  acceptanceStatus: z.array(z.enum(ACCEPTANCE_STATUSES)).min(1).optional(),
  approvalStatus: z
    .array(z.enum(['Approved', 'WaitingOnApprovals', 'Declined']))
    .min(1)
    .optional(),
})
type Filters = Omit<z.output<typeof listInput>, keyof typeof pagingByCreation>

/** https://developers.ashbyhq.com/reference/offerlist and its neighbour */
export const offerEndpoints: Endpoints = {
  'offer.list': endpoint('offersRead', listInput, ({ cursor, syncToken, limit, createdAfter, ...filters }, world) =>
    list(
      world,
      world.offers,
      { cursor, syncToken, limit, createdAfter },
      { name: 'offer', filters, keep: (offer) => isKept(offer, filters), show: showOfferSummary },
    ),
  ),

  'offer.info': endpoint(
    'offersRead',
    z.object({ offerId: uuid, excludeFormDefinition: boolean.default(false) }),
    ({ offerId, excludeFormDefinition }, world) => {
      const offer = found(world.offers.read(offerId), 'Offer', world.settings.notFoundCode)
      return { results: showOffer(world, offer, !excludeFormDefinition) }
    },
  ),
}

function isKept(offer: Offer, filters: Filters): boolean {
  const approval = offer.versions.at(-1)?.approvalStatus ?? null
  return (
    (filters.applicationId === undefined || offer.applicationId === filters.applicationId) &&
    (filters.offerStatus?.includes(offer.offerStatus) ?? true) &&
    (filters.acceptanceStatus?.includes(offer.acceptanceStatus) ?? true) &&
    (filters.approvalStatus === undefined || (approval !== null && filters.approvalStatus.includes(approval)))
  )
}
