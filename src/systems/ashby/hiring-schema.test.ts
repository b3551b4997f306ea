import { describe, expect, test } from 'vitest'
import { Application, Candidate, Offer, Visits } from './hiring-schema.ts'

describe('application', () => {
  const stage = { id: 's1', title: 'References', type: 'Active', orderInInterviewPlan: 3, interviewPlanId: 'ip1' }
  const grace = { userId: 'u1', firstName: 'Grace', lastName: null, email: 'grace@example.com', role: 'Recruiter' }
  const application = {
    id: 'a1',
    status: 'Hired',
    candidate: { id: 'c1', name: 'N' },
    job: { id: 'j1', title: 'T' },
    currentInterviewStage: stage,
    hiringTeam: [grace],
    updatedAt: '2026-01-02T03:04:05.000Z',
  }

  test('names candidate, job, openings, stage and team', () => {
    const customFields = [{ id: 'f1', title: 'Size', value: 'm', valueLabel: 'Medium' }]

    expect(
      Application.parse({
        ...application,
        openings: [{ id: 'p1', latestVersion: { id: 'v1' } }, { id: 'p2' }],
        customFields,
      }),
    ).toEqual({
      id: 'a1',
      status: 'Hired',
      candidateId: 'c1',
      candidateName: 'N',
      jobId: 'j1',
      openingIds: ['p1', 'p2'],
      stage: { id: 's1', title: 'References', type: 'Active', planId: 'ip1' },
      hiringTeam: [{ userId: 'u1', firstName: 'Grace', email: 'grace@example.com', role: 'Recruiter' }],
      updatedAt: '2026-01-02T03:04:05.000Z',
      custom: { f1: { title: 'Size', value: 'm', label: 'Medium' } },
    })
  })

  test('nulls of live answers do not matter', () => {
    const none = { job: null, openings: null, customFields: null, archiveReason: null, source: null, archivedAt: null }
    const raw = { ...application, ...none, hiringTeam: null, currentInterviewStage: null }

    const read = Application.parse(raw)

    expect(read).toMatchObject({ openingIds: [], hiringTeam: [], custom: {} })
    expect([read.stage, read.archivedAt]).toEqual([undefined, undefined])
  })

  test('one without a candidate is refused', () => {
    expect(Application.safeParse({ ...application, candidate: null }).success).toBe(false)
  })
})

describe('visits', () => {
  const visit = (id: string, enteredStageAt: string, leftStageAt: string | null = null) => ({
    ...{ id, stageId: `stage of ${id}`, title: 'References', enteredStageAt, leftStageAt, stageNumber: 1 },
    allowedActions: ['none'],
  })

  test('come oldest first, the present one last', () => {
    const applicationHistory = [
      visit('now', '2026-03-02T10:00:00.000Z'),
      visit('passed through', '2026-03-02T10:00:00.000Z', '2026-03-02T10:00:00.000Z'),
      visit('first', '2026-03-02T10:30:00.000+01:00', '2026-03-02T10:00:00.000Z'),
    ]

    const visits = Visits.parse({ id: 'a1', applicationHistory })

    expect(visits.map(({ id }) => id)).toEqual(['first', 'passed through', 'now'])
    expect(visits.at(-1)).toEqual({
      id: 'now',
      stageId: 'stage of now',
      title: 'References',
      enteredAt: '2026-03-02T10:00:00.000Z',
    })
  })

  test('one at no known time is refused', () => {
    expect(Visits.safeParse({ applicationHistory: [visit('v1', 'yesterday')] }).success).toBe(false)
  })
})

describe('offer', () => {
  const offer = (latestVersion: object | null) => ({ id: 'o1', applicationId: 'a1', latestVersion })

  test.each(['2026-05-01', '2026-05-01T00:00:00.000Z', '2026-05-01T23:00:00+09:00'])(
    'start date %s is the first of May',
    (startDate) => expect(Offer.parse(offer({ id: 'v1', startDate })).version?.startDate).toBe('2026-05-01'),
  )

  test('salary is money in our words', () => {
    const salary = { value: 90000.5, currencyCode: 'EUR' }

    expect(Offer.parse(offer({ id: 'v1', salary })).version?.salary).toEqual({ amount: 90000.5, currency: 'EUR' })
  })

  test.each([null, {}, { value: null, currencyCode: 'EUR' }])('salary %j is none', (salary) => {
    expect(Offer.parse(offer({ id: 'v1', salary })).version?.salary).toBeUndefined()
  })

  test('an amount without currency is refused', () => {
    expect(Offer.safeParse(offer({ id: 'v1', salary: { value: 1 } })).success).toBe(false)
  })

  test('an offer may have no version yet', () => {
    expect(Offer.parse(offer(null))).toEqual({ id: 'o1', applicationId: 'a1' })
  })
})

describe('candidate', () => {
  test('the primary address comes first and once', () => {
    const emailAddresses = [
      { value: 'home@example.com', type: 'Personal', isPrimary: false },
      { value: ' work@example.com', type: 'Work', isPrimary: true },
    ]

    expect(Candidate.parse({ id: 'c1', name: 'N', primaryEmailAddress: null, emailAddresses })).toEqual({
      id: 'c1',
      name: 'N',
      email: 'work@example.com',
      emails: ['work@example.com', 'home@example.com'],
      files: [],
      custom: {},
    })
  })

  test('files are known by name, never by their handle', () => {
    const fileHandles = [{ id: 'h1', name: 'References.pdf', handle: 'a key to the file' }]

    const read = Candidate.parse({ id: 'c1', name: 'N', profileUrl: 'https://app.ashbyhq.com/c1', fileHandles })

    expect(read).toMatchObject({ profileUrl: 'https://app.ashbyhq.com/c1' })
    expect(read.files).toEqual([{ id: 'h1', name: 'References.pdf' }])
  })

  test('one without any address is read', () => {
    expect(Candidate.parse({ id: 'c1', name: 'N', emailAddresses: [{ value: null }] })).toMatchObject({ emails: [] })
  })
})
