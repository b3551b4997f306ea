import { z } from 'zod'
import { type Ask, lookUp } from './call.ts'
import { id, phones, text, texts } from './schema-parts.ts'

/** What Lever calls a contact: the person behind one or several applications. */
export interface LeverCandidate {
  readonly id: string
  readonly name?: string
  readonly emails: readonly string[]
  /** A mobile number first. */
  readonly phones: readonly string[]
  readonly location?: string
  readonly isAnonymized: boolean
}

export interface CandidateCalls {
  candidate(id: string): Promise<LeverCandidate | undefined>
}

export function candidateCalls(ask: Ask): CandidateCalls {
  return {
    candidate: (asked) => {
      const question = { template: '/contacts/{contactId}', path: `/contacts/${asked}`, permission: 'contact:read' }
      return lookUp(ask, { ...question, method: 'GET', effect: 'read' }, asked, Candidate)
    },
  }
}

/** https://hire.lever.co/developer/documentation#contacts */
const Candidate = z
  .object({
    id,
    name: text,
    emails: texts,
    phones,
    location: z.object({ name: text }).nullish(),
    isAnonymized: z.boolean().nullish(),
  })
  .transform(
    ({ location, isAnonymized, ...candidate }): LeverCandidate => ({
      ...candidate,
      location: location?.name,
      isAnonymized: isAnonymized ?? false,
    }),
  )
