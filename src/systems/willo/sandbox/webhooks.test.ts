import { expect, test } from 'vitest'
import { startReceiver } from '../../../sandbox/receiver.ts'
import type { EventName } from './model.ts'
import { startWithCall } from './testing.ts'
import type { WebhookSettings } from './webhooks.ts'

async function start(webhooks: Partial<WebhookSettings> = {}, events: readonly EventName[] = ['new_response']) {
  const receiver = await startReceiver()
  const running = await startWithCall({ webhooks })
  const { sandbox, call } = running
  const interview = sandbox.addInterview()
  for (const event of events) {
    const url = `${receiver.url}?event=${event}`
    await call('POST', '/webhooks/', { url, event, follow_all_interviews: false, interviews: [interview.key] })
  }
  const { key } = sandbox.inviteByHand(interview.key, { name: 'Ida', email: 'ida@people.example' })
  const dispose = async () => {
    await sandbox.close()
    await receiver[Symbol.asyncDispose]()
  }
  return { ...running, receiver, interview, key, [Symbol.asyncDispose]: dispose }
}

test('a webhook is made, listed, changed and deleted', async () => {
  await using it = await start({}, [])
  const made = await it.call('POST', '/webhooks/', { url: 'https://sync.example/a', event: 'new_response' })
  const path = `/webhooks/${made.body.key}/`
  const changed = await it.call('PATCH', path, { url: 'https://sync.example/b' })

  expect([made.status, changed.status]).toEqual([201, 200])
  expect((await it.call('GET', '/webhooks/')).body.results).toEqual([
    {
      ...{ key: made.body.key, url: 'https://sync.example/b', event: 'new_response', follow_all_interviews: false },
      ...{
        interviews: [],
        departments: [],
        users: [],
        payload_configuration: null,
        api_version: 'v1',
        status: 'active',
      },
    },
  ])
  expect((await it.call('GET', path)).status).toBe(405)
  expect((await it.call('DELETE', path)).status).toBe(204)
  expect((await it.call('DELETE', path)).status).toBe(404)
})

test.each([
  [{}, ['url', 'event']],
  [{ url: 'ftp://sync.example', event: 'new_response' }, ['url']],
  [{ url: 'https://sync.example', event: 'New Response' }, ['event']],
  [{ url: 'https://sync.example', event: 'new_response', interviews: ['0'.repeat(32)] }, ['interviews']],
])('%j is refused by field', async (body, fields) => {
  await using it = await start({}, [])

  const answer = await it.call('POST', '/webhooks/', body)

  expect([answer.status, Object.keys(answer.body)]).toEqual([400, fields])
})

test('a response is told without its event', async () => {
  await using it = await start()
  it.sandbox.answer(it.key, 'all')
  it.sandbox.complete(it.key)

  await it.sandbox.webhooks.settled()

  expect(
    it.receiver.received.map(({ method, path, headers, body }) => [method, path, headers.authorization, body]),
  ).toEqual([
    [
      'POST',
      '/hooks/vendor?event=new_response',
      undefined,
      { interview: it.interview.key, participant: it.key, stage: 'New' },
    ],
  ])
})

test('each event tells its own webhook', async () => {
  await using it = await start({}, ['new_response', 'stage_change', 'new_comment', 'new_score'])
  it.sandbox.complete(it.key)
  it.sandbox.moveStage(it.key, 'Accepted')
  await it.call('PATCH', `/participants/${it.key}/`, { stage: 'Accepted' })
  await it.call('PATCH', `/participants/${it.key}/`, { stage: 'Rejected' })
  it.sandbox.reviewerScores(it.key, 4)
  it.sandbox.reviewerScores(it.key, 5, 'Good')

  await it.sandbox.webhooks.settled()

  expect(it.receiver.received.map(({ path, body }) => [path.split('=')[1], body.stage])).toEqual([
    ['new_response', 'New'],
    ['stage_change', 'Accepted'],
    ['stage_change', 'Rejected'],
    ['new_score', 'Rejected'],
    ['new_score', 'Rejected'],
    ['new_comment', 'Rejected'],
  ])
})

test('only followed interviews are told', async () => {
  await using it = await start()
  const other = it.sandbox.addInterview({ department: 'Kitchen' })
  const complete = () => it.sandbox.complete(it.sandbox.joinByLink(other.key, { name: 'Lee' }).key)
  const arrived = async () => {
    await it.sandbox.webhooks.settled()
    return it.receiver.received.length
  }
  const [webhook] = it.sandbox.state.webhooks.values()
  const change = (body: object) => it.call('PATCH', `/webhooks/${webhook?.key}/`, body)

  complete()
  expect(await arrived()).toBe(0)
  await change({ departments: [other.department?.key] })
  complete()
  expect(await arrived()).toBe(1)
  await change({ departments: [], follow_all_interviews: true })
  complete()
  expect(await arrived()).toBe(2)
  await change({ status: 'inactive' })
  complete()
  expect(await arrived()).toBe(2)
})

test.each(['flat', 'nested', 'inAddress'] as const)('the keys are somewhere in a %s body', async (shape) => {
  await using it = await start({ shape })
  it.sandbox.complete(it.key)
  await it.sandbox.webhooks.settled()

  const keys = JSON.stringify(it.receiver.received[0]?.body).match(/[0-9a-f]{32}/g)

  expect(keys).toEqual(expect.arrayContaining([it.key, it.interview.key]))
})

test('a body may be of a test’s own shape', async () => {
  await using it = await start({ shape: ({ event, participant }) => ({ [event]: [participant.key] }) })
  it.sandbox.complete(it.key)
  await it.sandbox.webhooks.settled()

  expect(it.receiver.received.map(({ body }) => body)).toEqual([{ new_response: [it.key] }])
})

test.each<[Partial<WebhookSettings>, string[]]>([
  [{ drop: true }, []],
  [{ double: true }, ['new_response', 'new_response', 'new_score', 'new_score']],
  [{ reorder: true }, ['new_score', 'new_response']],
  [{ delayMs: 20 }, ['new_response', 'new_score']],
])('%j changes what arrives', async (settings, expected) => {
  await using it = await start(settings, ['new_response', 'new_score'])
  it.sandbox.complete(it.key)
  it.sandbox.reviewerScores(it.key, 3)
  await it.sandbox.webhooks.settled()

  expect(it.receiver.received.map(({ path }) => path.split('=')[1])).toEqual(expected)
})

test('a failed delivery is tried again as set', async () => {
  await using it = await start({ retries: 1 })
  it.receiver.statuses.push(503)
  it.sandbox.complete(it.key)
  await it.sandbox.webhooks.settled()

  expect(it.sandbox.webhooks.attempts.map(({ status }) => status)).toEqual([503, 200])
})

test('closing cancels what is still to be sent', async () => {
  await using it = await start({ delayMs: 60_000 })
  it.sandbox.complete(it.key)

  await it.sandbox.close()
  await it.sandbox.webhooks.settled()

  expect(it.receiver.received).toEqual([])
})
