import { expect, test } from 'vitest'
import { readAll, startReceiver, startWithCall } from './testing.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'

const SHORT = [
  { title: 'Review', type: 'PreInterviewScreen' },
  { title: 'Background', type: 'Active', activities: [{ title: 'Background check' }] },
  { title: 'Hired', type: 'Hired' },
] as const

test("a job's plan shows stages with activities", async () => {
  await using running = await startWithCall()
  const { sandbox, call } = running
  const { plan, stages } = sandbox.addInterviewPlan({ title: 'Short', stages: SHORT })
  const job = sandbox.addJob({ title: 'Engineer', defaultInterviewPlanId: plan.id })

  const { results } = await call('jobInterviewPlan.info', { jobId: job.id })

  expect(results).toMatchObject({ jobId: job.id, interviewPlanId: plan.id })
  expect(results.stages).toMatchObject([
    { id: stages[0]?.id, title: 'Review', type: 'PreInterviewScreen', orderInInterviewPlan: 0, activities: [] },
    { title: 'Background', activities: [{ id: expect.any(String), title: 'Background check', interviews: [] }] },
    { title: 'Hired' },
  ])
  expect(results.stages[0]).not.toHaveProperty('interviewPlanId')
  expect((await call('jobInterviewPlan.info', { jobId: NOBODY })).errorInfo?.message).toBe('Job not found')
})

test('an interview sits in its activity', async () => {
  await using running = await startWithCall()
  const job = running.sandbox.addJob({ title: 'Engineer' })

  const { stages } = (await running.call('jobInterviewPlan.info', { jobId: job.id })).results

  const interviews = stages.flatMap(({ activities }: { activities: { interviews: unknown[] }[] }) =>
    activities.flatMap((activity) => activity.interviews),
  )
  expect(interviews).toMatchObject([{ title: 'Conversation', interviewDurationMinutes: 45, isSchedulable: true }])
})

test('an application keeps to the plan it is in', async () => {
  await using running = await startWithCall()
  const { sandbox } = running
  const standard = [...sandbox.state.interviewPlans.all()][0]?.id ?? ''
  const { plan, stages } = sandbox.addInterviewPlan({ title: 'Short', stages: SHORT })
  const plans = { defaultInterviewPlanId: plan.id, interviewPlanIds: [standard, plan.id] }
  const job = sandbox.addJob({ title: 'Engineer', ...plans })

  const { application } = sandbox.addCandidateWithApplication({ name: 'Ida', jobId: job.id })
  const hired = sandbox.hire(application.id)

  expect([application.stageId, hired.stageId]).toEqual([stages[0]?.id, stages[2]?.id])
})

test('history comes in pages, without sync token', async () => {
  await using running = await startWithCall({ pageSize: 2 })
  const { sandbox, call } = running
  const job = sandbox.addJob({ title: 'Engineer' })
  const { application } = sandbox.addCandidateWithApplication({ name: 'Ida', jobId: job.id })
  for (const stage of ['Interview', 'Reference Check', 'Offer']) sandbox.moveToStage(application.id, stage)
  const body = { applicationId: application.id }

  const { ids, pages, syncToken } = await readAll(call, 'application.listHistory', body)

  const { applicationHistory } = (await call('application.info', body)).results
  expect(ids).toEqual(applicationHistory.map(({ id }: { id: string }) => id))
  expect([ids.length, pages, syncToken]).toEqual([4, 2, ''])
})

test('a cursor of history serves its application only', async () => {
  await using running = await startWithCall({ pageSize: 1 })
  const { sandbox, call } = running
  const job = sandbox.addJob({ title: 'Engineer' })
  const [first, second] = ['Ida', 'Bo'].map((name) => sandbox.addCandidateWithApplication({ name, jobId: job.id }))
  sandbox.hire(first!.application.id)
  const list = (applicationId: string, cursor?: string) => call('application.listHistory', { applicationId, cursor })
  const { nextCursor } = await list(first!.application.id)

  const foreign = await list(second!.application.id, nextCursor)
  const garbled = await list(first!.application.id, 'x')
  sandbox.expireTokens('cursor')
  const expired = await list(first!.application.id, nextCursor)
  const nobody = await list(NOBODY)

  expect([foreign, garbled, expired, nobody].map(({ errorInfo }) => errorInfo?.code)).toEqual([
    'invalid_next_cursor',
    'cursor_invalid',
    'next_cursor_expired',
    'invalid_input',
  ])
})

test('a move out of the archive revives', async () => {
  await using running = await startWithCall()
  await using receiver = await startReceiver()
  const { sandbox, call } = running
  const job = sandbox.addJob({ title: 'Engineer' })
  const { application } = sandbox.addCandidateWithApplication({ name: 'Ida', jobId: job.id })
  sandbox.archiveApplication(application.id)
  for (const webhookType of ['applicationUpdate', 'candidateStageChange'])
    await sandbox.addWebhookByHand({ webhookType, requestUrl: receiver.url, secretToken: '' })

  sandbox.moveToStage(application.id, 'Interview')
  await sandbox.deliveries.settled()

  const { results } = await call('application.info', { applicationId: application.id })
  expect(results).toMatchObject({
    status: 'Active',
    currentInterviewStage: { title: 'Interview' },
    archiveReason: null,
  })
  expect(results).not.toHaveProperty('archivedAt')
  const told = receiver.received.filter(({ action }) => action !== 'ping')
  expect(told.map(({ action }) => action).sort()).toEqual(['applicationUpdate', 'candidateStageChange'])
  expect(told.map(({ data }) => data.application.status)).toEqual(['Active', 'Active'])
})

test("an application's team is shown and told", async () => {
  await using running = await startWithCall()
  await using receiver = await startReceiver()
  const { sandbox, call } = running
  const user = sandbox.addUser({ firstName: 'Mo', lastName: 'Manager', email: 'mo@example.com' })
  const job = sandbox.addJob({ title: 'Engineer' })
  const { application } = sandbox.addCandidateWithApplication({ name: 'Ida', jobId: job.id })
  await sandbox.addWebhookByHand({ webhookType: 'applicationUpdate', requestUrl: receiver.url, secretToken: '' })

  const team = sandbox.setHiringTeam(application.id, [{ userId: user.id, role: 'Hiring Manager' }])
  sandbox.setHiringTeam(job.id, [{ userId: user.id, role: 'Recruiter' }])
  await sandbox.deliveries.settled()

  expect(team).toEqual([
    { userId: user.id, firstName: 'Mo', lastName: 'Manager', email: 'mo@example.com', role: 'Hiring Manager' },
  ])
  expect((await call('application.list')).results[0].hiringTeam).toEqual(team)
  expect((await call('job.info', { id: job.id })).results.hiringTeam).toMatchObject([{ role: 'Recruiter' }])
  expect(receiver.received.at(-1)?.data.application.hiringTeam).toEqual(team)
})
