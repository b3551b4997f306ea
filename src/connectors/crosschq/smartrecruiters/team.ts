import type { Issue } from '../../../plan/change.ts'
import type { TeamMember } from '../../../systems/smartrecruiters/jobs.ts'
import type { SmartRecruitersUser } from '../../../systems/smartrecruiters/users.ts'
import type { Asked, Person } from '../host.ts'

/** Users by id; a hiring team is ids and roles only. */
export type Users = ReadonlyMap<string, SmartRecruitersUser>

type Reachable = SmartRecruitersUser & { readonly email: string }

export function idsIn(team: readonly TeamMember[], role: 'RECRUITER' | 'HIRING_MANAGER'): readonly string[] {
  return [...new Set(team.filter((member) => member.role.toUpperCase() === role).map(({ userId }) => userId))]
}

/**
 * The team as SmartRecruiters lists it: its first recruiter asks, its hiring managers are told of (S36–S38). Whoever has no
 * e-mail address, or may no longer sign in, is passed over. Pure.
 */
export function askedBy(
  team: readonly TeamMember[],
  users: Users,
): Pick<Asked, 'requestor' | 'hiringManager' | 'isManagerOfJob' | 'issues'> {
  const recruiters = idsIn(team, 'RECRUITER')
  const managers = idsIn(team, 'HIRING_MANAGER')
  const recruiter = recruiters.flatMap((id) => reachable(users.get(id)) ?? [])[0]
  const manager = managers.flatMap((id) => personOf(users.get(id)) ?? [])[0]
  return {
    isManagerOfJob: true,
    ...(recruiter && { requestor: recruiter.email }),
    ...(manager && { hiringManager: manager.person }),
    issues: [
      ...passedOver(recruiters.slice(0, recruiter ? recruiters.indexOf(recruiter.id) : undefined)),
      ...leftOut(managers.filter((id) => id !== manager?.id)),
    ],
  }
}

function reachable(user: SmartRecruitersUser | undefined): Reachable | undefined {
  return user?.isActive && user.email ? { ...user, email: user.email } : undefined
}

function personOf(user: SmartRecruitersUser | undefined): { readonly id: string; readonly person: Person } | undefined {
  const found = reachable(user)
  if (!found?.firstName || !found.lastName) return undefined
  const { id, firstName, lastName, email } = found
  return { id, person: { firstName, lastName, email } }
}

function passedOver(ids: readonly string[]): Issue[] {
  if (ids.length === 0) return []
  const message = `recruiters of the job who cannot be written to: ${users(ids)}; give them an e-mail address, or take them from the hiring team`
  return [{ field: 'requestor', reason: 'recruiter_unreachable', message, attention: false }]
}

/** A request takes one; whether there is a place for more is not documented. */
function leftOut(ids: readonly string[]): Issue[] {
  if (ids.length === 0) return []
  const message = `hiring managers of the job who are not in the request, which takes one: ${users(ids)}`
  return [{ field: 'hiringManager', reason: 'hiring_manager_left_out', message, attention: false }]
}

function users(ids: readonly string[]): string {
  return ids.map((id) => `user ${id}`).join(', ')
}
