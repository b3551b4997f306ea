import { z } from 'zod'
import { type Endpoints, endpoint } from './endpoint.ts'
import { uuid } from './input.ts'
import type { HiringTeamMember } from './model.ts'
import { editOpening } from './opening-changes.ts'
import { found, invalidInput } from './refusal.ts'
import { timestamp, type World } from './world.ts'

const input = z.object({
  openingId: uuid.optional(),
  applicationId: uuid.optional(),
  jobId: uuid.optional(),
  teamMemberId: uuid,
  roleId: uuid,
})
type Input = z.output<typeof input>
type Change = (team: readonly HiringTeamMember[]) => readonly HiringTeamMember[]

/** https://developers.ashbyhq.com/reference/hiringteamaddmember and its neighbour */
export const hiringTeamEndpoints: Endpoints = {
  'hiringTeam.addMember': endpoint('organizationWrite', input, (sent, world) => {
    const member = memberOf(world, sent)
    change(world, sent, (team) => [...team.filter((other) => !isSame(other, member)), member])
    return { results: member }
  }),
  'hiringTeam.removeMember': endpoint('organizationWrite', input, (sent, world) => {
    const member = memberOf(world, sent)
    change(world, sent, (team) => team.filter((other) => !isSame(other, member)))
    return { results: member }
  }),
}

function memberOf(world: World, { teamMemberId, roleId }: Input): HiringTeamMember {
  const user = found(world.users.get(teamMemberId), 'User', world.settings.notFoundCode)
  const role = found(world.hiringTeamRoles.get(roleId), 'Role', world.settings.notFoundCode)
  return { userId: user.id, firstName: user.firstName, lastName: user.lastName, email: user.email, role: role.title }
}

function change(world: World, { openingId, applicationId, jobId }: Input, edit: Change): void {
  const code = world.settings.notFoundCode
  const named = [openingId, applicationId, jobId].filter((id) => id !== undefined)
  if (named.length !== 1) throw invalidInput('body: exactly one of openingId, applicationId, jobId is required')
  if (openingId !== undefined) {
    const opening = found(world.openings.get(openingId), 'Opening', code)
    editOpening(world, opening, { hiringTeam: edit(opening.latestVersion.hiringTeam) })
  } else if (applicationId !== undefined) {
    const application = found(world.applications.get(applicationId), 'Application', code)
    world.applications.put({ ...application, hiringTeam: edit(application.hiringTeam), updatedAt: timestamp(world) })
  } else if (jobId !== undefined) {
    const job = found(world.jobs.get(jobId), 'Job', code)
    world.jobs.put({ ...job, hiringTeam: edit(job.hiringTeam), updatedAt: timestamp(world) })
  }
}

function isSame(a: HiringTeamMember, b: HiringTeamMember): boolean {
  return a.userId === b.userId && a.role === b.role
}
