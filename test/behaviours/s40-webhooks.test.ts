import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  applied,
  arrived,
  asked,
  createSmartRecruitersWorld,
  hookUrl,
  requests,
  type SmartRecruitersWorld,
  STEP,
} from '../references-smartrecruiters.ts'

const KEY = 'hook-key-0123456789abcdef'
const WITH_KEY = { config: { smartrecruiters: { webhookSecret: KEY } } }

interface Delivery {
  readonly body?: string
  readonly key?: string
  readonly at?: number
  readonly event?: string
  readonly id?: string
}

/** As SmartRecruiters sends it, signed over the headers and the body. */
function delivery({
  body = '{}',
  key = KEY,
  at = Date.now(),
  event = 'application.status.updated',
  id = 'e1',
}: Delivery) {
  const told = {
    'event-id': id,
    'event-name': event,
    'event-version': 'v201910',
    link: '<https://x.example>; rel=self',
  }
  const seconds = String(Math.floor(at / 1000))
  const signature = createHmac('sha256', key)
    .update([seconds, body, ...Object.values(told)].join('.'))
    .digest('hex')
  const headers = { ...told, 'smartrecruiters-timestamp': seconds, 'smartrecruiters-signature': `v1=${signature}` }
  return { body, headers: headers as Record<string, string> }
}

async function send({ url }: SmartRecruitersWorld, { body, headers }: ReturnType<typeof delivery>) {
  const answer = await fetch(hookUrl(url), { method: 'POST', body, headers })
  return [answer.status, ((await answer.json()) as { outcome?: string }).outcome]
}

async function runCount(world: SmartRecruitersWorld): Promise<number> {
  return (await world.engine.db('runs')).length
}

const bodyOf = (world: SmartRecruitersWorld, candidateId: string) =>
  JSON.stringify({ job_id: world.jobId, candidate_id: candidateId, application_id: 'a1' })

test('S40 registered webhooks make a move count at once', async () => {
  await using world = await createSmartRecruitersWorld()
  await world.sync()
  const findings = await world.sendHooks()
  arrived(world)

  expect(findings.map(({ ok }) => ok)).toEqual([true, true])
  await expect.poll(() => requests(world).length, { timeout: 60_000 }).toBe(1)
  await world.smartRecruiters.callbacks.settled()
  const { attempts } = world.smartRecruiters.callbacks
  expect(new Set(attempts.map(({ status }) => status))).toEqual(new Set([202]))
})

test('S40 registering again makes no second subscription and no second key', async () => {
  await using world = await createSmartRecruitersWorld()
  await world.sendHooks()
  const again = await world.sendHooks()

  expect(again[0]).toMatchObject({ ok: true, message: 'is registered already' })
  const subscriptions = [...world.smartRecruiters.state.subscriptions.values()]
  expect(subscriptions).toMatchObject([{ status: 'active', callbackUrl: hookUrl(world.url) }])
  expect(subscriptions[0]?.keys).toHaveLength(1)
})

test('S40 a key that was changed in SmartRecruiters is asked for', async () => {
  await using world = await createSmartRecruitersWorld()
  await world.sync()
  await world.sendHooks()
  const [subscription] = world.smartRecruiters.state.subscriptions.values()
  world.smartRecruiters.state.subscriptions.set(subscription!.id, { ...subscription!, keys: [{ key: 'another-key' }] })
  arrived(world)

  await expect.poll(() => requests(world).length, { timeout: 60_000 }).toBe(1)
})

test('S40 a daemon that cannot be reached is told as such, and tried again by the next registration', async () => {
  await using world = await createSmartRecruitersWorld()
  const unreachable = await world.connection.registerHooks!(() => 'http://127.0.0.1:1/hooks/references-sr/x')

  expect(unreachable[0]).toMatchObject({ ok: false, subject: 'webhook SmartRecruiters' })
})

test('S40 a handshake gets its header back and does nothing', async () => {
  await using world = await createSmartRecruitersWorld()
  const answer = await fetch(hookUrl(world.url), { method: 'POST', headers: { 'x-hook-secret': 'abc' } })

  expect([answer.status, answer.headers.get('x-hook-secret')]).toEqual([200, 'abc'])
  expect(await runCount(world)).toBe(0)
})

test.each<[string, (sent: ReturnType<typeof delivery>) => ReturnType<typeof delivery>]>([
  ['with a forged signature', ({ body }) => delivery({ body, key: 'another' })],
  ['with an empty key', ({ body }) => delivery({ body, key: '' })],
  ['with an altered body', (sent) => ({ ...sent, body: sent.body.replace('a1', 'a2') })],
  ['of an hour ago', ({ body }) => delivery({ body, at: Date.now() - 3_600_000 })],
  [
    'with another event in its header',
    (sent) => ({ ...sent, headers: { ...sent.headers, 'event-name': 'job.updated' } }),
  ],
  ['without a signature', ({ body, headers: { 'smartrecruiters-signature': _, ...headers } }) => ({ body, headers })],
])('S40 a delivery %s is refused and starts nothing', async (_, spoil) => {
  await using world = await createSmartRecruitersWorld(WITH_KEY)
  const { candidateId } = applied(world)

  expect(await send(world, spoil(delivery({ body: bodyOf(world, candidateId) })))).toEqual([401, undefined])
  expect(await runCount(world)).toBe(0)
})

test('S40 a replayed delivery is taken and starts nothing more', async () => {
  await using world = await createSmartRecruitersWorld(WITH_KEY)
  const { candidateId } = applied(world)
  const sent = delivery({ body: bodyOf(world, candidateId) })

  expect([await send(world, sent), await send(world, sent)]).toEqual([
    [202, 'accepted'],
    [202, 'duplicate'],
  ])
  await world.idle()
  expect(await runCount(world)).toBe(1)
})

test('S40 a genuine event that is of no use is taken all the same', async () => {
  await using world = await createSmartRecruitersWorld(WITH_KEY)

  expect(await send(world, delivery({ event: 'offer.created' }))).toEqual([202, 'ignored'])
  expect(await runCount(world)).toBe(0)
})

test.each(['candidate.updated', 'candidate.deleted', 'job.updated', 'job.hiring-team.updated'])(
  'S40 %s has everything that changed looked at',
  async (event) => {
    await using world = await createSmartRecruitersWorld(WITH_KEY)

    expect(await send(world, delivery({ event, body: '{"id":"x1"}' }))).toEqual([202, 'accepted'])
    await world.idle()
    expect(await world.engine.db('runs')).toMatchObject([{ trigger: 'hook', records: null }])
  },
)

test('S40 a flood of forgeries asks SmartRecruiters for keys once a minute', async () => {
  await using world = await createSmartRecruitersWorld()
  for (let forgery = 0; forgery < 20; forgery++) await send(world, delivery({ id: `e${forgery}`, key: 'guess' }))

  expect(world.smartRecruiters.server.calls.map(({ path }) => path)).toEqual(['/webhooks-api/v201907/subscriptions'])
})

test('S40 lost, doubled and late webhooks come to what polling comes to', async () => {
  await using world = await createSmartRecruitersWorld({
    smartRecruiters: { callbacks: { double: true, delayMs: 20 } },
  })
  await world.sync()
  await world.sendHooks()
  arrived(world)
  await world.smartRecruiters.callbacks.settled()
  world.smartRecruiters.callbacks.settings.drop = true
  arrived(world)
  await world.idle()
  await world.sync()

  expect(requests(world)).toHaveLength(2)
})

test('S23 off, webhooks are put off and nothing is sent; on again, what was missed happens once', async () => {
  await using world = await createSmartRecruitersWorld(WITH_KEY)
  const { requestId, candidateId } = await asked(world)
  world.switch(false)
  world.crosschq.server.clearCalls()
  world.smartRecruiters.server.clearCalls()
  const next = applied(world)
  world.smartRecruiters.move(next.candidateId, world.jobId, STEP)
  world.crosschq.complete(requestId)

  expect(await send(world, delivery({ body: bodyOf(world, candidateId) }))).toEqual([503, undefined])
  expect([...world.crosschq.server.calls, ...world.smartRecruiters.server.calls]).toEqual([])
  world.switch(true)
  for (let cycle = 0; cycle < 3; cycle++) await world.sync()
  expect(requests(world)).toHaveLength(2)
  expect([...world.smartRecruiters.state.messages.values()]).toHaveLength(1)
})
