import { expect, test } from 'vitest'
import { createWorld, type World } from '../../test/world.ts'
import { runs } from './fixtures/deliver.ts'
import { enabled, hookSecret, type Served, serve } from './fixtures/served.ts'

/** The sandbox sends what Ashby would, with its signature, and gives up or comes back as Ashby does. */
async function hire(world: World, served: Served, secretToken: string, beforeIt = () => {}) {
  const { ashby } = world
  const job = ashby.addJob({ title: 'Engineer' })
  const { application } = ashby.addCandidateWithApplication({ name: 'Ida', jobId: job.id })
  for (const webhookType of ['candidateHire', 'applicationUpdate']) {
    const requestUrl = `${served.url}/hooks/headcount/${webhookType}`
    await ashby.addWebhookByHand({ webhookType, requestUrl, secretToken })
  }
  beforeIt()
  ashby.hire(application.id)
  await ashby.deliveries.settled()
  return application.id
}

function open(secret = hookSecret) {
  return createWorld({ ashby: { retryDelayScale: 0.001 }, config: { ashby: { webhookSecret: secret } } })
}

test("Ashby's own hooks lead to a run of the application", async () => {
  await using world = await open()
  await using served = await serve({ connections: new Map([['headcount', enabled(world.connection)]]) })

  const application = await hire(world, served, hookSecret)

  expect(world.ashby.deliveries.attempts.map(({ status }) => status)).toEqual(
    world.ashby.deliveries.attempts.map(() => 200),
  )
  expect(await runs(served)).toMatchObject([{ trigger: 'hook', records: [`hires/${application}`] }])
})

test("Ashby's hooks under another secret start nothing", async () => {
  await using world = await open()
  await using served = await serve({ connections: new Map([['headcount', enabled(world.connection)]]) })

  await hire(world, served, 'another-secret-0123456789abcdef012345')

  expect(await runs(served)).toEqual([])
  expect((await served.metrics.render(undefined)).text).toMatch(
    /hooks_total\{connection="headcount",outcome="forged"\} [1-9]/,
  )
})

test('Ashby comes back after trouble of ours', async () => {
  let isReady = true
  await using world = await open()
  const connections = new Map([['headcount', enabled(world.connection)]])
  await using served = await serve({ connections, isReady: () => isReady })
  const pings = () => world.ashby.deliveries.attempts.filter(({ action }) => action === 'ping').length
  const application = await hire(world, served, hookSecret, () => {
    isReady = false
  })
  const turnedAway = world.ashby.deliveries.attempts.slice(pings()).map(({ status }) => status)

  isReady = true
  while ((await runs(served)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))

  expect(turnedAway).toContain(503)
  expect(turnedAway).not.toContain(200)
  expect(await runs(served)).toMatchObject([{ records: [`hires/${application}`] }])
})
