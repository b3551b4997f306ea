import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { startChartHopSandbox } from '../sandbox.ts'
import { callerOf } from './test-client.ts'
import type { WebhookSettings } from './webhooks.ts'

async function start(webhooks: Partial<WebhookSettings> = {}, status = 200) {
  const bodies: Record<string, unknown>[] = []
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    bodies.push(JSON.parse(Buffer.concat(chunks).toString()))
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks/change?token=t`
  const sandbox = await startChartHopSandbox({ webhooks: { url, events: ['job.*'], ...webhooks } })
  const dispose = async (): Promise<void> => {
    await sandbox.close()
    await new Promise((resolve) => receiver.close(resolve))
  }
  return { sandbox, bodies, call: callerOf(sandbox), [Symbol.asyncDispose]: dispose }
}

const kinds = (bodies: readonly Record<string, unknown>[]) =>
  bodies.map(({ entityType, type }) => `${entityType}.${type}`)

test('tells of a job in the documented keys', async () => {
  await using it = await start({ events: ['change.create.*'] })
  const job = it.sandbox.addJob({ title: 'Cook' })

  await it.sandbox.webhooks.settled()

  expect(it.bodies).toEqual([
    {
      ...{ id: expect.any(String), orgId: it.sandbox.org.id, userId: expect.any(String), userName: expect.any(String) },
      ...{ appId: expect.any(String), appName: 'Sandbox app', type: 'CREATE', subtype: 'CREATE' },
      ...{ entityType: 'CHANGE', entityId: expect.any(String), at: expect.any(String) },
      payload: expect.objectContaining({ jobId: job.id, type: 'CREATE' }),
    },
  ])
})

test('tells of writes through the API in order', async () => {
  await using it = await start({ events: ['*'] })
  const { id } = it.sandbox.addJob({ title: 'Cook' })
  await it.call('PATCH', `/v2/org/{org}/job/${id}`, { title: 'Chef' })
  it.sandbox.fillJob(id, { last: 'Turing' })
  it.sandbox.deleteJob(id)

  await it.sandbox.webhooks.settled()

  expect(it.sandbox.webhooks.deliveries.map(({ code }) => code)).toEqual([
    'change.create.create',
    'job.create',
    'change.create.update',
    'job.update',
    'person.create',
    'change.create.hire',
    'change.create.delete',
    'job.delete',
  ])
})

test('keys are in lower case when set so', async () => {
  await using it = await start({ lowerCaseKeys: true })
  it.sandbox.addJob()

  await it.sandbox.webhooks.settled()

  expect(it.bodies[0]).toMatchObject({ entitytype: 'JOB', orgid: it.sandbox.org.id })
})

test.each([
  ['drop', []],
  ['double', ['JOB.CREATE', 'JOB.CREATE', 'JOB.UPDATE', 'JOB.UPDATE']],
  ['reorder', ['JOB.UPDATE', 'JOB.CREATE']],
] as const)('%s changes what arrives', async (setting, expected) => {
  await using it = await start({ [setting]: true })
  const { id } = it.sandbox.addJob()
  it.sandbox.setRecruit(id, 'active')

  await it.sandbox.webhooks.settled()

  expect(kinds(it.bodies)).toEqual(expected)
})

test('a lone event is not held for ever', async () => {
  await using it = await start({ reorder: true })
  it.sandbox.addJob()

  await it.sandbox.webhooks.settled()

  expect(kinds(it.bodies)).toEqual(['JOB.CREATE'])
})

test('a failed delivery is not tried again', async () => {
  await using it = await start({}, 503)
  it.sandbox.addJob()

  await it.sandbox.webhooks.settled()

  expect(it.sandbox.webhooks.deliveries.map(({ status }) => status)).toEqual([503])
  expect(it.bodies.length).toBe(1)
})

test('closing cancels what is still to be sent', async () => {
  await using it = await start({ delayMs: 60_000 })
  it.sandbox.addJob()

  await it.sandbox.close()
  await it.sandbox.webhooks.settled()

  expect(it.bodies).toEqual([])
})

test('nothing is sent before an address is known', async () => {
  await using it = await start({ url: undefined })
  it.sandbox.addJob()

  await it.sandbox.webhooks.settled()

  expect(it.sandbox.webhooks.deliveries).toEqual([])
})
