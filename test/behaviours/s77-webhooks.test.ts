import { expect, test } from 'vitest'
import { runs } from '../../src/http/fixtures/deliver.ts'
import { enabled, type Served, serve } from '../../src/http/fixtures/served.ts'
import { addCandidate, createInterviewWorld, type InterviewWorld, invited } from '../interviews.ts'

const token = 'a-token-for-willo'
const webhookSecret = 'a-secret-for-ashby'
const config = { willo: { webhookToken: token }, ashby: { webhookSecret } }

test('S77 both vendors tell the daemon at once, once it is registered', async () => {
  await using world = await createInterviewWorld({ config })
  await using served = await serving(world)
  const findings = await register(world, served)
  const { applicationId, participant } = await invited(world)

  world.willo.complete(participant)
  await world.willo.webhooks.settled()
  await world.ashby.deliveries.settled()

  expect(findings.map(({ ok, subject }) => `${subject} ${ok}`)).toEqual([
    'webhook candidateStageChange true',
    'webhook applicationUpdate true',
    'webhook candidateMerge true',
    'webhook new_response true',
  ])
  const [run] = await runs(served)
  expect(run!.records).toContain(`invitations/${applicationId}`)
  expect(run!.records).toContain(`responses/${participant}`)
})

test('S77 a merge asks for a look at everything', async () => {
  await using world = await createInterviewWorld({ config })
  await using served = await serving(world)
  await register(world, served)
  const [kept, deleted] = [addCandidate(world), addCandidate(world)]

  world.ashby.mergeCandidates(kept.candidateId, deleted.candidateId)
  await world.ashby.deliveries.settled()

  const [run] = await runs(served)
  expect(run).toMatchObject({ trigger: 'hook' })
  expect(run!.records ?? null).toBeNull()
})

test('S77 registering again makes no second webhook', async () => {
  await using world = await createInterviewWorld({ config })
  await using served = await serving(world)
  await register(world, served)

  const findings = await register(world, served)

  expect(findings.map(({ message }) => message)).toEqual(Array(4).fill('is registered already'))
  expect(world.willo.state.webhooks.size).toBe(1)
})

test('S77 a new token changes the webhook that is there', async () => {
  await using world = await createInterviewWorld({ config })
  await using served = await serving(world)
  await register(world, served)

  const { willo } = world.config
  const reopened = world.reopen({ willo: { ...willo, webhookToken: 'another-token' } })
  const findings = await reopened.registerHooks!(address(served))

  const webhooks = [...world.willo.state.webhooks.values()]
  expect(webhooks.map(({ url }) => new URL(url).searchParams.get('token'))).toEqual(['another-token'])
  expect(JSON.stringify(findings)).not.toMatch(/another-token|a-token-for-willo/)
})

test('S77 without secrets nothing is registered, and both are asked for', async () => {
  await using world = await createInterviewWorld()
  await using served = await serving(world)

  const findings = await register(world, served)

  expect(findings).toMatchObject([
    { ok: false, message: expect.stringContaining('ashby.webhookSecret') },
    { ok: false, message: expect.stringContaining('willo.webhookToken') },
  ])
  expect(world.willo.state.webhooks.size).toBe(0)
})

test('S77 a key that may not make webhooks is named, and the other side goes on', async () => {
  await using world = await createInterviewWorld({
    config,
    ashby: { apiKeys: [{ key: 'ashby-sandbox-key', permissions: ['jobsRead', 'interviewsRead', 'candidatesRead'] }] },
  })
  await using served = await serving(world)

  const findings = await register(world, served)

  expect(findings.map(({ ok }) => ok)).toEqual([false, false, false, true])
  expect(findings[0]!.message).toContain('apiKeysWrite')
})

function serving(world: InterviewWorld): Promise<Served> {
  return serve({ connections: new Map([['interviews', enabled(world.connection)]]) })
}

function address({ url }: Served) {
  return (event: string) => `${url}/hooks/interviews/${event}`
}

async function register(world: InterviewWorld, served: Served) {
  return world.connection.registerHooks!(address(served))
}
