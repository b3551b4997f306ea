import { z } from 'zod'
import type { Page } from '../../record/record.ts'
import type { Confidentiality } from './applications.ts'
import { type Ask, lookUp } from './call.ts'
import { pagesOf } from './listing.ts'
import { id, isConfidential, millisecondsOf, moment, reference, text, texts } from './schema-parts.ts'

/** What Lever calls a posting. https://hire.lever.co/developer/documentation#postings */
export interface LeverJob {
  readonly id: string
  readonly title: string
  /** published, internal, closed, draft, pending or rejected, or whatever Lever adds one day. */
  readonly state: string
  /** The "additional tags" only: team, place and the like are not among them. */
  readonly tags: readonly string[]
  readonly ownerId?: string
  readonly hiringManagerId?: string
  readonly isConfidential: boolean
  readonly team?: string
  readonly department?: string
  readonly location?: string
  readonly createdAt?: string
  readonly updatedAt?: string
}

export interface JobCalls {
  /** In every state; those changed since then, where it is given. */
  jobs(since?: string): AsyncIterable<Page<LeverJob>>
  job(id: string): Promise<LeverJob | undefined>
}

export function jobCalls(ask: Ask, confidentiality: Confidentiality): JobCalls {
  return {
    // No filter by state: `published` alone would leave out what is not distributed publicly.
    jobs: (since) => {
      const query = { confidentiality, updated_at_start: millisecondsOf(since) }
      return pagesOf(ask, { path: '/postings', template: '/postings', permission: PERMISSION, query, row: Job })
    },
    job: (asked) => {
      const question = { template: '/postings/{postingId}', path: `/postings/${asked}`, permission: PERMISSION }
      return lookUp(ask, { ...question, method: 'GET', effect: 'read' }, asked, Job)
    },
  }
}

const PERMISSION = 'postings:read'

const Job = z
  .object({
    id,
    text: z.string(),
    state: z.string(),
    tags: texts,
    owner: reference,
    hiringManager: reference,
    confidentiality: isConfidential,
    categories: z.object({ team: text, department: text, location: text }).nullish(),
    createdAt: moment,
    updatedAt: moment,
  })
  .transform(
    ({ text: title, owner, hiringManager, confidentiality, categories, ...job }): LeverJob => ({
      ...job,
      title,
      ownerId: owner,
      hiringManagerId: hiringManager,
      isConfidential: confidentiality,
      team: categories?.team,
      department: categories?.department,
      location: categories?.location,
    }),
  )
