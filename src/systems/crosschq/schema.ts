import { z } from 'zod'
import { isObject, looseMoment, looseText, numberOf, textOf, webLinkOf } from '../../lib/loose.ts'
import { type CrosschqPerson, id, list, person } from './schema-parts.ts'

export type RequestStatus = 'pending' | 'in_progress' | 'past_due' | 'completed' | 'cancelled'

const HIRING_STATUSES = ['pending', 'hired', 'rejected'] as const
export type HiringStatus = (typeof HIRING_STATUSES)[number]

export interface ReferenceRequest {
  readonly id: string
  readonly status: RequestStatus
  /** As Crosschq says it; the values it knows are documented nowhere. */
  readonly statusText?: string
  /** 0 to 100. */
  readonly progress?: number
  /** 1 to 5, as Crosschq has it. */
  readonly score?: number
  /** The page for people. */
  readonly reportUrl?: string
  /** Short-lived, and a key to the report: to be downloaded at once, never shown or kept. */
  readonly fullPdf?: string
  readonly summaryPdf?: string
  readonly candidate: CrosschqPerson
  readonly survey?: string
  readonly position?: string
  /** What each reference's status says. Not the request's: a completed request may hold cancelled references. */
  readonly references: readonly string[]
  readonly hiringStatus?: HiringStatus
  readonly hiringStatusUpdatedAt?: string
  readonly createdAt?: string
  readonly updatedAt?: string
  readonly statusUpdatedAt?: string
  /** What was left out because it made no sense, for people to read; without the values. */
  readonly notices: readonly string[]
}

/**
 * The words are our reading: Crosschq documents no values. Whatever else it says means "going on"; a progress of 100
 * means completed whatever is said, unless the request was cancelled.
 */
export function statusOf(text: string | undefined, progress: number | undefined): RequestStatus {
  const word = (text ?? '').toLowerCase().replace(/[\s_-]+/g, '_')
  if (/^cancel(l?ed)?$/.test(word)) return 'cancelled'
  if (progress === 100 || /^(completed?|concluded)$/.test(word)) return 'completed'
  if (/^(past_due|overdue)$/.test(word)) return 'past_due'
  if (/^(pending|sent|requested|new)$/.test(word)) return 'pending'
  return word === '' && !progress ? 'pending' : 'in_progress'
}

/** The fields as others' clients read them; those that nobody has seen are marked in README.md. */
const Row = z.object({
  id,
  status: looseText,
  progress: z.unknown().optional(),
  score: z.unknown().optional(),
  report_url: z.unknown().optional(),
  report_full_pdf: looseText,
  report_summary_pdf: looseText,
  candidate: person,
  jobrole: looseText,
  // Spelled so in webhooks.
  job_role: looseText,
  job_position: looseText,
  references: list,
  hiring_status: looseText,
  hiring_status_updated_on: looseMoment,
  created_at: looseMoment,
  updated_on: looseMoment,
  status_updated_on: looseMoment,
})

export const ReferenceRequestRow = Row.transform(toRequest)

function toRequest(row: z.output<typeof Row>): ReferenceRequest {
  const progress = within(row.progress, 'progress', 0, 100)
  const score = within(row.score, 'score', 1, 5)
  const reportUrl = webLinkOf(row.report_url)
  const lost = isGiven(row.report_url) && reportUrl === undefined ? ['report_url is no web address'] : []
  return {
    id: row.id,
    status: statusOf(row.status, progress.value),
    statusText: row.status,
    progress: progress.value,
    score: score.value,
    reportUrl,
    fullPdf: row.report_full_pdf,
    summaryPdf: row.report_summary_pdf,
    candidate: row.candidate,
    survey: row.jobrole ?? row.job_role,
    position: row.job_position,
    references: row.references.map((each) => (isObject(each) && textOf(each.status)) || ''),
    hiringStatus: HIRING_STATUSES.find((status) => status === row.hiring_status?.toLowerCase()),
    hiringStatusUpdatedAt: row.hiring_status_updated_on,
    createdAt: row.created_at,
    updatedAt: row.updated_on,
    statusUpdatedAt: row.status_updated_on,
    notices: [...progress.notices, ...score.notices, ...lost],
  }
}

/** A number that is no such number would be shown to people who decide about a person: it is left out and told. */
function within(value: unknown, name: string, least: number, most: number) {
  const number = numberOf(typeof value === 'string' ? value.replace(/\s*%\s*$/, '') : value)
  if (number !== undefined && number >= least && number <= most) return { value: number, notices: [] }
  return { notices: isGiven(value) ? [`${name} is no number from ${least} to ${most}`] : [] }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}
