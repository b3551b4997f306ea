import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Connection } from '../connectors/connector.ts'
import type { Desk, Partner } from '../connectors/partner.ts'
import { equalSecrets } from '../lib/secrets.ts'
import { loadRecords } from '../store/records.ts'
import { finishRun, listRuns } from '../store/runs.ts'
import { connectionOf, enabled, type Served, serve } from './fixtures/served.ts'

const key = 'partner-key-0123456789abcdef0123456789abcdef'

/** Takes orders and says what the desk told of them. */
const partner: Partner = {
  isCaller: ({ authorization }) => equalSecrets(authorization ?? '', `Bearer ${key}`),
  answer: async (call, body, desk) => {
    if (call === 'order.take') return { status: 200, body: await take(desk, (body as { id: string }).id) }
    if (call === 'order.run') return { status: 200, body: { run: await desk.run(['headcount/a1'], 300) } }
    return { status: 422, body: { message: `no ${call}` } }
  },
}

async function take(desk: Desk, id: string) {
  const kept = await desk.alone('order', async ({ mirror, keep }) => {
    const before = await mirror.row<{ id: string }>('own.orders', id)
    if (!before) await keep('own.orders', { id })
    return before ? 'known' : 'kept'
  })
  return { kept, record: (await desk.standing('orders', id))?.state ?? null }
}

function taking(id: string, changes: Partial<Connection> = {}): Connection {
  const orders = { name: 'own.orders', isOwn: true, essence: () => 1, look: async () => undefined, async *read() {} }
  const flow = { ...connectionOf(id).flows[0]!, name: 'orders', source: 'own.orders' }
  return { ...connectionOf(id), collections: [orders], flows: [flow], partner, ...changes }
}

let served: Served
beforeAll(async () => {
  served = await serve({
    connections: new Map([
      ['references', enabled(taking('references'))],
      ['asleep', enabled(taking('asleep'), false)],
      ['plain', enabled(connectionOf('plain'))],
    ]),
  })
})
afterAll(() => served[Symbol.asyncDispose]())

function ask(path: string, body: unknown = {}, as: string | null = key) {
  return served.call(`/partner/${path}`, { method: 'POST', as, body })
}

test('a caller with our key is answered by the connector', async () => {
  const answer = await ask('references/assessment.list')

  expect([answer.status, answer.json]).toEqual([422, { message: 'no assessment.list' }])
})

test.each([
  ['no key', null],
  ['another key', 'wrong'],
  ['an API token', 'approve'],
])('with %s nothing is told and nothing is read', async (_, as) => {
  const answer = await served.call('/partner/references/order.take', { method: 'POST', as, raw: '{broken' })

  expect([answer.status, answer.json.code]).toEqual([401, 'partner_key'])
  expect(answer.text).not.toContain(key)
})

test('who guesses keys is told to wait, and who knows the key is not', async () => {
  for (let count = 0; count < 25; count++) await ask('references/assessment.list', {}, `guess-${count}`)

  expect((await ask('references/assessment.list', {}, 'one-more')).status).toBe(429)
  expect((await ask('references/assessment.list')).status).toBe(422)
})

test('a connection that is off answers an error', async () => {
  expect((await ask('asleep/assessment.list')).status).toBe(503)
})

test('a connection without partner calls has no such address', async () => {
  expect((await ask('plain/assessment.list')).status).toBe(404)
  expect((await ask('nobody/assessment.list')).status).toBe(404)
})

test('what is asked for is kept once, however many ask at the same moment, and makes its record due', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask('references/order.take', { id: 'o1' })))

  expect(answers.map(({ json }) => json.kept).sort()).toEqual(['kept', ...Array(7).fill('known')])
  expect(answers.every(({ json }) => json.record === 'pending')).toBe(true)
  const records = await loadRecords(served.database.knex, { connection: 'references', flow: 'orders' }, ['o1'])
  expect(records.get('o1')?.dueAt).toBe(new Date(0).toISOString())
})

test('a run that takes longer than the caller can wait is late, and stays asked for', async () => {
  const answer = await ask('references/order.run')

  expect(answer.json).toEqual({ run: 'late' })
  expect(served.woken).toContain('references')
})

test('a run that ends in time is done', async () => {
  const { knex } = served.database
  await knex('runs').delete()
  const asking = ask('references/order.run')
  await expect.poll(() => listRuns(knex, { limit: 9 })).toHaveLength(1)
  await knex('runs').update({ state: 'running' })
  const [run] = await listRuns(knex, { limit: 1 })
  await finishRun(knex, run!.id, { state: 'success', flows: {}, calls: {} })

  expect((await asking).json).toEqual({ run: 'done' })
})
