import { describe, expect, test } from 'vitest'
import { Application } from './application-schema.ts'
import { ID, ROW } from './fixtures/scripted-lever.ts'

test('an application is read in our words', () => {
  expect(Application.parse(ROW)).toEqual({
    id: ID,
    candidateId: 'contact-1',
    name: 'Ada Byron',
    emails: ['ada@people.example'],
    phones: ['+1 555 010 0000', '+1 555 010 0001'],
    stageId: 'applicant-new',
    stageChanges: [
      { stageId: 'lead-new', at: '2026-03-02T09:00:00.000Z', userId: undefined },
      { stageId: 'applicant-new', at: '2026-03-02T10:00:00.000Z', userId: 'user-1' },
    ],
    archived: undefined,
    isConfidential: false,
    isAnonymized: false,
    tags: ['Engineer'],
    links: ['https://people.example/ada'],
    sources: ['Job site'],
    origin: 'applied',
    ownerId: 'user-2',
    job: { id: 'job-1', ownerId: 'user-3', hiringManagerId: undefined },
    createdAt: '2026-03-02T09:00:00.000Z',
    updatedAt: undefined,
    advancedAt: '2026-03-02T10:00:00.000Z',
    url: `https://hire.lever.co/candidates/${ID}`,
  })
})

test('what is expanded leads to the same', () => {
  const expanded = { contact: { id: 'contact-1' }, stage: { id: 'applicant-new', text: 'x' }, owner: { id: 'user-2' } }

  expect(Application.parse({ ...ROW, ...expanded })).toEqual(Application.parse(ROW))
})

test('a lead has applied for nothing', () => {
  expect(Application.parse({ ...ROW, applications: [] }).job).toBeUndefined()
  expect(Application.parse({ ...ROW, applications: undefined }).job).toBeUndefined()
})

describe('an archived one', () => {
  const archivedAt = 1_772_445_600_000
  const archived = { reasonId: 'reason-1', at: '2026-03-02T10:00:00.000Z' }

  test.each([
    ['where answers have it', { archived: { reason: 'reason-1', archivedAt } }],
    ['where the reference has it', { archived: undefined, archivedAt, archiveReason: 'reason-1' }],
  ])('is told %s', (_, told) => {
    expect(Application.parse({ ...ROW, ...told })).toMatchObject({ archived, stageId: 'applicant-new' })
  })
})

describe('of several applications', () => {
  const [applied] = ROW.applications
  const other = { ...applied, posting: 'job-2' }

  test('the active one counts', () => {
    const applications = [{ ...applied, archived: { reason: 'r', archivedAt: 1 } }, other]

    expect(Application.parse({ ...ROW, applications }).job?.id).toBe('job-2')
  })

  test('none is guessed between two jobs', () => {
    const read = Application.safeParse({ ...ROW, applications: [applied, other] })

    expect(read.error?.issues[0]?.message).toBe('belong to several jobs')
  })
})

test.each([
  ['no id', { id: undefined }],
  ['no person', { contact: null }],
  ['no stage', { stage: undefined }],
  ['an application by its id only', { applications: ['application-1'] }],
])('a row with %s is refused', (_, changed) => {
  expect(Application.safeParse({ ...ROW, ...changed }).success).toBe(false)
})
