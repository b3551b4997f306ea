import { expect, test } from 'vitest'
import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import { startSandboxServer } from '../../../sandbox/server.ts'
import { basic, startWithCall } from './testing.ts'

const TYPE = '00000000-0000-4000-8000-0000000000c1'
const ID = '00000000-0000-4000-8000-0000000000a5'

const value = (identifier: string, text: string) => ({ identifier, label: identifier, type: 'string', value: text })

function started(more: object = {}): SandboxAnswer {
  return { status: 200, body: { success: true, results: { assessment_id: ID, ...more } } }
}

/** Ashby and a partner that gives these answers, one after the other. */
async function startWithPartner(...answers: readonly SandboxAnswer[]) {
  const queue = [...answers]
  const stack = new AsyncDisposableStack()
  const host = stack.use(await startSandboxServer({ respond: () => queue.shift() ?? { status: 500, body: {} } }))
  const { sandbox } = stack.use(await startWithCall())
  const user = sandbox.addUser({ firstName: 'Mo', lastName: 'Manager', email: 'mo@example.com' })
  const job = sandbox.addJob({ title: 'Engineer', customRequisitionId: 'R-1' })
  sandbox.setHiringTeam(job.id, [{ userId: user.id, role: 'Recruiter' }])
  const person = { name: 'Ida May Rhodes', email: 'ida@example.com', jobId: job.id }
  const { candidate, application } = sandbox.addCandidateWithApplication(person)
  const partner = sandbox.partner({ baseUrl: `${host.url}/ashby/`, key: 'partner-key' })
  const start = { applicationId: application.id, assessmentTypeId: TYPE }
  const dispose = () => stack.disposeAsync()
  return { ...{ sandbox, host, job, candidate, application, partner, start }, [Symbol.asyncDispose]: dispose }
}

test('asks the partner for its types', async () => {
  const body = { success: true, results: [{ assessment_type_id: TYPE, name: 'Check', description: '' }] }
  await using running = await startWithPartner({ status: 200, body })
  const { partner, host } = running

  expect(await partner.listAssessmentTypes()).toEqual({ status: 200, body })
  expect(host.calls).toMatchObject([{ method: 'POST', path: '/ashby/assessment.list', requestBody: {} }])
  expect(host.calls[0]?.headers.authorization).toBe(basic('partner-key'))
})

test('sends the key as bearer if set', async () => {
  await using running = await startWithPartner(started())
  const { sandbox, host } = running

  await sandbox.partner({ baseUrl: host.url, key: 'partner-key', auth: 'bearer' }).listAssessmentTypes()

  expect(host.calls[0]?.headers.authorization).toBe('Bearer partner-key')
})

test('a start tells of candidate, application and job', async () => {
  await using running = await startWithPartner(started())
  const { sandbox, host, job, candidate, application, partner, start } = running

  await partner.startAssessment({ ...start, additionalFields: { pack: 'short' } })

  expect(host.calls[0]).toMatchObject({ path: '/ashby/assessment.start' })
  expect(host.calls[0]?.requestBody).toEqual({
    assessment_type_id: TYPE,
    candidate: {
      ashby_id: candidate.id,
      first_name: 'Ida',
      last_name: 'May Rhodes',
      email: 'ida@example.com',
      ashby_profile_url: `https://app.ashbyhq.com/candidates/${candidate.id}`,
    },
    application: { ashby_id: application.id, status: 'Active' },
    job: {
      ashby_id: job.id,
      name: 'Engineer',
      req_id: 'R-1',
      ashby_job_url: `https://app.ashbyhq.com/jobs/${job.id}`,
      hiringTeam: sandbox.state.jobs.get(job.id)?.hiringTeam,
    },
    additional_fields: { pack: 'short' },
  })
  expect(sandbox.state.assessments.get(ID)).toEqual({
    id: ID,
    applicationId: application.id,
    assessmentTypeId: TYPE,
    metadata: [],
    updates: [],
  })
})

test('an update in the answer is applied at once', async () => {
  const update = { assessment_id: ID, timestamp: 1000, assessment_status: value('status', 'Started') }
  const cancel = { assessment_id: ID, timestamp: 2000, cancelled_reason: value('reason', 'Withdrawn') }
  await using running = await startWithPartner(started({ update_request: update }), started({ update_request: cancel }))
  const { sandbox, host, partner, start } = running

  await partner.startAssessment(start)
  const afterStart = sandbox.state.assessments.get(ID)
  await partner.cancelAssessment(ID)

  expect(afterStart).toMatchObject({ status: { value: 'Started' }, startedAt: '1970-01-01T00:00:01.000Z' })
  expect(host.calls[1]).toMatchObject({ path: '/ashby/assessment.cancel', requestBody: { assessment_id: ID } })
  expect(sandbox.state.assessments.get(ID)).toMatchObject({ cancelledReason: { value: 'Withdrawn' } })
})

test('an update that Ashby would refuse fails', async () => {
  await using running = await startWithPartner(started({ update_request: { assessment_id: ID, timestamp: 1000 } }))

  await expect(running.partner.startAssessment(running.start)).rejects.toThrow('assessment_status: required')
})

test.each([
  ['409', { status: 409, body: {} }, { status: 409 }],
  ['422', { status: 422, body: { message: 'No e-mail' } }, { status: 422, message: 'No e-mail' }],
  ['500', { status: 500, body: { message: 'secret' } }, { status: 500 }],
  ['a refusal', { status: 200, body: { success: false, errors: ['x'] } }, { status: 200 }],
  ['no id', { status: 200, body: { success: true, results: {} } }, { status: 200 }],
  ['no JSON', { status: 200, body: '<html>' }, { status: 200 }],
])('an answer with %s starts nothing', async (_case, answer, seen) => {
  await using running = await startWithPartner(answer)
  const { sandbox, partner, start } = running

  const { status } = await partner.startAssessment(start)

  expect(status).toBe(answer.status)
  expect(partner.failedStarts).toEqual([{ ...start, ...seen }])
  expect(sandbox.state.assessments.size).toBe(0)
})

test('a partner that is silent is given up', async () => {
  await using running = await startWithPartner(started())
  const { sandbox, host, partner, start } = running
  sandbox.settings.partnerTimeoutMs = 20
  host.faults.add({ fault: { type: 'timeoutAfterApply', ms: 200 } })

  expect(await partner.startAssessment(start)).toEqual({ status: undefined, body: undefined })
  expect(partner.failedStarts).toEqual([{ ...start, status: undefined }])
})

test('a repeated start may keep its assessment', async () => {
  await using running = await startWithPartner(started(), started(), started())
  const { sandbox, partner, start, job } = running
  const other = sandbox.addCandidateWithApplication({ name: 'Bo', jobId: job.id }).application.id

  await partner.startAssessment(start)
  await partner.startAssessment(start)

  expect(sandbox.state.assessments.size).toBe(1)
  await expect(partner.startAssessment({ ...start, applicationId: other })).rejects.toThrow('another application')
})
