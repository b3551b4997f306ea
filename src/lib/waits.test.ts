import { expect, test } from 'vitest'
import { countCalls } from './count-calls.ts'
import { READ, serve } from './fixtures/http-server.ts'
import type { Call } from './http-client.ts'
import { createWaits } from './waits.ts'

test('waits side by side count each, their time once', async () => {
  let now = 0
  const waits = createWaits(() => now)
  const ends: (() => void)[] = []
  const wait = () => waits.note(() => new Promise<void>((resolve) => ends.push(resolve)))

  const both = [wait()]
  now = 100
  both.push(wait())
  now = 250
  for (const end of ends) end()
  await Promise.all(both)
  now = 900

  expect(waits.take()).toEqual({ count: 2, ms: 250 })
  expect(waits.take()).toEqual({ count: 0, ms: 0 })
})

test('a wait that goes on is told so far, and no part of it twice', async () => {
  let now = 0
  const waits = createWaits(() => now)
  let end = () => {}
  const waiting = waits.note(() => new Promise<void>((resolve) => (end = resolve)))

  now = 30
  const first = waits.take()
  now = 50
  end()
  await waiting

  expect([first, waits.take()]).toEqual([
    { count: 1, ms: 30 },
    { count: 0, ms: 20 },
  ])
})

test('a refusal by the rate limit is a wait, and a call sent again', async () => {
  let asked = 0
  const { client, calls } = await serve((_, response) => {
    asked += 1
    response.writeHead(asked === 1 ? 429 : 200, { 'retry-after': '7' }).end('{}')
  })

  await client.send(READ)

  expect(calls).toMatchObject([
    { outcome: 'rate_limited', attempt: 1, waited: { count: 0 } },
    { outcome: 'answered', attempt: 2, waited: { count: 1, ms: expect.closeTo(7_000, -3) } },
  ])
})

test('a call after trouble is sent again and waited for no limit', async () => {
  let asked = 0
  const { client, calls } = await serve((_, response) => {
    asked += 1
    response.writeHead(asked === 1 ? 503 : 200).end('{}')
  })

  await client.send(READ)

  expect(calls).toMatchObject([
    { attempt: 1, waited: { count: 0, ms: 0 } },
    { attempt: 2, waited: { count: 0, ms: 0 } },
  ])
})

test('a rate that is used up is waited for', async () => {
  const { client, calls } = await serve((_, response) => response.end('{}'), { rate: { perSecond: 1, inFlight: 1 } })

  for (let sent = 0; sent < 7; sent++) await client.send(READ)

  const waits = calls.map(({ waited }) => waited).filter(({ count }) => count > 0)
  expect(waits).toEqual([
    { count: 1, ms: 1_000 },
    { count: 1, ms: 1_000 },
  ])
})

test('waits are summed by system until the calls are taken', () => {
  const heard: Call[] = []
  const counts = countCalls((call) => heard.push(call))
  const call = { template: '/jobs', method: 'GET', ms: 1, outcome: 'answered' } as const
  const none = { count: 0, ms: 0 }

  counts.note({ ...call, system: 'charthop', attempt: 1, waited: { count: 2, ms: 10.4 } })
  counts.note({ ...call, system: 'charthop', attempt: 2, waited: { count: 1, ms: 5 } })
  counts.note({ ...call, system: 'ashby', attempt: 1, waited: none })

  expect(counts.waits()).toEqual({ charthop: { count: 3, ms: 15, retries: 1 } })
  expect(counts.take()).toEqual({ 'GET /jobs': 3 })
  expect(counts.waits()).toEqual({})
  expect(heard).toHaveLength(3)
})
