import type { Person } from '../host.ts'
import type { TeamMember } from './rows.ts'

/** The titles that a new organization of Ashby has for these roles; they are its own words and may be others. */
const RECRUITER = 'recruiter'
const HIRING_MANAGER = 'hiring manager'

/** The first recruiter who can be written to and may still sign in (S7). `disabled` holds ids of users. */
export function recruiterOf(team: readonly TeamMember[], disabled: ReadonlySet<string>): string | undefined {
  return inRole(team, RECRUITER, disabled)[0]?.email.trim()
}

export function hiringManagerOf(team: readonly TeamMember[], disabled: ReadonlySet<string>): Person | undefined {
  const named = inRole(team, HIRING_MANAGER, disabled).find(({ firstName, lastName }) => firstName && lastName)
  return named && { firstName: named.firstName!, lastName: named.lastName!, email: named.email.trim() }
}

type Reachable = TeamMember & { readonly email: string }

function inRole(team: readonly TeamMember[], role: string, disabled: ReadonlySet<string>): readonly Reachable[] {
  return team.filter(
    (member): member is Reachable =>
      member.role.trim().toLowerCase() === role && Boolean(member.email?.trim()) && !disabled.has(member.userId),
  )
}
