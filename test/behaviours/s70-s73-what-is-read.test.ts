import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import {
  addCandidate,
  arrive,
  createInterviewWorld,
  type InterviewWorld,
  interviewEntry,
  invitationOf,
  invited,
  invites,
  inviting,
  notes,
  participants,
} from '../interviews.ts'

test('S70 whoever is in the stage when it is enabled is not invited', async () => {
  await using world = await createInterviewWorld()
  const { applicationId } = addCandidate(world, { stage: 'Interview' })

  const ends = [await world.sync(), await world.sync()]

  expect(ends.map(({ state }) => state)).toEqual(['success', 'success'])
  expect(invites(world)).toEqual([])
  expect(await invitationOf(world, applicationId)).toMatchObject({ state: 'skipped', reason: 'entered_before' })
})

test('S70 with backfill they are invited, once', async () => {
  await using world = await createInterviewWorld({ config: { invitations: { backfill: true } } })
  addCandidate(world, { stage: 'Interview' })

  await world.sync()
  await world.sync()

  expect(invites(world)).toHaveLength(1)
})

test('S70 whoever arrives while the first run reads is invited', async () => {
  await using world = await createInterviewWorld()
  const { applicationId } = addCandidate(world)
  world.ashby.server.faults.add({
    match: '/application.list',
    times: 1,
    fault: {
      type: 'answer',
      change: (answer) => {
        world.ashby.moveToStage(applicationId, 'Interview')
        return answer
      },
    },
  })

  await world.sync()
  await world.sync()

  expect(invites(world)).toHaveLength(1)
})

test('S70 a first run that is interrupted goes on where it stood, and invites nobody', async () => {
  await using world = await createInterviewWorld({ ashby: { pageSize: 10 }, clientSleep: () => sleep(1) })
  for (let at = 0; at < 60; at++) addCandidate(world, { email: `c${at}@example.com`, stage: 'Interview' })
  const outage = world.ashby.server.faults.add({
    ...{ match: '/application.list', after: 4 },
    fault: { type: 'status', status: 503 },
  })

  const first = await world.sync()
  outage.remove()
  const before = listCalls(world)
  const second = await world.sync()
  const pages = listCalls(world) - before
  const third = await world.sync()

  expect(first.state).not.toBe('success')
  expect([second.state, third.state]).toEqual(['success', 'success'])
  expect(pages).toBe(2)
  expect(invites(world)).toEqual([])
  expect(await invitationCount(world)).toBe(60)
})

test('S70 a cycle without news costs one call for each list', async () => {
  await using world = await createInterviewWorld()
  addCandidate(world, { stage: 'Interview' })
  await world.sync()
  world.ashby.server.clearCalls()
  world.willo.server.clearCalls()

  await world.sync()

  expect(world.ashby.server.calls.map(({ path }) => path).sort()).toEqual([
    '/application.list',
    '/interviewPlan.list',
    '/job.list',
  ])
  expect(world.willo.server.calls).toHaveLength(1)
})

test('S71 a job made later is found without any new set-up', async () => {
  await using world = await createInterviewWorld({
    mapping: ({ interview }) => inviting(interview, ['Waiter', 'Talk']),
  })
  const before = await world.sync()
  const { plan } = world.ashby.addInterviewPlan({ title: 'Hall', stages: hallStages })
  const jobId = world.ashby.addJob({ title: 'Waiter', defaultInterviewPlanId: plan.id, interviewPlanIds: [plan.id] }).id
  const after = await world.sync()
  const { applicationId } = addCandidate(world, { jobId })
  world.ashby.moveToStage(applicationId, 'Talk')
  await world.sync()

  expect(before.state).toBe('partial')
  expect(before.problem).toMatch(/mapping\.yaml:3:\d+: no job has the id or the title "Waiter"/)
  expect(after.state).toBe('success')
  expect(participants(world)).toHaveLength(1)
})

test('S72 the jobs people can be in are listed with stages and what they do', async () => {
  await using world = await createInterviewWorld()
  world.ashby.addJob({ title: 'Closed job', status: 'Closed' })
  world.ashby.addJob({ title: 'Archived job', status: 'Archived' })
  world.ashby.addJob({ title: 'Draft job', status: 'Draft' })

  const lines = await world.connection.jobs!()

  expect(lines.map(({ title, status }) => [title, status])).toEqual([
    ['Cook', 'Open'],
    ['Draft job', 'Draft'],
  ])
  expect(lines[0]!.stages.map(({ title }) => title)).toContain('Interview')
  expect(lines[0]!.triggers).toEqual([`Interview → invites to "Cooks & Co" (${world.interview})`])
})

test('S73 one stage may invite to two interviews, which check points out', async () => {
  await using world = await createInterviewWorld()
  const second = world.willo.addInterview({ title: 'Second' }).key
  world.map(`${inviting(world.interview, ['Cook', 'Interview'])}${interviewEntry(second, ['Cook', 'Interview'])}`)
  await arrive(world)

  const end = await world.sync()
  await world.sync()
  const findings = await world.connection.check()

  expect(end.state).toBe('success')
  expect(participants(world).map(({ interviewKey }) => interviewKey)).toEqual([world.interview, second])
  expect(findings).toContainEqual(
    expect.objectContaining({ ok: true, message: expect.stringContaining('both interviews') }),
  )
})

test('S73 many jobs may invite to one interview, by id or title', async () => {
  await using world = await createInterviewWorld()
  const waiter = world.ashby.addJob({ title: 'Waiter' }).id
  world.map(inviting(world.interview, ['cook', 'interview'], [waiter, 'Interview']))
  await world.sync()
  for (const jobId of [world.jobId, waiter]) {
    const { applicationId } = addCandidate(world, { jobId })
    world.ashby.moveToStage(applicationId, 'Interview')
  }

  await world.sync()

  expect(participants(world)).toHaveLength(2)
})

test.each([
  ['an unknown job', ['Nobody', 'Interview'], /no job has the id or the title "Nobody"/],
  ['an unknown stage', ['Cook', 'Intervew'], /no stage "Intervew".*Interview/],
  ['a stage of another plan', ['Cook', 'Talk'], /no stage "Talk".*interview plan of "Waiter"/],
] as const)('S73 %s is named by place, and the other triggers go on', async (_, [job, stage], problem) => {
  await using world = await createInterviewWorld()
  const { plan } = world.ashby.addInterviewPlan({ title: 'Hall', stages: hallStages })
  world.ashby.addJob({ title: 'Waiter', defaultInterviewPlanId: plan.id, interviewPlanIds: [plan.id] })
  world.map(inviting(world.interview, [job, stage], ['Cook', 'Interview']))
  await arrive(world)

  const end = await world.sync()
  const findings = await world.connection.check()

  expect(end.state).toBe('partial')
  expect(end.problem).toMatch(problem)
  expect(end.problem).toMatch(/mapping\.yaml:3:\d+/)
  expect(findings.filter(({ ok }) => !ok)).toMatchObject([{ message: expect.stringMatching(problem) }])
  expect(participants(world)).toHaveLength(1)
})

test('S73 an unknown interview is named by place, and the other goes on', async () => {
  await using world = await createInterviewWorld()
  const unknown = 'f'.repeat(32)
  world.map(`${inviting(unknown, ['Cook', 'Interview'])}${interviewEntry(world.interview, ['Cook', 'Interview'])}`)
  await arrive(world)

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(end.problem).toMatch(/mapping\.yaml:3:\d+: Willo has no interview with the key f{32}/)
  expect(participants(world)).toMatchObject([{ interviewKey: world.interview }])
})

test('S73 a trigger that is taken away invites nobody, and who was invited still reports', async () => {
  await using world = await createInterviewWorld()
  const { participant } = await invited(world)
  world.map('version: 1\n')
  await world.sync()
  const { applicationId } = addCandidate(world, { email: 'grace@example.com' })
  world.ashby.moveToStage(applicationId, 'Interview')
  world.willo.complete(participant)

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(participants(world)).toHaveLength(1)
  expect(notes(world)).toHaveLength(1)
})

test('S73 a trigger that is added does not invite who was there already', async () => {
  await using world = await createInterviewWorld({ mapping: () => 'version: 1\n' })
  await world.sync()
  const { applicationId } = addCandidate(world)
  world.ashby.moveToStage(applicationId, 'Interview')
  await world.sync()
  await sleep(5)

  world.map(inviting(world.interview, ['Cook', 'Interview']))
  await world.sync()
  await world.sync()

  expect(participants(world)).toEqual([])
  expect(await invitationOf(world, applicationId)).toMatchObject({ reason: 'entered_before' })
})

test('S73 a stage written otherwise invites nobody twice', async () => {
  await using world = await createInterviewWorld()
  const { applicationId } = await invited(world)
  const stage = [...world.ashby.state.stages.all()].find(({ title }) => title === 'Interview')!
  world.map(inviting(world.interview, [world.jobId, stage.id]))

  const ends = [await world.sync(), await world.sync()]

  expect(ends.map(({ state }) => state)).toEqual(['success', 'success'])
  expect(participants(world)).toHaveLength(1)
  expect(await invitationOf(world, applicationId)).toMatchObject({ state: 'synced' })
})

test('S73 a file that cannot be read leaves the last one in use', async () => {
  await using world = await createInterviewWorld()
  await arrive(world)
  world.map('version: 1\ninterviews: [{ interview: nonsense }]\n')

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(end.problem).toContain('The last mapping that could be read stays in use')
  expect(participants(world)).toHaveLength(1)
})

const hallStages = [
  { title: 'Review', type: 'PreInterviewScreen' },
  { title: 'Talk', type: 'Active' },
  { title: 'Archived', type: 'Archived' },
] as const

function listCalls({ ashby }: InterviewWorld): number {
  return ashby.server.calls.filter(({ path }) => path === '/application.list').length
}

async function invitationCount({ engine }: InterviewWorld): Promise<number> {
  const row = await engine.db('records').where({ flow: 'invitations' }).count('* as count').first()
  return Number(row?.count)
}
