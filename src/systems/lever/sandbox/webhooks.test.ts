import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { startReceiver } from '../../../sandbox/receiver.ts'
import type { LeverSandboxOptions } from '../sandbox.ts'
import type { EventName } from './model.ts'
import { startWithCall } from './testing.ts'

async function start(options: LeverSandboxOptions = {}, events: readonly EventName[] = ['candidateStageChange']) {
  const receiver = await startReceiver()
  const running = await startWithCall(options)
  const made = []
  for (const event of events) {
    made.push((await running.call('POST', '/webhooks', { url: receiver.url, event })).body.data)
  }
  const { id } = running.sandbox.apply(running.sandbox.addPosting().id)
  const arrived = async () => {
    await running.sandbox.webhooks.settled()
    return receiver.received.map(({ body }) => body)
  }
  const dispose = async () => {
    await running.sandbox.close()
    await receiver[Symbol.asyncDispose]()
  }
  return { ...running, receiver, made, id, arrived, [Symbol.asyncDispose]: dispose }
}

test('a delivery is signed with the token of its own webhook', async () => {
  await using it = await start({}, ['candidateStageChange', 'candidateArchiveChange'])
  it.sandbox.move(it.id, 'offer')
  it.sandbox.archive(it.id)

  const bodies = await it.arrived()

  expect(it.receiver.received[0]?.headers['user-agent']).toBe('Lever-Webhooks')
  expect(bodies.map(({ event }) => event)).toEqual(['candidateStageChange', 'candidateArchiveChange'])
  const keys = it.made.map(({ configuration }) => configuration.signatureToken)
  expect(new Set(keys).size).toBe(2)
  for (const [at, { token, triggeredAt, signature }] of bodies.entries()) {
    expect(keys[at]).toMatch(/^[0-9a-f]{48}$/)
    expect(token).toMatch(/^[0-9a-f]{48}$/)
    expect(signature).toBe(createHmac('sha256', keys[at]).update(`${token}${triggeredAt}`).digest('hex'))
  }
})

test('a stage change names stages and ids, and no person', async () => {
  await using it = await start()
  it.sandbox.move(it.id, 'offer')
  it.sandbox.move(it.id, 'offer')

  const [body, ...others] = await it.arrived()

  const { contactId } = it.sandbox.state.opportunities.get(it.id)!
  expect(others).toEqual([])
  expect(body.data).toEqual({
    ...{ opportunityId: it.id, contactId, candidateId: it.id, toStageId: 'offer', fromStageId: 'applicant-new' },
  })
})

test.each<[readonly EventName[], string[]]>([
  [
    ['candidateHired', 'candidateArchiveChange'],
    ['candidateHired', 'candidateArchiveChange'],
  ],
  [['candidateHired'], ['candidateHired']],
  [['candidateArchiveChange'], ['candidateArchiveChange']],
])('a hire is told as %j', async (hireEvents, expected) => {
  await using it = await start({ hireEvents }, ['candidateHired', 'candidateArchiveChange', 'candidateStageChange'])
  it.sandbox.hire(it.id)

  expect((await it.arrived()).map(({ event }) => event)).toEqual(expected)
})

test('an archiving tells from and to', async () => {
  await using it = await start({}, ['candidateArchiveChange'])
  it.sandbox.archive(it.id)
  it.sandbox.unarchive(it.id)

  const [to, back] = await it.arrived()

  const archived = { reason: expect.any(String), archivedAt: expect.any(Number) }
  expect([to.data.fromArchived, to.data.toArchived]).toEqual([null, archived])
  expect([back.data.fromArchived, back.data.toArchived]).toEqual([archived, null])
})

test('our own writes are told like those of people', async () => {
  await using it = await start()
  await it.call('PUT', `/opportunities/${it.id}/stage`, { stage: 'offer' })

  expect(await it.arrived()).toHaveLength(1)
})

test('nothing is sent of what is switched off', async () => {
  await using it = await start()
  it.sandbox.switchEvent('candidateStageChange', false)
  it.sandbox.move(it.id, 'offer')

  expect(await it.arrived()).toEqual([])
})

test('a webhook may be for some origins only', async () => {
  await using it = await start({}, [])
  const configuration = { conditions: { origins: ['referred'] } }
  const body = { url: it.receiver.url, event: 'candidateStageChange', configuration }
  await it.call('POST', '/webhooks', body)
  it.sandbox.move(it.id, 'offer')
  it.sandbox.move(it.sandbox.addLead({ origin: 'referred', email: 'r@people.example' }).id, 'offer')

  expect(await it.arrived()).toHaveLength(1)
})

test('a webhook made by hand has a token of its own, or none', async () => {
  await using it = await start({}, [])
  const signed = it.sandbox.addWebhook({ event: 'candidateHired', url: it.receiver.url })
  const bare = it.sandbox.addWebhook({ event: 'candidateHired', url: it.receiver.url, isSigned: false })
  it.sandbox.webhooks.verifyConnection(signed.id)
  it.sandbox.webhooks.verifyConnection(bare.id)

  const bodies = await it.arrived()

  expect(bodies.map(({ data }) => data)).toEqual([{}, {}])
  expect(bodies.map(({ signature }) => typeof signature)).toEqual(['string', 'undefined'])
  expect((await it.call('DELETE', `/webhooks/${signed.id}`)).status).toBe(400)
})

test('the signature token is told once, and a second webhook is not stopped', async () => {
  await using it = await start({}, ['candidateHired', 'candidateHired'])

  const { data } = (await it.call('GET', '/webhooks')).body

  expect(data).toHaveLength(2)
  expect(JSON.stringify(data)).not.toContain('signatureToken')
  expect((await it.call('DELETE', `/webhooks/${data[0].id}`)).status).toBe(204)
  expect(it.sandbox.state.webhooks.size).toBe(1)
})

test.each([
  [{ url: 'https://sync.example' }],
  [{ url: 'sync.example', event: 'candidateHired' }],
  [{ url: 'https://sync.example', event: 'candidateMoved' }],
])('%j is refused', async (body) => {
  await using it = await start({}, [])

  expect((await it.call('POST', '/webhooks', body)).status).toBe(400)
})

test('addresses may have to be https', async () => {
  await using it = await startWithCall({ httpsOnly: true })

  const { status } = await it.call('POST', '/webhooks', { url: 'http://sync.example', event: 'candidateHired' })

  expect(status).toBe(400)
})

test('a failed delivery is tried five times more', async () => {
  await using it = await start({ webhooks: { retryDelayMs: 1 } })
  it.receiver.statuses.push(500, 302, 404, 500, 500, 500, 500)
  it.sandbox.move(it.id, 'offer')
  await it.arrived()

  expect(it.sandbox.webhooks.attempts.map(({ status }) => status)).toEqual([500, 302, 404, 500, 500, 500])
})

test('old senders name the opportunity as candidate', async () => {
  await using it = await start({ webhooks: { ids: 'candidateId', eventId: true } })
  it.sandbox.move(it.id, 'offer')

  const [body] = await it.arrived()

  expect(body.id).toEqual(expect.any(String))
  expect(body.data).toEqual({ candidateId: it.id, toStageId: 'offer', fromStageId: 'applicant-new' })
})

test('people, applications and deletions are told too', async () => {
  await using it = await start({}, ['applicationCreated', 'contactCreated', 'contactUpdated', 'candidateDeleted'])
  const { id } = it.sandbox.apply(it.sandbox.addPosting().id, { email: 'new@people.example' })
  it.sandbox.addLink(id, 'https://x.example')
  it.sandbox.deleteOpportunity(id, it.sandbox.userId)

  const events = (await it.arrived()).map(({ event }) => event)

  expect(events.slice(-4)).toEqual(['contactCreated', 'applicationCreated', 'contactUpdated', 'candidateDeleted'])
})
