import type { Issue } from '../../plan/change.ts'
import type { ChartHopChange, ChartHopJob } from '../../systems/charthop/schema.ts'
import type { Decision, Skip } from '../flow.ts'
import { type DesiredHire, type Hire, type HireContext, type HireFacts, type HireSource, hireOf } from './hire.ts'
import { desiredFields } from './hire-fields.ts'
import { attention } from './skips.ts'

/** The person and the job a hire should come to in ChartHop, or why not (S90). */
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
