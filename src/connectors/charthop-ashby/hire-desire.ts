import type { Json } from '../../lib/json.ts'
import type { Issue } from '../../plan/change.ts'
import type { AshbyApplication, AshbyCandidate, AshbyOffer } from '../../systems/ashby/schema.ts'
import type { ChartHopChange, ChartHopJob } from '../../systems/charthop/schema.ts'
import type { Decision, Skip, Source } from '../connector.ts'
import { type DesiredField, desiredFields, type HireField } from './hire-fields.ts'

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

export function desireHire(source: HireSource, context: HireContext): Decision<DesiredHire> {
  const hire = hireOf(source, context)
  if ('type' in hire) return hire
  const { facts, acknowledged } = source
  if (!facts?.candidate)
    return attention('candidate_gone', 'the candidate can no longer be read in Ashby (merged or deleted)')
  const before = acknowledged as DesiredHire | undefined
  const refusal = missing(hire, facts) ?? (before ? reassigned(hire, before) : conflict(hire, facts))
  if (refusal) return refusal

  const { candidate } = facts
  const startDate = before && placedOn(source) !== hire.startDate ? before.startDate : hire.startDate!
  const { values, issues } = desiredFields(
    context.fields,
    { offer: hire.offer, application: source.row, candidate },
    startDate <= context.today,
  )
  const phone = before ? before.phone : dialable(candidate.phone)
  return {
    type: 'desired',
    desired: {
      jobId: hire.jobId,
      startDate,
      ...nameOf(candidate.name),
      email: candidate.email!.trim().toLowerCase(),
      phone,
      values,
    },
    issues: [
      ...context.fieldIssues,
      ...issues,
      ...startDateIssue(hire, startDate),
      ...(candidate.phone && !phone && !before ? [phoneIssue] : []),
    ],
  }
}

/** A hire is written into one job; whether the person should be in another one now is for people to say. */
function reassigned({ jobId }: Hire, before: DesiredHire): Skip | undefined {
  if (jobId === before.jobId) return undefined
  return attention(
    'opening_changed',
    `the offer now names the opening of ChartHop job ${jobId}, the hire was written into job ${before.jobId}; move the person in ChartHop, or correct the offer`,
  )
}

function missing({ startDate }: Hire, { candidate }: HireFacts): Skip | undefined {
  if (!candidate?.email)
    return attention('no_email', 'the candidate has no e-mail, by which ChartHop knows a person; add one in Ashby')
  if (!startDate) return attention('no_start_date', 'the accepted offer has no start date; add one in Ashby')
  return undefined
}

/** What would make the hire wrong in ChartHop. Nothing at all is written then, not even the person (R25, R26). */
function conflict({ jobId, startDate }: Hire, { job, placements, persons }: HireFacts): Skip | undefined {
  if (persons.length > 1)
    return attention(
      'ambiguous_person',
      `${persons.length} persons in ChartHop have the candidate's e-mail: ${persons.join(', ')}; merge them or correct the e-mails`,
    )
  if (!job) return attention('job_gone', `ChartHop job ${jobId} no longer exists`)
  const holder = holderOf(job, placements)
  if (holder && holder !== persons[0])
    return attention('job_filled', `ChartHop job ${jobId} is filled by person ${holder} already; nothing was written`)
  if (holder) return undefined
  if (!job.isOpen)
    return attention(
      'job_not_open',
      `ChartHop job ${jobId} is ${(job.state ?? 'not open').toLowerCase()}; nothing was written`,
    )
  // https://docs.charthop.com ("add a new person to your org"): a start before the job's creation is refused.
  if (job.createDate && startDate! < job.createDate) {
    return attention(
      'start_before_job',
      `the start date ${startDate} is before ChartHop job ${jobId} was created (${job.createDate}); correct one of them`,
    )
  }
  return undefined
}

/** Who is in the job or announced for it: ChartHop shows a future hire on the job, or only as a planned change. */
export function holderOf(job: ChartHopJob, placements: readonly ChartHopChange[]): string | undefined {
  return (
    job.personId ??
    (job.isOpen ? placements.find(({ personId, status }) => personId && isStanding(status))?.personId : undefined)
  )
}

function isStanding(status: string | undefined): boolean {
  return status === undefined || status === 'ACTIVE' || status === 'PROPOSED'
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

/** Ashby keeps one name; ChartHop wants at least a last one. The last word is taken for it. */
function nameOf(name: string): { first: string | null; last: string } {
  const words = name.trim().split(/\s+/)
  const last = words.at(-1)!
  return { first: words.length > 1 ? words.slice(0, -1).join(' ') : null, last }
}

/** A start date moved after the hire belongs to people: payroll and contracts hang on it. */
function startDateIssue(hire: Hire, written: string): Issue[] {
  if (hire.startDate === written) return []
  return [
    {
      field: 'startDate',
      reason: 'start_date_moved',
      message: `the offer's start date is now ${hire.startDate}, the hire was written for ${written}; change it in ChartHop if it should move`,
      attention: true,
    },
  ]
}

/** From when ChartHop has the person in the job now; looked up only where the offer's date is not the written one. */
function placedOn({ link, facts }: HireSource): string | undefined {
  return facts?.placements.find(({ personId }) => link?.target.startsWith(`${personId}@`))?.date
}

/** ChartHop recognises a phone by its country code only (https://docs.charthop.com, troubleshooting of the ATS apps). */
function dialable(phone: string | undefined): string | null {
  return phone?.startsWith('+') ? phone : null
}

const phoneIssue: Issue = {
  field: 'phone',
  reason: 'phone_left_out',
  message: "the candidate's phone has no country code, without which ChartHop does not take it; add it there by hand",
  attention: false,
}

function skip(reason: string, message: string, again?: 'nextRun'): Skip {
  return { type: 'skip', reason, message, attention: false, ...(again && { again }) }
}

function attention(reason: string, message: string): Skip {
  return { type: 'skip', reason, message, attention: true }
}
