import { expect, test } from 'vitest'
import { addCandidate, createReferenceWorld, press, type ReferenceWorld, requests, standing } from '../references.ts'

const DEFAULT = { requests: { defaultRequestor: 'talent@acme.example' } }

interface Recruiter {
  readonly email: string
  readonly role?: string
  readonly isEnabled?: boolean
}

const rita = { email: 'rita@acme.example' }
const ron = { email: 'ron@acme.example' }

test.each<[string, readonly Recruiter[], string]>([
  ['one recruiter', [rita], 'rita@acme.example'],
  ['two: the first', [ron, rita], 'ron@acme.example'],
  ['in another case', [{ ...rita, role: ' RECRUITER ' }], 'rita@acme.example'],
  ['none', [], 'talent@acme.example'],
  ['a hiring manager only', [{ ...rita, role: 'Hiring Manager' }], 'talent@acme.example'],
  ['one without an e-mail', [{ email: '' }], 'talent@acme.example'],
  ['one without an e-mail, and another', [{ email: '' }, ron], 'ron@acme.example'],
  ['one who left', [{ ...ron, isEnabled: false }], 'talent@acme.example'],
  ['one who left, and another', [{ ...ron, isEnabled: false }, rita], 'rita@acme.example'],
])('S7 %s', async (_, team, requestor) => {
  await using world = await createReferenceWorld({ config: DEFAULT })
  await setTeam(world, team)
  await world.sync()
  const { applicationId } = addCandidate(world)

  const answer = await press(world, applicationId)

  expect(answer.status).toBe(200)
  expect(requests(world)).toMatchObject([{ requestor }])
})

test('S7 the recruiter of the application counts where the job names none', async () => {
  await using world = await createReferenceWorld({ config: DEFAULT })
  await setTeam(world, [])
  const { applicationId } = addCandidate(world)
  world.ashby.setHiringTeam(applicationId, [{ userId: user(world, rita).id, role: 'Recruiter' }])

  await press(world, applicationId)

  expect(requests(world)).toMatchObject([{ requestor: 'rita@acme.example' }])
})

test('S7 nobody at all is told to whoever pressed start', async () => {
  await using world = await createReferenceWorld()
  await setTeam(world, [])
  const { applicationId } = addCandidate(world)

  const answer = await press(world, applicationId)

  expect(answer).toMatchObject({ status: 422, body: { message: expect.stringMatching(/Recruiter.*defaultRequestor/) } })
  expect(requests(world)).toEqual([])
})

test('S7 a recruiter whom Crosschq does not know is replaced, and that is told', async () => {
  await using world = await createReferenceWorld({ config: DEFAULT })
  world.crosschq.addPerson({ email: 'talent@acme.example' })
  await setTeam(world, [{ email: 'stranger@acme.example' }])
  const { applicationId } = addCandidate(world)

  const answer = await press(world, applicationId)
  world.crosschq.selfReference(requests(world)[0]!.id)
  await world.sync()

  expect(answer.status).toBe(200)
  expect(requests(world)).toMatchObject([{ requestor: 'talent@acme.example' }])
  expect(await standing(world, 'requests', applicationId)).toMatchObject({ issues: [{ reason: 'requestor_replaced' }] })
})

test('S7 the hiring manager of the team is named', async () => {
  await using world = await createReferenceWorld()
  await setTeam(world, [rita, { ...ron, role: 'Hiring Manager' }])
  const { applicationId } = addCandidate(world)

  await press(world, applicationId)

  expect(requests(world)[0]?.hiringManagers).toEqual([{ first_name: 'Some', last_name: 'Body', email: ron.email }])
})

async function setTeam(world: ReferenceWorld, team: readonly Recruiter[]): Promise<void> {
  world.crosschq.addPerson({ email: 'talent@acme.example' })
  for (const { email } of [rita, ron]) world.crosschq.addPerson({ email })
  world.ashby.setHiringTeam(
    world.jobId,
    team.map((member) => ({ userId: user(world, member).id, role: member.role ?? 'Recruiter' })),
  )
}

function user({ ashby }: ReferenceWorld, { email, isEnabled = true }: Recruiter) {
  return ashby.addUser({ firstName: 'Some', lastName: 'Body', email, isEnabled })
}
