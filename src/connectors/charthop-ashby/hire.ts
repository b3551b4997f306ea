import type { Json } from '../../lib/json.ts'
import type { Issue } from '../../plan/change.ts'
import type { AshbyApplication, AshbyCandidate, AshbyOffer } from '../../systems/ashby/schema.ts'
import type { ChartHopChange, ChartHopJob } from '../../systems/charthop/schema.ts'
import type { Skip } from '../flow.ts'
import type { Source } from '../mirror.ts'
import type { DesiredField, HireField } from './hire-fields.ts'
import { attention, skip } from './skips.ts'

export interface HireRules {
  readonly push: 'auto' | 'onPushEvent'
  readonly requireAccepted: boolean
}

export interface HireContext {
  readonly rules: HireRules
  /** `YYYY-MM-DD`. */
  readonly today: string
  /** ChartHop job by the Ashby opening made for it. */
  readonly jobOfOpening: ReadonlyMap<string, string>
  /** Application by the hire (person in a job) that was written for it. */
  readonly written: ReadonlyMap<string, string>
  readonly fields: readonly HireField[]
  readonly fieldIssues: readonly Issue[]
  /** Ids of everybody with this e-mail; read from ChartHop once a run, when first asked. */
  peopleWith(email: string): Promise<readonly string[]>
  /** E-mail → the application that is about to make this person, so that one run makes nobody twice. */
  readonly claims: Map<string, string>
}

/** What direct looks found out about one hire. */
export interface HireFacts {
  readonly candidate: AshbyCandidate | undefined
  readonly job: ChartHopJob | undefined
  readonly placements: readonly ChartHopChange[]
  /** Persons of ChartHop who are this candidate: the linked one, or those with the same e-mail. */
  readonly persons: readonly string[]
}

export type HireSource = Source<AshbyApplication> & { readonly facts?: HireFacts }

export interface DesiredHire {
  readonly jobId: string
  readonly startDate: string
  readonly first: string | null
  readonly last: string
  readonly email: string
  readonly phone: string | null
  readonly values: readonly DesiredField[]
  readonly [key: string]: Json
}

export interface Hire {
  readonly jobId: string
  readonly offer: AshbyOffer | undefined
  readonly startDate?: string
}

/** accepted offer × hired × linked opening (S89). Needs no look beyond the mirror; all who are not hires end here. */
export function hireOf({ row, link, related, isGone, isPushed }: HireSource, context: HireContext): Hire | Skip {
  if (isGone || row.status !== 'Hired') {
    return link
      ? attention(
          'unhired',
          `the application is ${isGone ? 'gone' : row.status} in Ashby after its hire was written; ChartHop is left as it is`,
        )
      : skip('not_hired', 'not hired')
  }
  const offers = (related['ashby.offers'] ?? []) as readonly AshbyOffer[]
  const offer =
    newest(offers.filter(isAccepted)) ?? (context.rules.requireAccepted ? undefined : newest(offers.filter(isOpen)))
  if (!offer)
    return offers.length === 0
      ? skip('no_offer', 'hired without an offer')
      : skip('offer_not_accepted', 'hired, but the offer is not accepted yet', 'nextRun')
  const openingId = offer.version?.openingId ?? onlyOne(row.openingIds)
  if (!openingId) return skip('no_opening', 'the accepted offer names no opening')
  const jobId = context.jobOfOpening.get(openingId)
  if (!jobId)
    return skip('opening_not_linked', `opening ${openingId} belongs to no ChartHop job that Hirewire knows`, 'nextRun')
  if (context.rules.push === 'onPushEvent' && !isPushed && !link)
    return skip('not_pushed', 'waits for somebody to push it (Ashby\'s "push to HRIS", or hirewire sync --record)')
  return { jobId, offer, ...(offer.version?.startDate && { startDate: offer.version.startDate }) }
}

function isAccepted({ acceptanceStatus, offerStatus }: AshbyOffer): boolean {
  return acceptanceStatus === 'Accepted' || offerStatus === 'CandidateAccepted'
}

/** Neither turned down nor taken back: what counts while acceptance is not asked for (R17). */
function isOpen({ acceptanceStatus, offerStatus }: AshbyOffer): boolean {
  return (
    !['Declined', 'Cancelled'].includes(acceptanceStatus ?? '') &&
    !['CandidateRejected', 'OfferCancelled'].includes(offerStatus ?? '')
  )
}

function newest(offers: readonly AshbyOffer[]): AshbyOffer | undefined {
  const age = ({ decidedAt, version }: AshbyOffer) => `${decidedAt ?? ''}|${version?.createdAt ?? ''}`
  return [...offers].sort((a, b) => age(b).localeCompare(age(a)))[0]
}

function onlyOne(ids: readonly string[]): string | undefined {
  return ids.length === 1 ? ids[0] : undefined
}
