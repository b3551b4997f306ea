import { describe, expect, test } from 'vitest'
import { RejectedRecordError, RetryableError } from '../../lib/errors.ts'
import type { AssessmentUpdate, AssessmentValue } from './assessments.ts'
import { failure, type Scripted, scriptedAshby, success } from './scripted-server.ts'

const value = (identifier: string, type: AssessmentValue['type'], value: AssessmentValue['value']) => ({
  ...{ identifier, label: `The ${identifier}`, type, value },
})
const UPDATE: AssessmentUpdate = {
  assessmentId: 'as1',
  timestamp: 1_772_445_600_000,
  status: value('status', 'string', 'Started'),
}

describe('an update of an assessment', () => {
  test('goes in snake case', async () => {
    await using fake = await scriptedAshby(() => success({}))
    const profileUrl = value('profile', 'url', 'https://example.com/report')
    const result = { ...value('score', 'numeric_score', 87), description: 'Of 100' }
    const metadata = [value('minutes', 'numeric_duration_minutes', 12), value('passed', 'boolean_success', true)]

    await fake.ashby.updateAssessment({ ...UPDATE, profileUrl, result, metadata })

    expect(fake.asked.map(({ path }) => path)).toEqual(['/assessment.update'])
    expect(fake.asked[0]?.body).toEqual({
      assessment_id: 'as1',
      timestamp: 1_772_445_600_000,
      assessment_status: UPDATE.status,
      assessment_profile_url: profileUrl,
      assessment_result: result,
      metadata,
    })
  })

  test('leaves out what is not told', async () => {
    await using fake = await scriptedAshby(() => success({}))
    const cancelledReason = value('cancelled', 'string', 'Withdrawn')

    await fake.ashby.updateAssessment({ assessmentId: 'as1', timestamp: 2, cancelledReason })

    expect(fake.asked[0]?.body).toEqual({ assessment_id: 'as1', timestamp: 2, cancelled_reason: cancelledReason })
  })

  test('tells the request id', async () => {
    const headers = { 'x-ashby-request-id': '01HZX' }
    await using fake = await scriptedAshby(() => ({ headers, body: { success: true } }))

    expect(await fake.ashby.updateAssessment(UPDATE)).toEqual({ requestId: '01HZX' })
  })

  test.each<[string, Scripted]>([
    ['nothing', { body: '' }],
    ['no envelope', { body: {} }],
    ['only a status', { status: 204, body: '' }],
  ])('is done where the answer holds %s', async (_, answer) => {
    await using fake = await scriptedAshby(() => answer)

    expect(await fake.ashby.updateAssessment(UPDATE)).toEqual({})
  })

  test('is repeated after a lost answer', async () => {
    await using fake = await scriptedAshby((_, count) => (count === 1 ? 'hang up' : success({})))

    await fake.ashby.updateAssessment(UPDATE)

    expect(fake.asked.map(({ body }) => body.timestamp)).toEqual([UPDATE.timestamp, UPDATE.timestamp])
  })

  test('that is refused is this record’s problem', async () => {
    await using fake = await scriptedAshby(() => failure('invalid_input'))

    await expect(fake.ashby.updateAssessment(UPDATE)).rejects.toThrow(RejectedRecordError)
  })

  test('is not done where a web page comes', async () => {
    const headers = { 'content-type': 'text/html' }
    await using fake = await scriptedAshby(() => ({ headers, body: '<html>Checking your browser</html>' }))

    await expect(fake.ashby.updateAssessment(UPDATE)).rejects.toThrow(RetryableError)
  })
})
