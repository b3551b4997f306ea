import { expect, test } from 'vitest'
import type { TeamMember } from '../../src/systems/smartrecruiters/sandbox/model.ts'
import {
  arrived,
  asked,
  createSmartRecruitersWorld,
  mappingOf,
  requests,
  type SmartRecruitersWorld,
  standing,
  template,
} from '../references-smartrecruiters.ts'

function user({ crosschq, smartRecruiters }: SmartRecruitersWorld, firstName: string, changes: object = {}): string {
  const email = `${firstName.toLowerCase()}@acme.example`
  crosschq.addPerson({ email })
  return smartRecruiters.addUser({ firstName, lastName: 'Member', email, ...changes }).id
}

const recruiter = (userId: string): TeamMember => ({ userId, role: 'RECRUITER' })
const manager = (userId: string): TeamMember => ({ userId, role: 'HIRING_MANAGER' })

test('S36 the job’s hiring team counts, not who made the job', async () => {
  await using world = await createSmartRecruitersWorld()
  const nicole = user(world, 'Nicole')
  world.smartRecruiters.setTeam(world.jobId, [recruiter(world.rita), manager(nicole)])
  await asked(world)

  expect(world.smartRecruiters.state.jobs.get(world.jobId)?.creatorId).toBe(world.smartRecruiters.adminId)
  expect(requests(world)).toMatchObject([
    { requestor: 'rita@acme.example', hiringManagers: [{ email: 'nicole@acme.example' }] },
  ])
})

test('S37 of several recruiters the first in SmartRecruiters’ order asks', async () => {
  await using world = await createSmartRecruitersWorld()
  const [zoe, andrea] = [user(world, 'Zoe'), user(world, 'Andrea')]
  world.smartRecruiters.setTeam(world.jobId, [manager(andrea), recruiter(zoe), recruiter(andrea)])
  await asked(world)

  expect(requests(world)).toMatchObject([{ requestor: 'zoe@acme.example' }])
})

test('S37 without a recruiter nobody is asked for, until there is one', async () => {
  await using world = await createSmartRecruitersWorld()
  world.smartRecruiters.setTeam(world.jobId, [])
  await world.sync()
  const { applicationId } = arrived(world)
  const end = await world.sync()
  expect([end.state, requests(world)]).toEqual(['partial', []])
  expect(await standing(world, 'requests', applicationId)).toMatchObject({ state: 'attention', reason: 'no_requestor' })
  world.smartRecruiters.setTeam(world.jobId, [recruiter(world.rita)])
  world.passHours(1)
  await world.sync()

  expect(requests(world)).toHaveLength(1)
})

test('S37 the default requestor stands in for a missing recruiter', async () => {
  const config = { requests: { defaultRequestor: 'rita@acme.example' } }
  await using world = await createSmartRecruitersWorld({ config })
  world.smartRecruiters.setTeam(world.jobId, [])
  await asked(world)

  expect(requests(world)).toMatchObject([{ requestor: 'rita@acme.example' }])
})

test.each([
  ['has no e-mail address', { email: '' }],
  ['may no longer sign in', { active: false }],
])('S37 a recruiter who %s is passed over, and that is said', async (_, changes) => {
  await using world = await createSmartRecruitersWorld()
  const silent = user(world, 'Silent', changes)
  world.smartRecruiters.setTeam(world.jobId, [recruiter(silent), recruiter(world.rita)])
  const { applicationId } = await asked(world)

  expect(requests(world)).toMatchObject([{ requestor: 'rita@acme.example' }])
  expect((await standing(world, 'requests', applicationId)).issues).toMatchObject([
    { reason: 'recruiter_unreachable', message: expect.stringContaining(`user ${silent}`) },
  ])
})

test('S38 of several hiring managers the first is sent, and the others are told', async () => {
  await using world = await createSmartRecruitersWorld()
  const [nicole, hernan] = [user(world, 'Nicole'), user(world, 'Hernan')]
  world.smartRecruiters.setTeam(world.jobId, [recruiter(world.rita), manager(nicole), manager(hernan)])
  const { applicationId } = await asked(world)

  expect(requests(world)).toMatchObject([{ hiringManagers: [{ first_name: 'Nicole', email: 'nicole@acme.example' }] }])
  const { issues } = await standing(world, 'requests', applicationId)
  expect(issues).toMatchObject([
    { reason: 'hiring_manager_left_out', attention: false, message: expect.stringContaining(`user ${hernan}`) },
  ])
  expect(JSON.stringify(issues)).not.toMatch(/hernan|nicole/i)
})

test('S38 one user can be both', async () => {
  await using world = await createSmartRecruitersWorld()
  world.smartRecruiters.setTeam(world.jobId, [recruiter(world.rita), manager(world.rita)])
  await asked(world)

  expect(requests(world)).toMatchObject([
    { requestor: 'rita@acme.example', hiringManagers: [{ email: 'rita@acme.example' }] },
  ])
})

const WITH_MANAGER = mappingOf(template('engineering', 'engineering')).replace(
  '}\n',
  ', hiringManager: { firstName: Grace, lastName: Hopper, email: grace@acme.example } }\n',
)

test.each([
  ['the job has none', [], 'grace@acme.example'],
  ['the job’s own comes first', ['Nicole'], 'nicole@acme.example'],
])('S38 a template’s hiring manager: %s', async (_, names, expected) => {
  await using world = await createSmartRecruitersWorld({ mapping: WITH_MANAGER })
  const managers = names.map((name) => manager(user(world, name)))
  world.smartRecruiters.setTeam(world.jobId, [recruiter(world.rita), ...managers])
  await asked(world)

  expect(requests(world)).toMatchObject([{ hiringManagers: [{ email: expected }] }])
})

test('S38 without any, the request has none', async () => {
  await using world = await createSmartRecruitersWorld()
  await asked(world)

  expect(requests(world)).toMatchObject([{ hiringManagers: [] }])
})
