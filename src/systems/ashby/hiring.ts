import { RejectedRecordError } from '../../lib/errors.ts'
import type { Page } from '../../record/record.ts'
import { type Ask, lookUp } from './call.ts'
import { Application, Candidate, Offer, Visits } from './hiring-schema.ts'
import { pagesOf } from './paging.ts'
import type { AshbyApplication, AshbyCandidate, AshbyOffer, AshbyVisit } from './schema.ts'

export interface HiringCalls {
  /**
   * Every application with its openings, whatever its status: one that leaves a filtered status might never be
   * reported again under a sync token. `from` is the cursor of a page that was kept: it goes on behind it.
   */
  applications(since?: string, from?: string): AsyncIterable<Page<AshbyApplication>>
  application(id: string): Promise<AshbyApplication | undefined>
  /** Every stage it has been in, oldest first. */
  visits(applicationId: string): Promise<readonly AshbyVisit[] | undefined>
  offers(since?: string): AsyncIterable<Page<AshbyOffer>>
  offersOf(applicationId: string): Promise<readonly AshbyOffer[]>
  candidate(id: string): Promise<AshbyCandidate | undefined>
}

export function hiringCalls(ask: Ask): HiringCalls {
  return {
    applications: (since, from) =>
      pagesOf(ask, { endpoint: 'application.list', row: Application, parameters: WITH_OPENINGS, since, from }),
    application: (applicationId) => {
      const body = { applicationId, ...WITH_OPENINGS }
      return lookUp(ask, { endpoint: 'application.info', effect: 'read', body }, applicationId, Application)
    },
    visits: (applicationId) => {
      const body = { applicationId }
      return lookUp(ask, { endpoint: 'application.info', effect: 'read', body }, applicationId, Visits)
    },
    offers: (since) => pagesOf(ask, { endpoint: 'offer.list', row: Offer, since }),
    offersOf: (applicationId) => offersOf(ask, applicationId),
    candidate: (id) => lookUp(ask, { endpoint: 'candidate.info', effect: 'read', body: { id } }, id, Candidate),
  }
}

const WITH_OPENINGS = { expand: ['openings'] }

/** All of them or an error: with one missing, the wrong one could be taken for the accepted one. */
async function offersOf(ask: Ask, applicationId: string): Promise<readonly AshbyOffer[]> {
  const offers = new Map<string, AshbyOffer>()
  for await (const page of pagesOf(ask, { endpoint: 'offer.list', row: Offer, parameters: { applicationId } })) {
    const [unread] = page.rejected
    if (unread) throw new RejectedRecordError(`An offer of the application cannot be read: ${unread.problem}`)
    for (const offer of page.rows) if (offer.applicationId === applicationId) offers.set(offer.id, offer)
  }
  return [...offers.values()]
}
