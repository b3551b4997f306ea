import { describe, expect, test } from 'vitest'
import { RejectedRecordError, RetryableError } from '../../lib/errors.ts'
import type { Page } from '../../record/record.ts'
import { failure, type Scripted, scriptedAshby, success } from './scripted-server.ts'

const ID = '5f3e1a52-6a8e-4a3b-9a54-0d2a5a1f7c11'

const job = (changes: object = {}) => ({
  id: ID,
  title: 'Engineer',
  status: 'Draft',
  confidential: false,
  interviewPlanIds: ['ip1', 'ip2'],
  defaultInterviewPlanId: 'ip1',
  hiringTeam: [{ userId: 'u1', firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.com', role: 'Recruiter' }],
  ...changes,
})
const stage = (id: string, orderInInterviewPlan: number, rest: object = {}) => ({
  ...{ id, title: `Stage ${id}`, type: 'Active', orderInInterviewPlan, interviewStageGroupId: null },
  ...rest,
})

async function firstOf<T>(pages: AsyncIterable<Page<T>>): Promise<Page<T> | undefined> {
  for await (const page of pages) return page
  return undefined
}

describe('jobs', () => {
  test('are listed whatever their status', async () => {
    await using fake = await scriptedAshby(() => success([job()], { syncToken: 't2' }))

    const page = await firstOf(fake.ashby.jobs('t1'))

    expect(page?.token).toBe('t2')
    expect(page?.rows).toEqual([
      {
        ...{ id: ID, title: 'Engineer', status: 'Draft', planIds: ['ip1', 'ip2'], defaultPlanId: 'ip1' },
        hiringTeam: job().hiringTeam,
      },
    ])
    const status = ['Draft', 'Open', 'Closed', 'Archived']
    expect(fake.asked[0]).toMatchObject({ path: '/job.list', body: { status, limit: 100, syncToken: 't1' } })
  })

  test('one is looked up by `id`', async () => {
    const bare = job({ interviewPlanIds: null, defaultInterviewPlanId: null, hiringTeam: null })
    await using fake = await scriptedAshby(() => success(bare))

    expect(await fake.ashby.job(ID)).toEqual({
      id: ID,
      title: 'Engineer',
      status: 'Draft',
      planIds: [],
      hiringTeam: [],
    })
    expect(fake.asked[0]).toMatchObject({ path: '/job.info', body: { id: ID } })
  })

  test('one that is not there is undefined', async () => {
    await using fake = await scriptedAshby(() => failure('job_not_found'))

    expect(await fake.ashby.job(ID)).toBeUndefined()
  })
})

describe('stages of a job', () => {
  test('come in order with their plan', async () => {
    const stages = [stage('s2', 2, { activities: [] }), stage('s1', 1)]
    await using fake = await scriptedAshby(() => success({ jobId: ID, interviewPlanId: 'ip1', stages }))

    expect(await fake.ashby.jobStages(ID)).toEqual([
      { id: 's1', title: 'Stage s1', type: 'Active', planId: 'ip1' },
      { id: 's2', title: 'Stage s2', type: 'Active', planId: 'ip1' },
    ])
    expect(fake.asked[0]).toMatchObject({ path: '/jobInterviewPlan.info', body: { jobId: ID } })
  })

  test('are none where there is no plan', async () => {
    await using fake = await scriptedAshby(() => failure('interview_plan_not_found'))

    expect(await fake.ashby.jobStages(ID)).toEqual([])
  })

  test.each<[string, Scripted]>([
    ['another refusal', failure('invalid_input')],
    ['a stage without an id', success({ stages: [{ title: 'Offer', type: 'Offer' }] })],
  ])('are not empty for %s', async (_, answer) => {
    await using fake = await scriptedAshby(() => answer)

    await expect(fake.ashby.jobStages(ID)).rejects.toThrow(RejectedRecordError)
  })
})

describe('interview plans', () => {
  test('are listed, archived ones too', async () => {
    await using fake = await scriptedAshby(() => success([{ id: 'ip1', title: 'Default', isArchived: true }]))

    const page = await firstOf(fake.ashby.interviewPlans())

    expect(page?.rows).toEqual([{ id: 'ip1', title: 'Default', isArchived: true }])
    expect(fake.asked[0]).toMatchObject({ path: '/interviewPlan.list', body: { includeArchived: true, limit: 100 } })
  })

  test('have their stages in order', async () => {
    const stages = [stage('s2', 1, { interviewPlanId: ID }), stage('s1', 0, { interviewPlanId: ID })]
    await using fake = await scriptedAshby(() => success(stages))

    expect((await fake.ashby.planStages(ID)).map(({ id, planId }) => [id, planId])).toEqual([
      ['s1', ID],
      ['s2', ID],
    ])
    expect(fake.asked[0]).toMatchObject({ path: '/interviewStage.list', raw: JSON.stringify({ interviewPlanId: ID }) })
  })

  test('held back stages are an error', async () => {
    await using fake = await scriptedAshby(() => success([stage('s1', 0)], { moreDataAvailable: true }))

    await expect(fake.ashby.planStages(ID)).rejects.toThrow(RetryableError)
  })
})
