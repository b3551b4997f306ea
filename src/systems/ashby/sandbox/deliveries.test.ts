import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { AshbySandboxOptions } from '../sandbox.ts'
import { retryDelayMs } from './deliveries.ts'
import { startReceiver, startWithCall } from './testing.ts'

async function startWithHooks(types: readonly string[], options: AshbySandboxOptions = {}) {
  const running = await startWithCall({ retryDelayScale: 0.0001, ...options })
  const receiver = await startReceiver()
  const { sandbox } = running
  const job = sandbox.addJob({ title: 'Engineer' })
  const { candidate, application } = sandbox.addCandidateWithApplication({ name: 'Ida', jobId: job.id })
  for (const webhookType of types) {
    await sandbox.addWebhookByHand({ webhookType, requestUrl: receiver.url, secretToken: 'secret' })
  }
  receiver.received.length = 0
  const close = async () => {
    await sandbox.close()
    await receiver[Symbol.asyncDispose]()
  }
  return { ...running, receiver, job, candidate, application, [Symbol.asyncDispose]: close }
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5))
}

test('a hire tells all three webhooks one action id', async () => {
  await using running = await startWithHooks(['candidateHire', 'applicationUpdate', 'candidateStageChange'])
  const { sandbox, application, receiver } = running
  const offer = sandbox.acceptOffer(sandbox.makeOffer({ applicationId: application.id }).id)

  sandbox.hire(application.id)
  await sandbox.deliveries.settled()

  const { received } = receiver
  expect(received.map(({ action }) => action).toSorted()).toEqual([
    'applicationUpdate',
    'candidateHire',
    'candidateStageChange',
  ])
  expect(new Set(received.map(({ webhookActionId }) => webhookActionId)).size).toBe(1)
  const hire = received.find(({ action }) => action === 'candidateHire')
  expect(hire?.data).toMatchObject({
    application: { id: application.id, status: 'Hired' },
    offer: { id: offer.id, versions: [{}], formDefinition: {} },
  })
  const signature = createHmac('sha256', 'secret')
    .update(hire?.raw ?? '')
    .digest('hex')
  expect(hire?.headers['ashby-signature']).toBe(`sha256=${signature}`)
})

test('each action of a person tells its webhook', async () => {
  const types = [
    'openingCreate',
    'applicationSubmit',
    'offerCreate',
    'offerUpdate',
    'offerDelete',
    'candidateMerge',
    'pushToHRIS',
  ]
  await using running = await startWithHooks(types)
  const { sandbox, application, candidate, job, receiver } = running

  sandbox.addHandMadeOpening({ identifier: 'R-1' })
  const double = sandbox.addCandidateWithApplication({ name: 'Ida 2', jobId: job.id })
  const offer = sandbox.makeOffer({ applicationId: application.id })
  sandbox.acceptOffer(offer.id)
  sandbox.deleteOffer(offer.id)
  sandbox.mergeCandidates(candidate.id, double.candidate.id)
  sandbox.pushToHris(application.id)
  await sandbox.deliveries.settled()

  expect(receiver.received.map(({ action }) => action).toSorted()).toEqual(types.toSorted())
  const merge = receiver.received.find(({ action }) => action === 'candidateMerge')
  expect(merge?.data).toEqual({ deletedCandidate: { id: double.candidate.id }, mergedCandidate: { id: candidate.id } })
})

test('a plain stage change is no hire', async () => {
  await using running = await startWithHooks(['candidateHire', 'applicationUpdate', 'candidateStageChange'])

  running.sandbox.moveToStage(running.application.id, 'Interview')
  await running.sandbox.deliveries.settled()

  expect(running.receiver.received.map(({ action }) => action)).toEqual(['candidateStageChange'])
})

test('field values on applications are told', async () => {
  await using running = await startWithHooks(['applicationUpdate'])
  const { sandbox, application, receiver } = running
  const field = sandbox.createFieldByHand({ title: 'Level', objectType: 'Application', fieldType: 'String' })

  sandbox.setValue('Application', application.id, field.id, 'L5')
  await sandbox.deliveries.settled()

  expect(receiver.received[0]?.data.application.customFields).toMatchObject([{ value: 'L5' }])
})

test('retries with the same body until acknowledged', async () => {
  await using running = await startWithHooks(['pushToHRIS'])
  const { sandbox, application, receiver } = running
  receiver.statuses.push(500, 302, 204)

  sandbox.pushToHris(application.id)
  await until(() => sandbox.deliveries.attempts.filter(({ action }) => action === 'pushToHRIS').length === 3)

  expect(new Set(receiver.received.map(({ raw }) => raw)).size).toBe(1)
  expect(sandbox.deliveries.attempts.slice(-3).map(({ attempt, status }) => [attempt, status])).toEqual([
    [1, 500],
    [2, 302],
    [3, 204],
  ])
})

test('gives up after ten attempts', async () => {
  await using running = await startWithHooks(['pushToHRIS'], { retryDelayScale: 0 })
  const { sandbox, application, receiver } = running
  receiver.statuses.push(...Array(20).fill(503))

  sandbox.pushToHris(application.id)
  await until(() => receiver.received.length >= 10)
  await new Promise((resolve) => setTimeout(resolve, 50))

  expect(receiver.received).toHaveLength(10)
})

test.each([401, 403, 404, 405, 410])('never retries after %i', async (status) => {
  await using running = await startWithHooks(['pushToHRIS'], { retryDelayScale: 0 })
  const { sandbox, application, receiver } = running
  receiver.statuses.push(status)

  sandbox.pushToHris(application.id)
  await sandbox.deliveries.settled()
  await new Promise((resolve) => setTimeout(resolve, 50))

  expect(receiver.received).toHaveLength(1)
})

test('waits longer after every attempt', () => {
  expect([1, 2, 3, 4].map(retryDelayMs)).toEqual([10_000, 30_000, 70_000, 150_000])
})

test('an answer that never comes is retried', async () => {
  await using running = await startWithHooks(['pushToHRIS'], { webhookTimeoutMs: 30 })
  await using deaf = await startWithCall()
  const { sandbox, application } = running
  deaf.sandbox.server.faults.add({ fault: { type: 'latency', ms: 5000 } })
  await sandbox.addWebhookByHand({ webhookType: 'candidateHire', requestUrl: deaf.sandbox.url, secretToken: '' })
  const [disabled] = [...sandbox.state.webhooks.all()].slice(-1)
  sandbox.state.webhooks.put({ ...disabled!, enabled: true })

  sandbox.hire(application.id)
  await until(() =>
    sandbox.deliveries.attempts.some(({ action, attempt }) => action === 'candidateHire' && attempt === 2),
  )

  expect(sandbox.deliveries.attempts.at(-1)?.status).toBe(undefined)
})

test('deliveries can be dropped, doubled and reordered', async () => {
  await using running = await startWithHooks(['pushToHRIS', 'candidateStageChange'])
  const { sandbox, application, receiver } = running
  const { deliveries } = sandbox
  const push = () => sandbox.pushToHris(application.id)

  deliveries.drop(1)
  push()
  await deliveries.settled()
  const afterDrop = receiver.received.length
  deliveries.double(1)
  push()
  push()
  await deliveries.settled()
  const afterDouble = receiver.received.length
  deliveries.hold()
  push()
  sandbox.moveToStage(application.id, 'Interview')
  await deliveries.settled()
  const whileHeld = receiver.received.length
  deliveries.release('reversed')
  await deliveries.settled()

  expect([afterDrop, afterDouble, whileHeld]).toEqual([0, 3, 3])
  expect(receiver.received.slice(3).map(({ action }) => action)).toEqual(['candidateStageChange', 'pushToHRIS'])
})

test('closing cancels what waits for its retry', async () => {
  await using running = await startWithHooks(['pushToHRIS'], { retryDelayScale: 0.005 })
  const { sandbox, application, receiver } = running
  receiver.statuses.push(500)
  sandbox.pushToHris(application.id)
  await sandbox.deliveries.settled()

  await sandbox.close()
  await new Promise((resolve) => setTimeout(resolve, 100))

  expect(receiver.received).toHaveLength(1)
})
