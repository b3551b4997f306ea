import { z } from 'zod'
import { id, listOf, text } from './schema-parts.ts'

/** Somebody who works in Ashby. https://developers.ashbyhq.com/reference/userlist */
export interface AshbyUser {
  readonly id: string
  readonly firstName: string
  readonly lastName: string
  readonly email?: string
  readonly isEnabled: boolean
}

/** A user's part in a job or an application, as those tell it. */
export interface AshbyTeamMember {
  readonly userId: string
  readonly firstName?: string
  readonly lastName?: string
  readonly email?: string
  /** The role's title, which each organization words for itself: `Hiring Manager`, `Recruiter`. */
  readonly role: string
}

export const User = z.object({
  id,
  firstName: z.string(),
  lastName: z.string(),
  email: text,
  isEnabled: z.boolean(),
}) satisfies z.ZodType<AshbyUser>

export const team = listOf(
  z.object({ userId: id, firstName: text, lastName: text, email: text, role: z.string() }),
) satisfies z.ZodType<readonly AshbyTeamMember[]>
