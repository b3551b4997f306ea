import { expect, test } from 'vitest'
import { createReferenceWorld, HOOK_SECRET, requests, standing, started, writesDuring } from '../references.ts'

test('S19 archived in Ashby is rejected in Crosschq, and stops the request', async () => {
  await using world = await createReferenceWorld()
  const { applicationId } = await started(world)
  world.ashby.archiveApplication(applicationId)
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(requests(world)).toMatchObject([{ hiringStatus: 'rejected', state: 'cancelled' }])
})

test('S19 cancelOnReject off leaves the request running', async () => {
  await using world = await createReferenceWorld({ config: { requests: { cancelOnReject: false } } })
  const { applicationId } = await started(world)
  world.ashby.archiveApplication(applicationId)
  await world.sync()

  expect(requests(world)).toMatchObject([{ hiringStatus: 'rejected', state: 'pending' }])
})

test('S19 only the archived application’s request changes', async () => {
  await using world = await createReferenceWorld()
  const first = await started(world)
  await started(world, { jobId: world.ashby.addJob({ title: 'Architect', hiringTeam: teamOf(world) }).id })
  world.ashby.archiveApplication(first.applicationId)
  await world.sync()

  expect(requests(world)).toMatchObject([
    { hiringStatus: 'rejected', state: 'cancelled' },
    { hiringStatus: 'pending', state: 'pending' },
  ])
})

test('S19 back in the race, the rejection is taken back', async () => {
  await using world = await createReferenceWorld({ config: { requests: { cancelOnReject: false } } })
  const { applicationId } = await started(world)
  world.ashby.archiveApplication(applicationId)
  await world.sync()
  world.ashby.moveToStage(applicationId, 'Interview')
  await world.sync()

  expect(requests(world)).toMatchObject([{ hiringStatus: 'pending' }])
})

test('S19 what people set in Crosschq stays while the candidate is in the race', async () => {
  await using world = await createReferenceWorld()
  const { applicationId, requestId } = await started(world)
  await world.sync()
  world.crosschq.setHiringStatus(requestId, 'hired')
  world.ashby.moveToStage(applicationId, 'Offer')
  await world.sync()

  expect(requests(world)).toMatchObject([{ hiringStatus: 'hired' }])
})

test('S19 an application without a request of ours costs no call', async () => {
  await using world = await createReferenceWorld()
  const { application } = world.ashby.addCandidateWithApplication({ name: 'Ada', jobId: world.jobId })
  world.crosschq.requestInCrosschq({
    candidate: { first_name: 'Ada', last_name: 'L', email: 'ada@example.com' },
    ...{ jobrole: 'software-engineer', requestor: 'rita@acme.example', config_params: { managers: 1, peers: 2 } },
  })
  world.ashby.archiveApplication(application.id)

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(world.crosschq.server.calls.map(({ path }) => path)).toEqual(['/partners/config/'])
  expect(await standing(world, 'outcomes', application.id)).toMatchObject({ state: 'skipped', reason: 'no_request' })
})

test('S20 where Crosschq has no call for it, that is told once', async () => {
  await using world = await createReferenceWorld({ crosschq: { hasHiringStatus: false } })
  const { applicationId } = await started(world)
  world.ashby.archiveApplication(applicationId)
  const first = await writesDuring(world, world.sync)
  const later = [...(await writesDuring(world, world.sync)), ...(await writesDuring(world, world.sync))]

  expect(first.filter((write) => write.startsWith('PATCH'))).toHaveLength(1)
  expect(later).toEqual(['/assessment.update'])
  expect(requests(world)).toMatchObject([{ state: 'cancelled' }])
  expect(await standing(world, 'outcomes', applicationId)).toMatchObject({
    state: 'skipped',
    reason: 'rejected_not_delivered',
  })
})

test('S21 hired in Ashby is hired in Crosschq, and the request runs on', async () => {
  await using world = await createReferenceWorld()
  const { applicationId } = await started(world)
  world.ashby.hire(applicationId)
  const first = await writesDuring(world, world.sync)
  const again = await writesDuring(world, () => world.sync({ records: [`outcomes/${applicationId}`] }))

  expect(requests(world)).toMatchObject([{ hiringStatus: 'hired', state: 'pending' }])
  expect(first.filter((write) => write.startsWith('PATCH'))).toHaveLength(1)
  expect(again).toEqual([])
})

test('S21 the last of hired and archived wins', async () => {
  await using world = await createReferenceWorld()
  const { applicationId } = await started(world)
  world.ashby.hire(applicationId)
  await world.sync()
  world.ashby.archiveApplication(applicationId)
  await world.sync()

  expect(requests(world)).toMatchObject([{ hiringStatus: 'rejected' }])
})

test('S21 a webhook is enough, and its repetition costs no write', async () => {
  await using world = await createReferenceWorld()
  const { applicationId } = await started(world)
  await world.ashby.addWebhookByHand({
    webhookType: 'candidateHire',
    requestUrl: `${world.url}/hooks/references/candidateHire`,
    secretToken: 'ashby-hook-secret',
  })
  world.ashby.hire(applicationId)
  await expect.poll(() => requests(world)[0]?.hiringStatus, { timeout: 60_000 }).toBe('hired')
})

test('S21 Ashby’s webhooks are registered by us, Crosschq’s address is told', async () => {
  await using world = await createReferenceWorld()

  const findings = await world.connection.registerHooks!((event) => `${world.url}/hooks/references/${event}`)

  expect(findings.filter(({ ok }) => !ok)).toEqual([])
  expect(findings.map(({ subject }) => subject)).toEqual([
    ...['candidateHire', 'candidateStageChange', 'applicationUpdate', 'candidateMerge'].map(
      (type) => `webhook ${type}`,
    ),
    'webhook reference-request',
  ])
  expect(findings.at(-1)?.message).toContain(`${world.url}/hooks/references/reference-request`)
  expect(JSON.stringify(findings)).not.toContain(HOOK_SECRET)
})

function teamOf({ ashby, jobId }: Awaited<ReturnType<typeof createReferenceWorld>>) {
  return ashby.state.jobs.get(jobId)!.hiringTeam
}
