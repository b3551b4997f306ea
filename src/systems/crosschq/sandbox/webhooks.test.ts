import { expect, test } from 'vitest'
import { startReceiver } from '../../../sandbox/receiver.ts'
import type { CrosschqSandboxOptions } from '../sandbox.ts'
import { CREATE_BODY, startWithCall } from './testing.ts'
import type { WebhookAuth, WebhookSettings } from './webhooks.ts'

async function start(webhooks: Partial<WebhookSettings> = {}, options: CrosschqSandboxOptions = {}) {
  const receiver = await startReceiver()
  const running = await startWithCall({ ...options, webhooks: { url: receiver.url, ...webhooks } })
  const { sandbox } = running
  const { id } = sandbox.requestInCrosschq(CREATE_BODY)
  const statuses = async () => {
    await sandbox.webhooks.settled()
    return receiver.received.map(({ body }) => body.status)
  }
  const dispose = async () => {
    await sandbox.close()
    await receiver[Symbol.asyncDispose]()
  }
  return { ...running, receiver, id, statuses, [Symbol.asyncDispose]: dispose }
}

test('a change of status is told whole', async () => {
  await using it = await start()
  it.sandbox.complete(it.id, { score: 4 })

  await it.sandbox.webhooks.settled()

  const [first, ...others] = it.receiver.received
  expect(others).toEqual([])
  expect([first?.method, first?.headers.authorization]).toEqual(['POST', undefined])
  expect(Object.keys(first?.body).sort()).toEqual([
    ...['candidate', 'created_at', 'id', 'job_role', 'progress', 'references', 'report_full_pdf', 'report_summary_pdf'],
    ...['report_url', 'status', 'status_updated_on', 'updated_on'],
  ])
  expect(first?.body).toMatchObject({ id: it.id, job_role: 'software-engineer', status: 'completed', progress: 100 })
  expect((await fetch(first?.body.report_full_pdf)).status).toBe(200)
})

test('every status is told, also through the API', async () => {
  await using it = await start()
  it.sandbox.selfReference(it.id)
  it.sandbox.answerReference(it.id)
  it.sandbox.setHiringStatus(it.id, 'hired')
  it.sandbox.pastDue(it.id)
  await it.call('POST', `/partners/reference-request/${it.id}/cancel/`, {})

  expect(await it.statuses()).toEqual(['in_progress', 'past_due', 'cancelled'])
})

test('progress is told where it is set so', async () => {
  await using it = await start({ on: 'progress' })
  it.sandbox.selfReference(it.id)
  it.sandbox.answerReference(it.id)
  it.sandbox.answerReference(it.id)
  await it.sandbox.webhooks.settled()

  expect(it.receiver.received.map(({ body }) => body.progress)).toEqual([33, 66, 100])
})

test.each<[WebhookAuth, string | undefined]>([
  [{ type: 'none' }, undefined],
  [{ type: 'basic', token: 'abc' }, 'Basic abc'],
  [{ type: 'token', token: 'abc', form: 'bare' }, 'abc'],
  [{ type: 'token', token: 'abc', form: 'Token' }, 'Token abc'],
  [{ type: 'token', token: 'abc', form: 'Bearer' }, 'Bearer abc'],
])('%j writes its header', async (auth, header) => {
  await using it = await start({ auth, method: 'PUT' })
  it.sandbox.complete(it.id)
  await it.sandbox.webhooks.settled()

  expect(it.receiver.received.map(({ method, headers }) => [method, headers.authorization])).toEqual([['PUT', header]])
})

test.each<[Partial<WebhookSettings>, string[]]>([
  [{ drop: true }, []],
  [{ double: true }, ['in_progress', 'in_progress', 'completed', 'completed']],
  [{ reorder: true }, ['completed', 'in_progress']],
  [{ delayMs: 20 }, ['in_progress', 'completed']],
])('%j changes what arrives', async (settings, expected) => {
  await using it = await start(settings)
  it.sandbox.selfReference(it.id)
  it.sandbox.complete(it.id)

  expect(await it.statuses()).toEqual(expected)
})

test('a lone delivery is not held for ever', async () => {
  await using it = await start({ reorder: true })
  it.sandbox.complete(it.id)

  expect(await it.statuses()).toEqual(['completed'])
})

test('a failed delivery is tried again as set', async () => {
  await using it = await start({ retries: 2 })
  it.receiver.statuses.push(500, 503, 202)
  it.sandbox.complete(it.id)
  await it.sandbox.webhooks.settled()

  expect(it.sandbox.webhooks.attempts.map(({ status }) => status)).toEqual([500, 503, 202])
  expect(it.receiver.received[2]?.body).toEqual(it.receiver.received[0]?.body)
})

test('nobody listening is an attempt without answer', async () => {
  await using it = await start()
  await it.receiver[Symbol.asyncDispose]()
  it.sandbox.complete(it.id)
  await it.sandbox.webhooks.settled()

  expect(it.sandbox.webhooks.attempts.map(({ status }) => status)).toEqual([0])
})

test('closing cancels what is still to be sent', async () => {
  await using it = await start({ delayMs: 60_000 })
  it.sandbox.complete(it.id)

  await it.sandbox.close()

  expect(await it.statuses()).toEqual([])
})

test('nothing is sent before an address is known', async () => {
  await using it = await start({ url: undefined })
  it.sandbox.complete(it.id)

  expect(await it.statuses()).toEqual([])
  expect(it.sandbox.webhooks.attempts).toEqual([])
})
