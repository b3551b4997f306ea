import { z } from 'zod'
import { isObject, looseMoment, looseText, textOf } from '../../lib/loose.ts'

const STATUSES = [
  'LEAD',
  'NEW',
  'IN_REVIEW',
  'INTERVIEW',
  'OFFERED',
  'HIRED',
  'REJECTED',
  'WITHDRAWN',
  'TRANSFERRED',
] as const
/** Of candidates on a job; other APIs of SmartRecruiters' use other words. */
export type ApplicationStatus = (typeof STATUSES)[number]

/** One person on one job: a person moved to another job has another application there, and the first reads TRANSFERRED. */
export interface SmartRecruitersApplication {
  /** Of candidate and job, see `applicationId`: the lists tell no id of their own. */
  readonly id: string
  readonly candidateId: string
  readonly jobId: string
  readonly status: ApplicationStatus
  /** The hiring step within the status, by name: no answer carries an id of it, so a renamed step is another step. */
  readonly step?: string
  /** The first day of work, as ISO 8601 in UTC. Lists do not tell it. */
  readonly startsOn?: string
  /** Where the person came from, as SmartRecruiters names it. Lists do not tell it. */
  readonly source?: string
  /** Of a rejection or a withdrawal. Lists do not tell it. */
  readonly reason?: Reason
}

export interface Reason {
  readonly id: string
  readonly label?: string
}

export interface StatusChange {
  /** ISO 8601 in UTC. */
  readonly changedAt: string
  readonly status: ApplicationStatus
  readonly step?: string
}

export function applicationId(candidateId: string, jobId: string): string {
  return `${candidateId}:${jobId}`
}

/** The two ids in one of `applicationId`; undefined where there are not two. */
export function partsOfApplicationId(id: string): { readonly candidateId: string; readonly jobId: string } | undefined {
  const [candidateId, jobId, ...rest] = id.split(':')
  return candidateId && jobId && rest.length === 0 ? { candidateId, jobId } : undefined
}

export const id = z.string().min(1)

/** What has no id is no reason anyone could name. */
const reason = z
  .unknown()
  .optional()
  .transform((value): Reason | undefined => {
    if (!isObject(value)) return undefined
    const id = textOf(value.id)
    return id === undefined ? undefined : { id, label: textOf(value.label) }
  })

const standing = {
  status: z.enum(STATUSES, { error: 'is none of the known statuses' }),
  subStatus: looseText,
  startsOn: looseMoment,
  source: looseText,
  reasonOfRejection: reason,
  reasonOfWithdrawal: reason,
}

/** As `GET /candidates/{id}/jobs/{jobId}` gives it; the job is in the question only. */
export const Standing = z.object(standing).transform(standingOf)

/** Within a candidate; where only the job is told, the application must be read by itself. */
export const Assignment = z
  .object({ job: z.object({ id }) })
  .transform(({ job }) => ({ jobId: job.id, status: undefined }))
export const FullAssignment = z
  .object({ ...standing, job: z.object({ id }) })
  .transform(({ job, ...row }) => ({ jobId: job.id, ...standingOf(row) }))

export const StatusChangeRow = z
  .object({
    changedOn: looseMoment.pipe(z.string({ error: 'is no moment' })),
    status: standing.status,
    subStatus: looseText,
  })
  .transform(({ changedOn, status, subStatus }): StatusChange => ({ changedAt: changedOn, status, step: subStatus }))

function standingOf(row: z.output<z.ZodObject<typeof standing>>) {
  return {
    status: row.status,
    step: row.subStatus,
    startsOn: row.startsOn,
    source: row.source,
    reason: row.reasonOfRejection ?? row.reasonOfWithdrawal,
  }
}
