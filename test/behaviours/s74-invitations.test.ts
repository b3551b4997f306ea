import { expect, test } from 'vitest'
import { waiting } from '../headcount.ts'
import {
  addCandidate,
  arrive,
  createInterviewWorld,
  type InterviewWorld,
  interviewWrites,
  invitationOf,
  invited,
  invites,
  participants,
} from '../interviews.ts'

test('S74 whoever is moved to the stage is invited, once', async () => {
  await using world = await createInterviewWorld()
  const { applicationId } = await arrive(world, { phone: '+49 151 2345678' })

  const end = await world.sync()
  await world.sync()
  await world.sync()

  expect(end).toMatchObject({ state: 'success' })
  const person = { name: 'Ada Lovelace', email: 'ada@example.com', phone: '+491512345678' }
  expect(invites(world).map(({ requestBody }) => requestBody)).toEqual([{ interview: world.interview, ...person }])
  expect(invites(world)[0]!.headers.authorization).toBe(world.willo.key)
  expect(await invitationOf(world, applicationId)).toMatchObject({ state: 'synced' })
})

test('S74 whoever is elsewhere is not invited', async () => {
  await using world = await createInterviewWorld()
  await world.sync()
  const { applicationId } = addCandidate(world)
  const other = addCandidate(world, { jobId: world.ashby.addJob({ title: 'Waiter' }).id, stage: 'Interview' })

  await world.sync()

  expect(participants(world)).toEqual([])
  expect(await invitationOf(world, applicationId)).toMatchObject({ state: 'skipped', reason: 'not_in_trigger_stage' })
  expect(await invitationOf(world, other.applicationId)).toMatchObject({ reason: 'not_in_trigger_stage' })
})

test.each([
  ['archived', 'archiveApplication'],
  ['hired', 'hire'],
] as const)('S74 whoever is %s by the time of the run is not invited', async (_, act) => {
  await using world = await createInterviewWorld()
  const { applicationId } = await arrive(world)
  world.ashby[act](applicationId)

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(participants(world)).toEqual([])
  expect(await invitationOf(world, applicationId)).toMatchObject({ state: 'skipped', reason: 'not_active' })
})

test.each([
  ['archived', 'not_active', (world: InterviewWorld, id: string) => world.ashby.archiveApplication(id)],
  ['moved on', 'not_in_trigger_stage', (world: InterviewWorld, id: string) => world.ashby.moveToStage(id, 'Offer')],
])('S74 whoever is %s while the run decides is not invited', async (_, reason, leave) => {
  await using world = await createInterviewWorld()
  const { applicationId } = await arrive(world)
  // The first look at a single application asks for its visits; by the next, somebody has acted.
  let looks = 0
  world.ashby.server.faults.add({
    match: '/application.info',
    fault: {
      type: 'answer',
      change: (answer) => {
        looks += 1
        if (looks === 1) leave(world, applicationId)
        return answer
      },
    },
  })

  await world.sync()

  expect(looks).toBe(2)
  expect(participants(world)).toEqual([])
  expect(await invitationOf(world, applicationId)).toMatchObject({ state: 'skipped', reason })
})

test('S74 without an e-mail address nobody is invited, and a person is told', async () => {
  await using world = await createInterviewWorld()
  const { applicationId, candidateId } = await arrive(world, { email: null })

  const end = await world.sync()
  const asked = await waiting(world)
  world.ashby.editCandidate(candidateId, {
    emailAddresses: [{ value: 'ada@example.com', type: 'Work', isPrimary: true }],
  })
  world.passHours(1)
  const later = await world.sync()

  expect(end.state).toBe('partial')
  expect(asked).toMatchObject([{ id: applicationId, state: 'attention', reason: 'no_email' }])
  expect(later.state).toBe('success')
  expect(participants(world)).toMatchObject([{ email: 'ada@example.com' }])
})

test('S74 a script in a name is a name like any other', async () => {
  await using world = await createInterviewWorld()
  const name = '<script>alert("x")</script> Ada'
  await arrive(world, { name })

  expect((await world.sync()).state).toBe('success')
  expect(participants(world)).toMatchObject([{ name }])
})

test('S74 a phone number without its country is left out', async () => {
  await using world = await createInterviewWorld()
  await arrive(world, { phone: '0151 2345678' })

  await world.sync()

  expect(participants(world)).toMatchObject([{ phone: null }])
})

test('S74 somebody who leaves and comes back is invited again', async () => {
  await using world = await createInterviewWorld()
  const { applicationId } = await invited(world)
  world.ashby.moveToStage(applicationId, 'Reference Check')
  await world.sync()

  world.ashby.moveToStage(applicationId, 'Interview')
  await world.sync()
  await world.sync()

  expect(participants(world)).toHaveLength(2)
})

test('S74 whoever left and came back between two runs is invited again', async () => {
  await using world = await createInterviewWorld()
  const { applicationId } = await invited(world)

  world.ashby.moveToStage(applicationId, 'Reference Check')
  world.ashby.moveToStage(applicationId, 'Interview')
  await world.sync()

  expect(participants(world)).toHaveLength(2)
})

test('S74 whoever has answered is not invited again', async () => {
  await using world = await createInterviewWorld()
  const { applicationId, participant } = await invited(world)
  world.willo.complete(participant)
  await world.sync()

  world.ashby.moveToStage(applicationId, 'Reference Check')
  world.ashby.moveToStage(applicationId, 'Interview')
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(participants(world)).toHaveLength(1)
  expect(await invitationOf(world, applicationId)).toMatchObject({ state: 'synced' })
})

test('S74 an answer that no run has seen yet counts as well', async () => {
  await using world = await createInterviewWorld()
  const { applicationId, participant } = await invited(world)
  world.ashby.moveToStage(applicationId, 'Reference Check')
  world.ashby.moveToStage(applicationId, 'Interview')
  world.willo.complete(participant)

  await world.sync()

  expect(participants(world)).toHaveLength(1)
})

test('S74 archived and brought back is an arrival like any other', async () => {
  await using world = await createInterviewWorld()
  const { applicationId } = await invited(world)
  world.ashby.archiveApplication(applicationId)
  await world.sync()
  const whileArchived = participants(world).length

  world.ashby.moveToStage(applicationId, 'Interview')
  await world.sync()
  await world.sync()

  expect(whileArchived).toBe(1)
  expect(participants(world)).toHaveLength(2)
})

test('S74 a webhook and the next cycle invite once', async () => {
  await using world = await createInterviewWorld()
  const { applicationId } = await arrive(world)

  const byHook = await world.sync({ records: [`invitations/${applicationId}`] })
  const byPoll = await world.sync()

  expect([byHook.state, byPoll.state]).toEqual(['success', 'success'])
  expect(invites(world)).toHaveLength(1)
})

test('S74 a merged candidate is not invited again', async () => {
  await using world = await createInterviewWorld()
  const { applicationId, candidateId } = await invited(world)
  const other = addCandidate(world, { name: 'A. Lovelace', email: 'ada@work.example' })
  world.ashby.mergeCandidates(other.candidateId, candidateId)

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(invites(world)).toHaveLength(1)
  expect(await invitationOf(world, applicationId)).toMatchObject({ state: 'synced' })
})

test('S74 what Willo refuses is reported and not sent again at once', async () => {
  await using world = await createInterviewWorld()
  const { applicationId } = await arrive(world)
  const refusal = { status: 400, body: { email: ['This address is blocked.'] } }
  world.willo.server.faults.add({ method: 'POST', times: 1, fault: { type: 'status', ...refusal } })

  const end = await world.sync()
  await world.sync()
  const record = await invitationOf(world, applicationId)
  const sent = invites(world).length
  world.passHours(1)
  const later = await world.sync()

  expect(end.state).toBe('partial')
  expect(sent).toBe(1)
  expect(record).toMatchObject({ state: 'attention', reason: 'refused' })
  expect(record.message).toContain('email')
  expect(record.message).not.toContain('ada@example.com')
  expect(later.state).toBe('success')
  expect(participants(world)).toHaveLength(1)
})

test('S74 a person who applied twice is invited for each', async () => {
  await using world = await createInterviewWorld()
  await arrive(world)
  await arrive(world)

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(participants(world)).toHaveLength(2)
})

test('S74 where Willo takes nobody twice, the second application is reported', async () => {
  await using world = await createInterviewWorld({ willo: { duplicates: 'ignored' } })
  const first = await invited(world)
  const second = await arrive(world)

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(participants(world)).toHaveLength(1)
  const record = await invitationOf(world, second.applicationId)
  expect(record).toMatchObject({ state: 'attention', reason: 'refused' })
  expect(record.message).toContain(first.applicationId)
})

test('S74 where Willo takes nobody twice, coming back is in order', async () => {
  await using world = await createInterviewWorld({ willo: { duplicates: 'ignored' } })
  const { applicationId } = await invited(world)
  world.ashby.moveToStage(applicationId, 'Reference Check')
  world.ashby.moveToStage(applicationId, 'Interview')

  const ends = [await world.sync(), await world.sync()]

  expect(ends.map(({ state }) => state)).toEqual(['success', 'success'])
  expect(participants(world)).toHaveLength(1)
  expect(invites(world)).toHaveLength(2)
})

test('S75 whoever moves on before answering stays invited', async () => {
  await using world = await createInterviewWorld()
  const { applicationId } = await invited(world)
  const before = interviewWrites(world).length
  world.ashby.moveToStage(applicationId, 'Offer')

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(interviewWrites(world)).toHaveLength(before)
  expect(participants(world)).toHaveLength(1)
})
