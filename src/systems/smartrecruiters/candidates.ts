import { RejectedRecordError } from '../../lib/errors.ts'
import type { Page } from '../../record/record.ts'
import { type Ask, factsOf, newId, readJson, readOne, type Written, write } from './call.ts'
import { Candidate, type SmartRecruitersCandidate } from './candidate-schema.ts'
import { pagesOf, problemOf } from './paging.ts'

export interface NewCandidate {
  readonly firstName: string
  readonly lastName: string
  /** Without an address SmartRecruiters takes nobody. */
  readonly email: string
  readonly phone?: string
  readonly linkedin?: string
  readonly tags: readonly string[]
  readonly source: CandidateSource
}

/** As the company's settings have it; without one, SmartRecruiters would say that the person came by the API. */
export interface CandidateSource {
  readonly typeId: string
  readonly id: string
}

export interface CandidateCalls {
  candidate(id: string): Promise<SmartRecruitersCandidate | undefined>
  /** Those changed since then (ISO 8601), or all who are on at least one job. */
  candidates(changedSince?: string): AsyncIterable<Page<SmartRecruitersCandidate>>
  /** Who has exactly this address, whatever its case. People in the talent pool only are not found: no list has them. */
  candidatesWithEmail(email: string): Promise<readonly SmartRecruitersCandidate[]>
  /**
   * On a job, or without one in the talent pool. Never sent twice by itself. What becomes of a person who is known already
   * is not documented: look first.
   */
  createCandidate(input: NewCandidate, jobId?: string): Promise<Written & { readonly id: string }>
  /** The tags that are there stay. */
  addTags(candidateId: string, tags: readonly string[]): Promise<Written>
  setSource(candidateId: string, jobId: string, source: CandidateSource): Promise<Written>
}

export function candidateCalls(ask: Ask): CandidateCalls {
  return {
    candidate: (id) => candidate(ask, id),
    candidates: (changedSince) =>
      pagesOf(ask, { endpoint: 'GET /candidates', query: { updatedAfter: changedSince }, row: Candidate }),
    candidatesWithEmail: (email) => withEmail(ask, email),
    createCandidate: (input, jobId) => create(ask, input, jobId),
    addTags: async (id, tags) => {
      const body = { tags: [...tags] }
      return written(
        await write(ask, { endpoint: 'POST /candidates/{id}/tags', ids: { id }, body, effect: 'repeatable' }),
      )
    },
    setSource: async (id, jobId, source) => {
      const endpoint = 'PUT /candidates/{id}/jobs/{jobId}/source'
      return written(await write(ask, { endpoint, ids: { id, jobId }, body: sourceBody(source), effect: 'repeatable' }))
    },
  }
}

async function candidate(ask: Ask, id: string): Promise<SmartRecruitersCandidate | undefined> {
  const answered = await readOne(ask, { endpoint: 'GET /candidates/{id}', ids: { id } })
  if (answered === undefined) return undefined
  const read = Candidate.safeParse(readJson(answered))
  if (!read.success) {
    throw new RejectedRecordError(`A candidate cannot be read: ${problemOf(read.error)}`, factsOf(answered))
  }
  if (read.data.id === id) return read.data
  throw new RejectedRecordError('SmartRecruiters answered with another candidate', factsOf(answered))
}

/** `q` is a search over more than the address, and says nothing about how it compares. */
async function withEmail(ask: Ask, email: string): Promise<readonly SmartRecruitersCandidate[]> {
  const wanted = fold(email)
  const found: SmartRecruitersCandidate[] = []
  for await (const page of pagesOf(ask, { endpoint: 'GET /candidates', query: { q: email.trim() }, row: Candidate })) {
    const [unread] = page.rejected
    if (unread) throw new RejectedRecordError(`A candidate with this address may be unreadable: ${unread.problem}`)
    found.push(...page.rows.filter((row) => fold(row.email ?? '') === wanted))
  }
  return found
}

async function create(ask: Ask, input: NewCandidate, jobId: string | undefined) {
  const body = {
    ...{ firstName: input.firstName.trim(), lastName: input.lastName.trim(), email: input.email.trim() },
    phoneNumber: input.phone,
    web: input.linkedin === undefined ? undefined : { linkedin: input.linkedin },
    tags: [...input.tags],
    sourceDetails: sourceBody(input.source),
  }
  const place =
    jobId === undefined
      ? ({ endpoint: 'POST /candidates' } as const)
      : ({ endpoint: 'POST /jobs/{jobId}/candidates', ids: { jobId } } as const)
  const answered = await write(ask, { ...place, body, effect: 'once' })
  return { id: newId(answered), ...written(answered) }
}

function sourceBody({ typeId, id }: CandidateSource) {
  return { sourceTypeId: typeId, sourceId: id }
}

function written({ answer: { requestId } }: { readonly answer: { readonly requestId?: string } }): Written {
  return { requestId }
}

function fold(email: string): string {
  return email.trim().toLowerCase()
}
