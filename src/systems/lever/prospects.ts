import { z } from 'zod'
import type { Json } from '../../lib/json.ts'
import type { Actor } from './actor.ts'
import { type Ask, bodyOf, type Question, unclear } from './call.ts'
import { id, reference } from './schema-parts.ts'

export interface NewProspect {
  readonly name: string
  readonly email?: string
  readonly phone?: string
  readonly headline?: string
  readonly links?: readonly string[]
  /** Lever makes those that it does not know. */
  readonly tags?: readonly string[]
  readonly sources: readonly string[]
  /** Without one, a lead for no job in particular. */
  readonly jobId?: string
  /** The user whose lead this is. */
  readonly ownerId?: string
  /** A person whom Lever has: a further application of theirs, and their own data stays as it is. */
  readonly candidateId?: string
}

export interface CreatedProspect {
  readonly id: string
  readonly candidateId: string
  /** Lever knew the address: a further application of the person there, whose own data stays as it was. */
  readonly isKnownPerson: boolean
}

export interface ProspectCalls {
  /** Look with `applicationsOf` first: nothing stops a second one. */
  createProspect(input: NewProspect): Promise<CreatedProspect>
}

/** https://hire.lever.co/developer/documentation#create-an-opportunity */
export function prospectCalls(ask: Ask, actor: Actor): ProspectCalls {
  return {
    createProspect: async (input) => {
      const query = actor.required(PATH)
      const question: Question = { ...CREATE, query, body: bodyFor(input) }
      const answered = await ask(question)
      const read = Created.safeParse(bodyOf(answered).body)
      if (read.success) return read.data
      throw unclear(answered, 'Lever took the prospect and told no id; look for it by its address')
    },
  }
}

const PATH = '/opportunities'
const CREATE = {
  method: 'POST',
  path: PATH,
  template: PATH,
  permission: 'opportunities:write',
  effect: 'once',
} as const

/** `deduped` stands beside `data`, not inside. */
const Created = z
  .object({ deduped: z.boolean().nullish(), data: z.object({ id, contact: reference.pipe(id) }) })
  .transform(
    ({ deduped, data }): CreatedProspect => ({
      id: data.id,
      candidateId: data.contact,
      isKnownPerson: deduped ?? false,
    }),
  )

/** Two jobs would be refused, so there is room for one. */
function bodyFor(input: NewProspect): { readonly [key: string]: Json | undefined } {
  const { name, email, phone, headline, links, tags, sources, jobId, ownerId, candidateId } = input
  return {
    name,
    emails: email === undefined ? undefined : [email.trim()],
    phones: phone === undefined ? undefined : [{ value: phone }],
    headline,
    links,
    tags,
    sources,
    origin: 'sourced',
    postings: jobId === undefined ? undefined : [jobId],
    owner: ownerId,
    contact: candidateId,
  }
}
