import { expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import { type CallbackSettings, DEFAULT_CALLBACKS } from './callbacks.ts'
import { startReceiver, startWithCall } from './testing.ts'

const LIST = '/webhooks-api/v201907/subscriptions'
const EVENTS = ['application.status.updated', 'candidate.updated', 'job.updated', 'job.hiring-team.updated']

async function started(callbacks: Partial<CallbackSettings> = {}, events: readonly string[] = EVENTS) {
  const receiver = await startReceiver()
  const clock = fixedClock('2026-03-02T09:00:00Z')
  const running = await startWithCall({ callbacks: { minuteMs: 1, ...callbacks }, clock })
  const { sandbox, call } = running
  const { body } = await call('POST', LIST, { callbackUrl: receiver.url, events })
  await call('POST', `${LIST}/${body.id}/secret-key`)
  const activated = await call('PUT', `${LIST}/${body.id}/activation`)
  const { id: jobId } = sandbox.addJob()
  const { id } = sandbox.addCandidate()
  sandbox.apply(id, jobId)
  const dispose = async () => {
    await sandbox.close()
    await receiver[Symbol.asyncDispose]()
  }
  const own = { receiver, clock, subscriptionId: body.id as string, activated, jobId, id }
  return { sandbox, call, ...own, [Symbol.asyncDispose]: dispose }
}

const namesIn = ({ received }: { received: readonly { headers: Record<string, unknown> }[] }) =>
  received.map(({ headers }) => headers['event-name'])

test('a move is told by ids and a link, not by its status', async () => {
  await using it = await started()

  it.sandbox.move(it.id, it.jobId, { status: 'IN_REVIEW', step: 'Crosschq' })
  await it.sandbox.callbacks.settled()

  const [told] = it.receiver.received
  expect(it.activated.status).toBe(204)
  expect(JSON.parse(String(told?.rawBody))).toEqual({
    ...{ job_id: it.jobId, candidate_id: it.id, application_id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  })
  expect(told?.headers).toMatchObject({
    'content-type': 'application/json',
    'event-name': 'application.status.updated',
    link: `<${it.sandbox.url}/candidates/${it.id}/jobs/${it.jobId}>; rel=self`,
    'smartrecruiters-timestamp': '1772442000',
    'smartrecruiters-signature': expect.stringMatching(/^v1=[0-9a-f]{64}$/),
  })
})

test('one who acts on a job is heard of', async () => {
  await using it = await started()
  const field = it.sandbox.addJobField('Crosschq tag')

  it.sandbox.setJobField(it.jobId, field.id, 'sales')
  it.sandbox.setTeam(it.jobId, [])
  await it.sandbox.callbacks.settled()

  expect(namesIn(it.receiver)).toEqual(['job.updated', 'job.hiring-team.updated'])
})

test('anything but 202 is a failure, tried again, newly signed', async () => {
  await using it = await started()
  it.receiver.statuses.push(200, 204, 503)

  it.sandbox.hire(it.id, it.jobId)
  await it.sandbox.callbacks.settled()

  expect(it.sandbox.callbacks.attempts.map(({ status, isTaken }) => [status, isTaken])).toEqual([
    [200, false],
    [204, false],
    [503, false],
    [202, true],
  ])
  expect(new Set(it.receiver.received.map(({ headers }) => headers['event-id'])).size).toBe(1)
  const log = (status: string) => it.call('GET', `${LIST}/${it.subscriptionId}/callbacks-log?callbackStatus=${status}`)
  expect((await log('failed')).body).toHaveLength(3)
  expect((await log('successful')).body).toMatchObject([{ requestDetails: { url: it.receiver.url } }])
})

test('whoever is slow has failed', async () => {
  await using it = await started({ answerWaitMs: 50 })
  it.receiver.statuses.push(0)

  it.sandbox.hire(it.id, it.jobId)
  await it.sandbox.callbacks.settled()

  expect(it.sandbox.callbacks.attempts.map(({ status }) => status)).toEqual([0, 202])
  expect(DEFAULT_CALLBACKS.answerWaitMs).toBe(5000)
})

test('a delivery that fails does not hold up others', async () => {
  await using it = await started({ minuteMs: 200 })
  it.receiver.statuses.push(500)

  it.sandbox.hire(it.id, it.jobId)
  it.sandbox.setTeam(it.jobId, [])
  await it.sandbox.callbacks.settled()

  expect(namesIn(it.receiver)).toEqual([
    'application.status.updated',
    'job.hiring-team.updated',
    'application.status.updated',
  ])
})

test('a series of failures suspends, activation revives', async () => {
  await using it = await started({ suspendAfter: 3 })
  it.receiver.statuses.push(500, 500, 500)

  it.sandbox.hire(it.id, it.jobId)
  await it.sandbox.callbacks.settled()
  it.sandbox.setTeam(it.jobId, [])
  await it.sandbox.callbacks.settled()

  expect(it.receiver.received).toHaveLength(3)
  expect((await it.call('GET', `${LIST}/${it.subscriptionId}`)).body.status).toBe('inactive')
  expect((await it.call('PUT', `${LIST}/${it.subscriptionId}/activation`)).status).toBe(204)
  it.sandbox.setTeam(it.jobId, [])
  await it.sandbox.callbacks.settled()
  expect(it.receiver.received).toHaveLength(4)
})

test('a new key signs beside the old one, for a day', async () => {
  await using it = await started()
  await it.call('POST', `${LIST}/${it.subscriptionId}/secret-key`)
  const signatures = async () => {
    it.sandbox.setTeam(it.jobId, [])
    await it.sandbox.callbacks.settled()
    return String(it.receiver.received.at(-1)?.headers['smartrecruiters-signature']).split(';').length
  }

  expect(await signatures()).toBe(2)
  it.clock.advance(25 * 60 * 60 * 1000)
  expect(await signatures()).toBe(1)
})

test('there are no more than 16 keys and 20 subscriptions', async () => {
  await using it = await started()
  const statuses = async (count: number, path: string, body?: object) => {
    const all: number[] = []
    for (let at = 0; at < count; at++) all.push((await it.call('POST', path, body)).status)
    return all
  }

  expect((await statuses(16, `${LIST}/${it.subscriptionId}/secret-key`)).slice(-2)).toEqual([201, 400])
  expect((await statuses(20, LIST, { callbackUrl: it.receiver.url, events: EVENTS })).slice(-2)).toEqual([201, 422])
})

test.each([
  [{ events: [] }],
  [{ events: ['application.moved'] }],
  [{ callbackUrl: 'ftp://us.example' }],
  [{ callbackAuthentication: { type: 'header', headerName: 'authorization', headerValue: 'x' } }],
])('a subscription with %j is refused', async (change) => {
  await using it = await started()

  expect((await it.call('POST', LIST, { callbackUrl: it.receiver.url, events: EVENTS, ...change })).status).toBe(400)
})

test('a subscription may want a header of its own', async () => {
  await using it = await started({}, ['candidate.deleted'])
  const callbackAuthentication = { type: 'header', headerName: 'x-ours', headerValue: 'secret' }
  const body = { callbackUrl: it.receiver.url, events: ['candidate.deleted'], callbackAuthentication }
  const { id } = (await it.call('POST', LIST, body)).body
  await it.call('PUT', `${LIST}/${id}/activation`)

  it.sandbox.removeCandidate(it.id)
  await it.sandbox.callbacks.settled()

  expect(it.receiver.received.map(({ headers }) => headers['x-ours']).toSorted()).toEqual(['secret', undefined])
})

test.each<[Partial<CallbackSettings>, number]>([
  [{ drop: true }, 0],
  [{ double: true }, 2],
  [{ delayMs: 20 }, 1],
])('%j changes what arrives', async (settings, count) => {
  await using it = await started(settings)

  it.sandbox.setTeam(it.jobId, [])
  await it.sandbox.callbacks.settled()

  expect(it.receiver.received).toHaveLength(count)
})

test.each([true, false])('what the API wrote is told of: %j', async (ownWritesAreToldOf) => {
  await using it = await started()
  it.sandbox.settings.ownWritesAreToldOf = ownWritesAreToldOf

  await it.call('POST', `/candidates/${it.id}/tags`, { tags: ['x'] })
  await it.sandbox.callbacks.settled()

  expect(namesIn(it.receiver)).toEqual(ownWritesAreToldOf ? ['candidate.updated'] : [])
})

test('a step alone may tell nothing', async () => {
  await using it = await started()
  it.sandbox.settings.stepIsToldOf = false
  it.sandbox.move(it.id, it.jobId, { status: 'IN_REVIEW' })
  it.sandbox.move(it.id, it.jobId, { status: 'IN_REVIEW', step: 'Crosschq' })
  await it.sandbox.callbacks.settled()

  expect(it.receiver.received).toHaveLength(1)
})

test('closing ends what waits', async () => {
  await using it = await started({ delayMs: 60_000 })
  it.sandbox.hire(it.id, it.jobId)

  await it.sandbox.close()
  await it.sandbox.callbacks.settled()

  expect(it.receiver.received).toEqual([])
})
