import { RejectedRecordError } from '../../lib/errors.ts'
import { inParallel } from '../../lib/in-parallel.ts'
import type { Page, RejectedRow } from '../../record/record.ts'
import {
  applicationId,
  type SmartRecruitersApplication,
  Standing,
  type StatusChange,
  StatusChangeRow,
} from './application-schema.ts'
import { type Ask, factsOf, readJson, readOne } from './call.ts'
import { Candidate, type SmartRecruitersCandidate } from './candidate-schema.ts'
import { pagesOf, problemOf, wholeList } from './paging.ts'

export interface ApplicationCalls {
  /**
   * The applications of every candidate changed since then (ISO 8601), or of all. Where a person is on several jobs, each
   * further one costs a call. That a change of status counts as a change of the candidate is not documented.
   */
  applications(changedSince?: string): AsyncIterable<Page<SmartRecruitersApplication>>
  /** Undefined: this person never was on that job. */
  application(candidateId: string, jobId: string): Promise<SmartRecruitersApplication | undefined>
  /** Oldest first. */
  statusHistory(candidateId: string, jobId: string): Promise<readonly StatusChange[]>
}

export function applicationCalls(ask: Ask): ApplicationCalls {
  return {
    applications: (changedSince) => applicationsOf(ask, changedSince),
    application: (candidateId, jobId) => application(ask, candidateId, jobId),
    statusHistory: (candidateId, jobId) => statusHistory(ask, candidateId, jobId),
  }
}

async function* applicationsOf(
  ask: Ask,
  changedSince?: string,
): AsyncGenerator<Page<SmartRecruitersApplication>, void> {
  const listing = { endpoint: 'GET /candidates', query: { updatedAfter: changedSince }, row: Candidate } as const
  for await (const { rows, rejected } of pagesOf(ask, listing)) {
    const others = await otherApplications(ask, rows)
    const mainOnes = rows.flatMap(({ applications }) => applications)
    yield { rows: [...mainOnes, ...others.rows], rejected: [...rejected.map(ofCandidate), ...others.rejected] }
  }
}

/** It stands for applications of which nobody knows the ids: while there is one, none can be called absent. */
function ofCandidate({ id, problem }: RejectedRow): RejectedRow {
  return { problem: `candidate ${id ?? 'without an id'}: ${problem}` }
}

/** Fewer than the calls that may be under way, so that others get their turn. */
const WIDTH = 4

async function otherApplications(ask: Ask, candidates: readonly SmartRecruitersCandidate[]) {
  const rows: SmartRecruitersApplication[] = []
  const rejected: RejectedRow[] = []
  const wanted = candidates.flatMap(({ id, otherJobIds }) => otherJobIds.map((jobId) => ({ candidateId: id, jobId })))
  await inParallel(wanted, WIDTH, async ({ candidateId, jobId }) => {
    try {
      const found = await application(ask, candidateId, jobId)
      // Left the job since the list was read.
      if (found !== undefined) rows.push(found)
    } catch (error) {
      if (!(error instanceof RejectedRecordError)) throw error
      rejected.push({ id: applicationId(candidateId, jobId), problem: error.message })
    }
  })
  return { rows, rejected }
}

async function application(
  ask: Ask,
  candidateId: string,
  jobId: string,
): Promise<SmartRecruitersApplication | undefined> {
  const ids = { id: candidateId, jobId }
  const answered = await readOne(ask, { endpoint: 'GET /candidates/{id}/jobs/{jobId}', ids })
  if (answered === undefined) return undefined
  const read = Standing.safeParse(readJson(answered))
  if (read.success) return { id: applicationId(candidateId, jobId), candidateId, jobId, ...read.data }
  throw new RejectedRecordError(`An application cannot be read: ${problemOf(read.error)}`, factsOf(answered))
}

/** In which order the list comes is not documented. */
async function statusHistory(ask: Ask, candidateId: string, jobId: string): Promise<readonly StatusChange[]> {
  const ids = { id: candidateId, jobId }
  const endpoint = 'GET /candidates/{id}/jobs/{jobId}/status/history'
  const changes = await wholeList(ask, { endpoint, ids, row: StatusChangeRow })
  return changes.toSorted((a, b) => a.changedAt.localeCompare(b.changedAt))
}
