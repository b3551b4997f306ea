import { expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import { CREATE_BODY, startWithCall } from './testing.ts'

const REQUESTS = '/partners/reference-request/'
const START = '2026-03-02T09:00:00.000Z'

test('creating a request invites the candidate', async () => {
  await using it = await startWithCall({ clock: fixedClock(START) })

  const { status, body } = await it.call('POST', REQUESTS, CREATE_BODY)

  expect([status, body]).toEqual([201, { request_id: expect.any(String) }])
  expect(it.sandbox.state.invitations).toEqual([
    ...[
      {
        type: 'candidate',
        channel: 'email',
        to: 'ada@people.example',
        requestId: body.request_id,
        at: Date.parse(START),
      },
    ],
  ])
  expect((await it.call('GET', `${REQUESTS}${body.request_id}/`)).body).toEqual({
    ...{ id: body.request_id, candidate: CREATE_BODY.candidate, job_position: 'Engineer', status: 'pending' },
    ...{ status_updated_on: null, progress: 0, references: [], created_at: START, updated_on: null, score: null },
    ...{ report_url: null, report_summary_pdf: null, report_full_pdf: null },
    ...{ hiring_status: 'pending', hiring_status_updated_on: null },
  })
})

test('the same call twice makes two requests', async () => {
  await using it = await startWithCall()

  const first = await it.call('POST', REQUESTS, CREATE_BODY)
  const second = await it.call('POST', REQUESTS, CREATE_BODY)

  expect(second.body.request_id).not.toBe(first.body.request_id)
  expect(it.sandbox.state.invitations).toHaveLength(2)
})

test('a text message goes out when asked for', async () => {
  await using it = await startWithCall()
  const candidate = { ...CREATE_BODY.candidate, mobile_phone: '+15550100000' }

  await it.call('POST', REQUESTS, { ...CREATE_BODY, candidate, use_sms: true })

  expect(it.sandbox.state.invitations.map(({ channel, to }) => [channel, to])).toEqual([
    ['email', 'ada@people.example'],
    ['sms', '+15550100000'],
  ])
})

test('several hiring managers are kept', async () => {
  await using it = await startWithCall()
  const hiring_managers = ['a', 'b'].map((name) => ({
    first_name: name,
    last_name: name,
    email: `${name}@acme.example`,
  }))

  await it.call('POST', REQUESTS, { ...CREATE_BODY, hiring_managers })

  const [request] = it.sandbox.state.requests.values()
  expect(request?.hiringManagers).toEqual(hiring_managers)
})

test.each([
  ['an unknown survey', { jobrole: 'gone' }, 'jobrole'],
  ['a stranger as requestor', { requestor: 'stranger@acme.example' }, 'requestor'],
  ['a requestor who is no address', { requestor: 'Rita' }, 'requestor'],
  ['too few references', { config_params: { managers: 1 } }, 'config_params'],
  ['too many of one relationship', { config_params: { managers: 11 } }, 'config_params'],
  ['a negative count', { config_params: { managers: -1, peers: 4 } }, 'config_params'],
  ['a count that is a text', { config_params: { managers: '2' } }, 'config_params'],
  ['an unknown relationship', { config_params: { managers: 2, friends: 1 } }, 'config_params'],
  ['a candidate without an address', { candidate: { first_name: 'A', last_name: 'B' } }, 'candidate'],
  ['a phone without country code', { candidate: { ...CREATE_BODY.candidate, mobile_phone: '555' } }, 'candidate'],
])('%s is refused by field', async (_, change, field) => {
  await using it = await startWithCall()

  const { status, body } = await it.call('POST', REQUESTS, { ...CREATE_BODY, ...change })

  expect([status, Object.keys(body.errors)]).toEqual([400, [field]])
  expect(it.sandbox.state.requests.size).toBe(0)
  expect(it.sandbox.state.invitations).toEqual([])
})

test('errors may come as a list', async () => {
  await using it = await startWithCall({ errorsAs: 'list' })

  const { body } = await it.call('POST', REQUESTS, { ...CREATE_BODY, jobrole: 'gone' })

  expect(body.errors).toEqual([expect.stringMatching(/^jobrole: /)])
})

test('requestors are known whatever their case', async () => {
  await using it = await startWithCall()
  it.sandbox.addPerson({ email: 'Rob@acme.example' })

  expect((await it.call('POST', REQUESTS, { ...CREATE_BODY, requestor: 'rob@ACME.example' })).status).toBe(201)
  it.sandbox.removePerson('rob@acme.example')
  expect((await it.call('POST', REQUESTS, { ...CREATE_BODY, requestor: 'rob@ACME.example' })).status).toBe(400)
})

test('progress follows the answers to the end', async () => {
  await using it = await startWithCall()
  const { sandbox } = it
  const { id } = sandbox.requestInCrosschq(CREATE_BODY)
  const look = async () => {
    const { body } = await it.call('GET', `${REQUESTS}${id}/`)
    return [body.status, body.progress, body.references.map(({ status }: { status: string }) => status).join(' ')]
  }

  sandbox.selfReference(id)
  const afterSelfReference = await look()
  sandbox.answerReference(id, 1)
  const afterOne = await look()
  sandbox.answerReference(id)

  expect([afterSelfReference, afterOne, await look()]).toEqual([
    ['in_progress', 33, 'pending pending'],
    ['in_progress', 66, 'pending completed'],
    ['completed', 100, 'completed completed'],
  ])
  expect(sandbox.state.invitations.map(({ type }) => type)).toEqual(['candidate', 'reference', 'reference'])
})

test('concluding cancels what is outstanding', async () => {
  await using it = await startWithCall()
  const { id } = it.sandbox.requestInCrosschq(CREATE_BODY)
  it.sandbox.selfReference(id)

  expect(() => it.sandbox.conclude(id)).toThrow('one reference')
  it.sandbox.answerReference(id)
  it.sandbox.conclude(id)

  const { body } = await it.call('GET', `${REQUESTS}${id}/`)
  expect(body).toMatchObject({ status: 'completed', progress: 100, report_full_pdf: expect.any(String) })
  expect(body.references.map(({ status }: { status: string }) => status)).toEqual(['completed', 'cancelled'])
})

test.each([4.5, 'n/a', null, 999])('completion carries the score %s', async (score) => {
  await using it = await startWithCall()
  const { id } = it.sandbox.requestInCrosschq(CREATE_BODY)

  it.sandbox.complete(id, { score })

  expect((await it.call('GET', `${REQUESTS}${id}/`)).body).toMatchObject({ progress: 100, score })
})

test('accounts without scores leave the field out', async () => {
  await using it = await startWithCall({ hasScore: false })
  const { id } = it.sandbox.requestInCrosschq(CREATE_BODY)
  it.sandbox.complete(id, { score: 4 })

  expect((await it.call('GET', `${REQUESTS}${id}/`)).body).not.toHaveProperty('score')
})

test('requestors are told only when asked for', async () => {
  await using it = await startWithCall()
  const wishes = { send_past_due_notification: true, send_completed_notification: true }
  const quiet = it.sandbox.requestInCrosschq(CREATE_BODY)
  const loud = it.sandbox.requestInCrosschq({ ...CREATE_BODY, ...wishes })

  for (const { id } of [quiet, loud]) {
    it.sandbox.pastDue(id)
    it.sandbox.complete(id)
  }

  const told = it.sandbox.state.invitations.filter(({ to }) => to === CREATE_BODY.requestor)
  expect(told.map(({ type, requestId }) => [type, requestId])).toEqual([
    ['pastDue', loud.id],
    ['completed', loud.id],
  ])
})

test('status words are those of the account', async () => {
  const statusWords = {
    ...{ pending: 'Sent', inProgress: 'Going', pastDue: 'Overdue', completed: 'Done', cancelled: 'Canceled' },
  }
  await using it = await startWithCall({ statusWords })
  const { id } = it.sandbox.requestInCrosschq(CREATE_BODY)

  it.sandbox.pastDue(id)

  expect((await it.call('GET', `${REQUESTS}${id}/`)).body.status).toBe('Overdue')
})

test('only unfinished requests can be cancelled', async () => {
  await using it = await startWithCall()
  const [open, done] = [it.sandbox.requestInCrosschq(CREATE_BODY), it.sandbox.requestInCrosschq(CREATE_BODY)]
  it.sandbox.complete(done.id)
  const cancel = (id: string) => it.call('POST', `${REQUESTS}${id}/cancel/`, { reason: 'rejected' })

  const answers = [await cancel(open.id), await cancel(open.id), await cancel(done.id), await cancel('unknown')]

  expect(answers.map(({ status }) => status)).toEqual([200, 409, 409, 404])
  expect(answers[0]?.body).toMatchObject({ id: open.id, status: 'cancelled' })
})

test('a cancelled request may still complete', async () => {
  await using it = await startWithCall()
  const { id } = it.sandbox.requestInCrosschq(CREATE_BODY)
  it.sandbox.cancelInCrosschq(id)

  it.sandbox.complete(id)

  expect((await it.call('GET', `${REQUESTS}${id}/`)).body).toMatchObject({ status: 'completed', progress: 100 })
})

test('hiring status is kept with its time', async () => {
  const clock = fixedClock(START)
  await using it = await startWithCall({ clock })
  const { id } = it.sandbox.requestInCrosschq(CREATE_BODY)
  clock.advance(1000)

  const set = await it.call('PATCH', `${REQUESTS}${id}/`, { hiring_status: 'hired' })
  const wrong = await it.call('PATCH', `${REQUESTS}${id}/`, { hiring_status: 'Hired' })

  expect(set.body).toMatchObject({ hiring_status: 'hired', hiring_status_updated_on: '2026-03-02T09:00:01.000Z' })
  expect([wrong.status, Object.keys(wrong.body.errors)]).toEqual([400, ['hiring_status']])
})
