import { z } from 'zod'
import type { Person } from '../host.ts'
import type { OrderRow } from './rows.ts'

/** Ids are UUIDs to Ashby and stand in our keys, so nothing longer or stranger passes. */
const Id = z.string().regex(/^[\w-]{1,100}$/)
/** NUL and half a character have no place in our database, and in nobody's name. */
const storable = z.string().refine((value) => value.isWellFormed() && !value.includes('\0'))
const text = storable
  .max(1000)
  .nullish()
  .transform((value) => value?.trim() ?? '')

const optional = text.transform((value) => value || undefined)

const Member = z.object({ userId: Id, role: text, firstName: optional, lastName: optional, email: optional })

/** A member of a team that cannot be read is nobody who could own a request; the others may be. */
const Team = z
  .array(z.unknown())
  .nullish()
  .transform((members) => (members ?? []).flatMap((member) => Member.safeParse(member).data ?? []))

/** https://developers.ashbyhq.com/reference/assessmentstart; in snake case but for the team. */
export const StartBody = z
  .object({
    assessment_type_id: z.string().max(200),
    candidate: z.object({ first_name: text, last_name: text, email: text }),
    application: z.object({ ashby_id: Id }),
    job: z.object({ ashby_id: Id, name: text, hiringTeam: Team }),
  })
  .transform(({ assessment_type_id, candidate, application, job }): Start => {
    const { first_name, last_name, email } = candidate
    return {
      template: assessment_type_id,
      application: application.ashby_id,
      jobId: job.ashby_id,
      jobTitle: job.name,
      // Crosschq may want both names; who has one only is known by it.
      person: { firstName: first_name || last_name || '-', lastName: first_name ? last_name || '-' : '-', email },
      team: job.hiringTeam,
    }
  })

export type Start = Pick<OrderRow, 'template' | 'application' | 'jobId' | 'jobTitle' | 'team'> & {
  readonly person: Person
}

export const CancelBody = z.object({ assessment_id: storable.max(200) })
