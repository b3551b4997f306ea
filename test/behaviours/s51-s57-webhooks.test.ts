import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { requests } from '../references.ts'
import {
  applied,
  arrived,
  asked,
  createLeverWorld,
  hookUrl,
  type LeverWorld,
  writesDuring,
} from '../references-lever.ts'

const SOON = { timeout: 60_000 }

test('S51 a stage change is enough: the request is made at once', async () => {
  await using world = await createLeverWorld()
  await world.sync()
  world.sendHooks()
  arrived(world)

  await expect.poll(() => requests(world).length, SOON).toBe(1)
})

test('S51 a webhook before anything was ever read asks for nobody of the past', async () => {
  await using world = await createLeverWorld()
  world.sendHooks()
  arrived(world)
  await world.lever.webhooks.settled()
  await world.idle()

  expect(world.lever.webhooks.attempts.map(({ status }) => status)).toEqual([200])
  expect(requests(world)).toEqual([])
})

test.each(['drop', 'double', 'reorder'] as const)('S51 with deliveries that %s, the end is the same', async (how) => {
  await using world = await createLeverWorld()
  await world.sync()
  world.sendHooks()
  world.lever.webhooks.settings[how] = true
  const first = arrived(world)
  arrived(world, { name: 'Bo Beck', email: 'bo@example.com' })
  world.lever.hire(first)
  await world.lever.webhooks.settled()
  await world.sync()
  await world.sync()

  expect(requests(world).map(({ candidate }) => candidate.email)).toContain('bo@example.com')
  expect(new Set(requests(world).map(({ candidate }) => candidate.email)).size).toBe(requests(world).length)
})

test('S51 old senders name the opportunity as the candidate', async () => {
  await using world = await createLeverWorld({ lever: { webhooks: { ids: 'candidateId' } } })
  await world.sync()
  world.sendHooks()
  arrived(world)

  await expect.poll(() => requests(world).length, SOON).toBe(1)
})

test('S51 the connection test of Lever’s settings gets a 2xx and asks for nothing', async () => {
  await using world = await createLeverWorld()
  await world.sync()
  world.sendHooks()
  world.lever.server.clearCalls()
  for (const { id } of world.lever.state.webhooks.values()) world.lever.webhooks.verifyConnection(id)
  await world.lever.webhooks.settled()
  await world.idle()

  expect(world.lever.webhooks.attempts.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(world.lever.server.calls).toEqual([])
})

test('S51 an event of no use gets a 2xx', async () => {
  await using world = await createLeverWorld()

  expect(await post(world, 'interviewCreated', {})).toBe(200)
  expect(await post(world, 'candidateHired', signed(world, 'candidateHired', 'x', { event: 'contactUpdated' }))).toBe(
    200,
  )
})

test('S56 a hire is told to Crosschq at once', async () => {
  await using world = await createLeverWorld()
  const { applicationId } = await asked(world)
  world.sendHooks()
  world.lever.hire(applicationId)

  await expect.poll(() => requests(world)[0]?.hiringStatus, SOON).toBe('hired')
})

test('S56 the addresses are told, with the tokens that are missing', async () => {
  await using world = await createLeverWorld({ config: { lever: { webhookTokens: { candidateHired: 'given' } } } })
  const findings = await world.connection.registerHooks!((event) => `https://sync.example.com/hooks/x/${event}`)

  expect(findings).toMatchObject([
    { ok: false, message: expect.stringContaining('lever.webhookTokens.candidateStageChange') },
    { ok: true, message: expect.stringContaining('https://sync.example.com/hooks/x/candidateHired') },
    { ok: true, message: expect.stringContaining('lever.webhookTokens.candidateArchiveChange') },
    { ok: true, message: expect.stringContaining('/hooks/x/reference-request') },
  ])
  expect(JSON.stringify(findings)).not.toContain('given')
})

test('S57 one token may stand for all webhooks', async () => {
  await using world = await createLeverWorld({ config: { lever: { webhookTokens: 'one-for-all' } } })
  const { applicationId } = await asked(world)
  world.lever.hire(applicationId)
  const body = signed(world, 'candidateHired', applicationId, { key: 'one-for-all' })

  expect(await post(world, 'candidateHired', body)).toBe(200)
  await expect.poll(() => requests(world)[0]?.hiringStatus, SOON).toBe('hired')
})

test('S57 each webhook has its own token', async () => {
  await using world = await createLeverWorld()
  const id = applied(world)

  expect(await post(world, 'candidateHired', signed(world, 'candidateHired', id))).toBe(200)
  expect(await post(world, 'candidateHired', signed(world, 'candidateStageChange', id))).toBe(401)
})

test.each<[string, (body: Signed) => unknown]>([
  ['a wrong signature', (body) => ({ ...body, signature: 'f'.repeat(64) })],
  ['no signature', ({ signature: _, ...body }) => body],
  ['no token', ({ token: _, ...body }) => body],
  ['another moment', (body) => ({ ...body, triggeredAt: body.triggeredAt + 1 })],
  ['no body', () => undefined],
  ['a list', (body) => [body]],
])('S57 a delivery with %s is refused', async (_, spoil) => {
  await using world = await createLeverWorld()
  await world.sync()
  const id = arrived(world)
  world.lever.server.clearCalls()
  const status = await post(world, 'candidateStageChange', spoil(signed(world, 'candidateStageChange', id)))
  await world.idle()

  expect(status).toBe(401)
  expect(world.lever.server.calls).toEqual([])
})

test.each([[undefined], [''], [{ candidateStageChange: '' }]])(
  'S57 without a token in the config (%j) nothing is accepted',
  async (webhookTokens) => {
    await using world = await createLeverWorld({ config: { lever: { webhookTokens } } })
    const id = applied(world)

    expect(await post(world, 'candidateStageChange', signed(world, 'candidateStageChange', id, { key: '' }))).toBe(401)
    expect(await post(world, 'candidateHired', signed(world, 'candidateHired', id))).toBe(401)
  },
)

test('S57 a delivery that is sent again, later too, changes nothing', async () => {
  await using world = await createLeverWorld()
  const { applicationId } = await asked(world)
  world.lever.hire(applicationId)
  const body = signed(world, 'candidateHired', applicationId, { triggeredAt: Date.now() - 7 * 86_400_000 })
  await post(world, 'candidateHired', body)
  await expect.poll(() => requests(world)[0]?.hiringStatus, SOON).toBe('hired')
  await world.idle()
  const sent = await writesDuring(world, async () => {
    await post(world, 'candidateHired', body)
    await world.idle()
  })

  expect(sent).toEqual([])
  expect(world.lever.server.calls).toEqual([])
})

test('S57 what a delivery says is not believed: the opportunity is read again', async () => {
  await using world = await createLeverWorld()
  await world.sync()
  const id = applied(world)
  const body = signed(world, 'candidateStageChange', id)
  await post(world, 'candidateStageChange', { ...body, data: { opportunityId: id, toStageId: world.stageId } })
  await world.idle()

  expect(requests(world)).toEqual([])
})

interface Signed {
  readonly token: string
  readonly triggeredAt: number
  readonly signature: string
}

type Change = { readonly key?: string; readonly event?: string; readonly triggeredAt?: number }

function signed(
  { tokens }: LeverWorld,
  hook: keyof LeverWorld['tokens'],
  opportunityId: string,
  { key = tokens[hook], event = hook, triggeredAt = Date.now() }: Change = {},
): Signed & { readonly event: string; readonly data: object } {
  const token = 'e4b2fa1c9d0347b58e6a7c10f2d93b6805a1c7e9f3d24b68'
  const signature = createHmac('sha256', key).update(`${token}${triggeredAt}`).digest('hex')
  return { event, triggeredAt, token, signature, data: { opportunityId } }
}

async function post({ url }: LeverWorld, event: string, body: unknown): Promise<number> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(hookUrl(url, event), { method: 'POST', headers, body: JSON.stringify(body) })
  return response.status
}
