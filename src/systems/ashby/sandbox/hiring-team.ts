import { z } from 'zod'
import { type Endpoints, endpoint } from './endpoint.ts'
import { uuid } from './input.ts'
import type { Application, HiringTeamMember } from './model.ts'
import type { Job } from './model-jobs.ts'
import { editOpening } from './opening-changes.ts'
import { found, invalidInput } from './refusal.ts'
import { asTeamMember } from './seed.ts'
import { showApplication } from './views.ts'
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

/** Somebody's place in a team: a user and the title of a role. */
export type TeamPlace = Pick<HiringTeamMember, 'userId' | 'role'>

/** The whole team of an application or a job, as its page sets it. */
export function setHiringTeam(world: World, id: string, places: readonly TeamPlace[]): readonly HiringTeamMember[] {
  const team = places.map(({ userId, role }) => asTeamMember(found(world.users.get(userId), 'User', 'sandbox'), role))
  const application = world.applications.get(id)
  if (application !== undefined) putApplicationTeam(world, application, team)
  else putJobTeam(world, found(world.jobs.get(id), `Application or job ${id}`, 'sandbox'), team)
  return team
}

function memberOf(world: World, { teamMemberId, roleId }: Input): HiringTeamMember {
  const user = found(world.users.get(teamMemberId), 'User', world.settings.notFoundCode)
  const role = found(world.hiringTeamRoles.get(roleId), 'Role', world.settings.notFoundCode)
  return asTeamMember(user, role.title)
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
    putApplicationTeam(world, application, edit(application.hiringTeam))
  } else if (jobId !== undefined) {
    const job = found(world.jobs.get(jobId), 'Job', code)
    putJobTeam(world, job, edit(job.hiringTeam))
  }
}

/** That applicationUpdate covers the team too is likely, not documented. */
function putApplicationTeam(world: World, application: Application, hiringTeam: readonly HiringTeamMember[]): void {
  const after = world.applications.put({ ...application, hiringTeam, updatedAt: timestamp(world) })
  world.fire({ action: 'applicationUpdate', data: { application: showApplication(world, after) } })
}

function putJobTeam(world: World, job: Job, hiringTeam: readonly HiringTeamMember[]): void {
  world.jobs.put({ ...job, hiringTeam, updatedAt: timestamp(world) })
}

function isSame(a: HiringTeamMember, b: HiringTeamMember): boolean {
  return a.userId === b.userId && a.role === b.role
}
