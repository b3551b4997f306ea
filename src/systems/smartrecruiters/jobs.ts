import { z } from 'zod'
import { RejectedRecordError } from '../../lib/errors.ts'
import { looseMoment, looseText } from '../../lib/loose.ts'
import type { Page } from '../../record/record.ts'
import { id } from './application-schema.ts'
import { type Ask, factsOf, readJson, readOne } from './call.ts'
import { type JobField, readJobField } from './job-fields.ts'
import { pagesOf, problemOf, wholeList } from './paging.ts'

export interface SmartRecruitersJob {
  readonly id: string
  readonly title: string
  /** The company's own number of it. */
  readonly refNumber?: string
  /** `SOURCING`, `FILLED`, `CANCELLED`, …: as SmartRecruiters says it. */
  readonly status?: string
  /** ISO 8601 in UTC. */
  readonly updatedAt?: string
}

export interface SmartRecruitersJobDetails extends SmartRecruitersJob {
  readonly fields: readonly JobField[]
}

/** `HIRING_MANAGER`, `RECRUITER`, `INTERVIEW_TEAM`, `EXECUTIVE` or `COORDINATOR`. */
export interface TeamMember {
  readonly userId: string
  readonly role: string
}

export interface JobCalls {
  /** Without their fields: those stand only in a job that is read by itself. */
  jobs(changedSince?: string): AsyncIterable<Page<SmartRecruitersJob>>
  job(id: string): Promise<SmartRecruitersJobDetails | undefined>
  /** In the order SmartRecruiters gives, which is not documented; names and addresses are with the users. */
  hiringTeam(jobId: string): Promise<readonly TeamMember[]>
}

export function jobCalls(ask: Ask): JobCalls {
  return {
    jobs: (changedSince) => pagesOf(ask, { endpoint: 'GET /jobs', query: listQuery(changedSince), row: Job }),
    job: (id) => job(ask, id),
    hiringTeam: (jobId) => wholeList(ask, { endpoint: 'GET /jobs/{jobId}/hiring-team', ids: { jobId }, row: Member }),
  }
}

/** In any other order, pages by `pageId` may skip rows or give them twice. */
function listQuery(changedSince: string | undefined) {
  return { sort: 'job_id', updatedAfter: changedSince }
}

const Job = z
  .object({ id, title: looseText, refNumber: looseText, status: looseText, updatedOn: looseMoment })
  .transform(({ id, title, refNumber, status, updatedOn }): SmartRecruitersJob => {
    return { id, title: title ?? id, refNumber, status, updatedAt: updatedOn }
  })

const Fields = z
  .object({ properties: z.array(z.unknown()).nullish() })
  .transform(({ properties }) => (properties ?? []).map(readJobField).filter((field) => field !== undefined))

const Member = z.object({ id, role: z.string() }).transform(({ id, role }): TeamMember => ({ userId: id, role }))

async function job(ask: Ask, id: string): Promise<SmartRecruitersJobDetails | undefined> {
  const answered = await readOne(ask, { endpoint: 'GET /jobs/{jobId}', ids: { jobId: id } })
  if (answered === undefined) return undefined
  const body = readJson(answered)
  const [row, fields] = [Job.safeParse(body), Fields.safeParse(body)]
  const unread = row.error ?? fields.error
  if (unread) throw new RejectedRecordError(`A job cannot be read: ${problemOf(unread)}`, factsOf(answered))
  if (row.data!.id === id) return { ...row.data!, fields: fields.data! }
  throw new RejectedRecordError('SmartRecruiters answered with another job', factsOf(answered))
}
