import { expect, test } from 'vitest'
import type { AshbySandboxOptions } from '../sandbox.ts'
import { KEY, startWithCall } from './testing.ts'

const ID = '00000000-0000-4000-8000-0000000000a5'

const text = (identifier: string, value: string) => ({ identifier, label: identifier, type: 'string', value })
const status = text('status', 'Sent')
const profile = { identifier: 'profile', label: 'Profile', type: 'url', value: 'https://example.com/p/1' }
const score = { identifier: 'score', label: 'Score', type: 'numeric_score', value: 82 }

async function startWithAssessment(options: AshbySandboxOptions = {}) {
  const running = await startWithCall(options)
  const { sandbox, call } = running
  const jobId = sandbox.addJob({ title: 'Engineer' }).id
  const applicationId = sandbox.addCandidateWithApplication({ name: 'Ida', jobId }).application.id
  sandbox.state.assessments.put({ id: ID, applicationId, assessmentTypeId: 'type', metadata: [], updates: [] })
  const update = (body: object) => call('assessment.update', { assessment_id: ID, timestamp: 1000, ...body })
  return { ...running, update, assessment: () => sandbox.state.assessments.get(ID) }
}

test('updates add up to what a recruiter sees', async () => {
  await using running = await startWithAssessment()
  const { update, assessment } = running
  const started = text('status', 'Started')

  const answers = [
    await update({ assessment_status: started }),
    await update({ timestamp: 2000, assessment_status: text('status', 'Half'), metadata: [text('place', 'Lisbon')] }),
    await update({
      timestamp: 3000,
      assessment_status: status,
      assessment_result: score,
      assessment_profile_url: profile,
    }),
  ]

  expect(answers.map(({ success }) => success)).toEqual([true, true, true])
  expect(assessment()).toMatchObject({
    status,
    startedAt: '1970-01-01T00:00:01.000Z',
    result: score,
    profileUrl: profile,
    metadata: [{ value: 'Lisbon' }],
  })
  expect(assessment()).not.toHaveProperty('cancelledReason')
  expect(assessment()?.updates.map(({ timestamp }) => timestamp)).toEqual([1000, 2000, 3000])
})

test('a reason cancels without a status', async () => {
  await using running = await startWithAssessment()
  const { update, assessment } = running

  expect((await update({ cancelled_reason: text('reason', 'Withdrawn') })).success).toBe(true)
  expect(assessment()).toMatchObject({ cancelledReason: { value: 'Withdrawn' } })
})

test.each([
  ['neither status nor reason', {}, 'assessment_status: required'],
  ['a result without profile', { assessment_status: status, assessment_result: score }, 'assessment_profile_url: req'],
  [
    'a profile that is text',
    { assessment_status: status, assessment_profile_url: text('p', 'x') },
    'type: must be url',
  ],
  ['an identifier twice', { assessment_status: status, metadata: [status] }, 'identifier: status is used twice'],
  ['a status that is bare', { assessment_status: 'Sent' }, 'assessment_status: '],
  ['a type of its own', { assessment_status: { ...status, type: 'text' } }, 'assessment_status.type: '],
  ['a time in ISO', { assessment_status: status, timestamp: '2026-03-02T08:00:00Z' }, 'timestamp: '],
  ['half a millisecond', { assessment_status: status, timestamp: 1000.5 }, 'timestamp: '],
  ['a score in words', { assessment_status: { ...score, value: '82' } }, 'value: score is no numeric_score'],
  [
    'a profile that is no URL',
    { assessment_status: status, assessment_profile_url: { ...profile, value: 'x' } },
    'no url',
  ],
])('refuses %s', async (_case, body, message) => {
  await using running = await startWithAssessment()
  const { update, assessment } = running

  const { errorInfo } = await update(body)

  expect(errorInfo).toMatchObject({ code: 'invalid_input', message: expect.stringContaining(message) })
  expect(assessment()?.updates).toEqual([])
})

test('values that do not fit pass if set', async () => {
  await using running = await startWithAssessment({ assessmentValuesFitTypes: false })

  expect((await running.update({ assessment_status: { ...score, value: '82' } })).success).toBe(true)
})

test('a timestamp must be newer unless set', async () => {
  await using running = await startWithAssessment()
  const { sandbox, update } = running
  await update({ assessment_status: status })

  const same = await update({ assessment_status: status })
  const older = await update({ assessment_status: status, timestamp: 999 })
  sandbox.settings.assessmentTimestamps = 'any'
  const taken = await update({ assessment_status: status, timestamp: 999 })

  expect([same, older, taken].map(({ errorInfo }) => errorInfo?.code)).toEqual([
    'invalid_input',
    'invalid_input',
    undefined,
  ])
})

test('an unknown assessment is refused', async () => {
  await using running = await startWithAssessment()

  const { errorInfo } = await running.update({ assessment_id: 'other', assessment_status: status })

  expect(errorInfo?.message).toBe('Assessment not found')
})

test('updates need candidatesWrite', async () => {
  await using running = await startWithAssessment({ apiKeys: [{ key: KEY, permissions: ['candidatesRead'] }] })

  const { errorInfo } = await running.update({ assessment_status: status })

  expect(errorInfo?.code).toBe('missing_endpoint_permission')
})
