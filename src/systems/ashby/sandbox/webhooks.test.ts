import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { startReceiver, startWithCall } from './testing.ts'

test('create pings the endpoint and signs the ping', async () => {
  await using running = await startWithCall()
  await using receiver = await startReceiver()

  const { results } = await running.call('webhook.create', {
    webhookType: 'candidateHire',
    requestUrl: receiver.url,
    secretToken: 'secret',
  })

  const ping = receiver.received[0]
  expect(results).toMatchObject({ enabled: true, webhookType: 'candidateHire', secretToken: 'secret' })
  expect(ping).toMatchObject({ action: 'ping', data: { webhookActionType: 'ping' } })
  const signature = createHmac('sha256', 'secret')
    .update(ping?.raw ?? '')
    .digest('hex')
  expect(ping?.headers['ashby-signature']).toBe(`sha256=${signature}`)
})

test.each([
  [200, true],
  [302, true],
  [400, true],
  [401, false],
  [503, false],
])('a ping answered %i leaves enabled %s', async (status, isEnabled) => {
  await using running = await startWithCall()
  await using receiver = await startReceiver()
  receiver.statuses.push(status)
  const body = { webhookType: 'candidateHire', requestUrl: receiver.url, secretToken: 'secret' }

  const { results } = await running.call('webhook.create', body)

  expect(results.enabled).toBe(isEnabled)
  expect((await running.call('webhook.info', { webhookId: results.id })).results).toEqual({
    id: results.id,
    enabled: isEnabled,
    requestUrl: receiver.url,
    webhookType: 'candidateHire',
  })
})

test('an endpoint that is down is stored disabled', async () => {
  await using running = await startWithCall()
  const body = { webhookType: 'candidateHire', requestUrl: 'http://127.0.0.1:9/hook', secretToken: '' }

  expect(await running.call('webhook.create', body)).toMatchObject({ success: true, results: { enabled: false } })
})

test('the same address and type is refused', async () => {
  await using running = await startWithCall()
  await using receiver = await startReceiver()
  const body = { webhookType: 'candidateHire', requestUrl: receiver.url, secretToken: 's' }
  await running.call('webhook.create', body)

  const twice = await running.call('webhook.create', body)
  const otherType = await running.call('webhook.create', { ...body, webhookType: 'offerUpdate' })

  expect(twice.errors?.[0]).toMatch(/duplicate webhook/i)
  expect(otherType.success).toBe(true)
})

test('later types are for people unless set', async () => {
  await using running = await startWithCall()
  await using receiver = await startReceiver()
  const { sandbox, call } = running
  const body = { webhookType: 'openingCreate', requestUrl: receiver.url, secretToken: 's' }

  const refused = await call('webhook.create', body)
  sandbox.settings.acceptsLaterWebhookTypes = true
  const taken = await call('webhook.create', body)
  await call('webhook.delete', { webhookId: taken.results.id })
  const byHand = await sandbox.addWebhookByHand(body)

  expect([refused.errorInfo?.code, taken.success, byHand.enabled]).toEqual(['invalid_input', true, true])
})

test('update pings again and needs something to change', async () => {
  await using running = await startWithCall()
  await using receiver = await startReceiver()
  const body = { webhookType: 'candidateHire', requestUrl: receiver.url, secretToken: 's' }
  const webhookId = (await running.call('webhook.create', body)).results.id

  const nothing = await running.call('webhook.update', { webhookId })
  receiver.statuses.push(500)
  const failed = await running.call('webhook.update', { webhookId, secretToken: 'new' })
  const revived = await running.call('webhook.update', { webhookId, enabled: true })
  const off = await running.call('webhook.update', { webhookId, enabled: false })

  expect(nothing.errorInfo?.code).toBe('invalid_input')
  expect([failed, revived, off].map(({ results }) => results.enabled)).toEqual([false, true, false])
  expect(revived.results.secretToken).toBe('new')
})

test('a deleted webhook is not found', async () => {
  await using running = await startWithCall()
  await using receiver = await startReceiver()
  const body = { webhookType: 'candidateHire', requestUrl: receiver.url, secretToken: 's' }
  const webhookId = (await running.call('webhook.create', body)).results.id

  expect((await running.call('webhook.delete', { webhookId })).results).toEqual({ webhookId })
  const answers = [
    await running.call('webhook.delete', { webhookId }),
    await running.call('webhook.info', { webhookId }),
    await running.call('webhook.update', { webhookId, enabled: true }),
  ]
  expect(answers.map(({ errorInfo }) => errorInfo?.code)).toEqual(Array(3).fill('webhook_not_found'))
})
