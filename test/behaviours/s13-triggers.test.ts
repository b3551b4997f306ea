import { expect, test } from 'vitest'
import type { Json } from '../../src/lib/json.ts'
import {
  addCandidate,
  createReferenceWorld,
  ENGINEERING,
  fileNames,
  notes,
  press,
  type ReferenceWorld,
  requests,
  standing,
  started,
  TRIGGERED,
  triggered,
  writesDuring,
} from '../references.ts'

test('S13 without a tile, arriving at a stage asks for references', async () => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED })
  const { applicationId } = await triggered(world, { name: 'Ada King Lovelace' })
  const later = await writesDuring(world, world.sync)

  expect(requests(world)).toMatchObject([
    {
      candidate: { first_name: 'Ada King', last_name: 'Lovelace', email: 'ada@example.com' },
      ...{ requestor: 'rita@acme.example', jobPosition: 'Engineer' },
    },
  ])
  expect(later).toEqual([])
  expect(await standing(world, 'requests', applicationId)).toMatchObject({ state: 'synced' })
})

test('S13 a dry run tells whom it would ask, and asks nobody', async () => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED })
  await world.sync()
  const { applicationId } = addCandidate(world)
  world.ashby.moveToStage(applicationId, 'Interview')

  const sent = await writesDuring(world, async () => {
    const { plan } = await world.plan()
    const [requests] = plan as unknown as Json[]
    expect(requests).toMatchObject({
      flow: 'requests',
      changes: [{ record: applicationId, action: 'request.create' }],
    })
  })

  expect(sent).toEqual([])
})

test('S13 who moved on before we looked is not asked', async () => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED })
  await world.sync()
  const { applicationId } = addCandidate(world)
  world.ashby.moveToStage(applicationId, 'Interview')
  world.ashby.moveToStage(applicationId, 'Offer')
  await world.sync()

  expect(requests(world)).toEqual([])
})

test('S13 whoever was there before is the past', async () => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED })
  const { applicationId } = addCandidate(world, { stage: 'Interview' })
  await world.sync()
  await world.sync()

  expect(requests(world)).toEqual([])
  expect(await standing(world, 'requests', applicationId)).toMatchObject({ reason: 'entered_before' })
})

test('S13 with backfill those count too', async () => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED, config: { requests: { backfill: true } } })
  addCandidate(world, { stage: 'Interview' })
  await world.sync()

  expect(requests(world)).toHaveLength(1)
})

test('S13 a trigger that is added later counts from then on', async () => {
  await using world = await createReferenceWorld()
  addCandidate(world, { stage: 'Interview' })
  await world.sync()
  world.map(TRIGGERED)
  await world.sync()
  const { applicationId } = addCandidate(world, { email: 'grace@example.com' })
  world.ashby.moveToStage(applicationId, 'Interview')
  await world.sync()

  expect(requests(world)).toMatchObject([{ candidate: { email: 'grace@example.com' } }])
})

test('S13 a job that is made after its trigger counts, whoever tells of it first', async () => {
  const mapping = `${ENGINEERING}triggers:\n  - { job: Architect, stage: Interview, template: engineering }\n`
  await using world = await createReferenceWorld({ mapping })
  await world.sync()
  const hiringTeam = world.ashby.state.jobs.get(world.jobId)!.hiringTeam
  const { id: jobId } = world.ashby.addJob({ title: 'Architect', hiringTeam })
  const { applicationId } = addCandidate(world, { jobId })
  world.ashby.moveToStage(applicationId, 'Interview')
  await world.sync({ records: [`requests/${applicationId}`] })
  await world.sync()

  expect(requests(world)).toHaveLength(1)
})

test('S13 coming back while it runs asks nobody again', async () => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED })
  const { applicationId } = await triggered(world)
  await comeBack(world, applicationId)

  expect(requests(world)).toHaveLength(1)
})

test('S13 coming back after a cancel asks again', async () => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED })
  const { applicationId, requestId } = await triggered(world)
  world.crosschq.cancelInCrosschq(requestId)
  await comeBack(world, applicationId)

  expect(requests(world)).toHaveLength(2)
})

test.each(['in Ashby', 'in Crosschq'])('S13 a cancel %s asks nobody anew who came while it ran', async (where) => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED })
  await world.sync()
  const { applicationId, assessmentId, requestId } = await started(world)
  world.ashby.moveToStage(applicationId, 'Interview')
  await world.sync()

  if (where === 'in Ashby') await world.tile.cancelAssessment(assessmentId)
  else world.crosschq.cancelInCrosschq(requestId)
  await world.sync()
  await world.sync()
  const afterwards = requests(world).length
  await comeBack(world, applicationId)

  expect(afterwards).toBe(1)
  expect(requests(world)).toHaveLength(2)
})

test('S13 an arrival and a press at once, cancelled, are not asked again', async () => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED })
  await world.sync()
  const { applicationId } = addCandidate(world)
  world.ashby.moveToStage(applicationId, 'Interview')
  const { body } = await press(world, applicationId)
  await world.tile.cancelAssessment((body as { results: { assessment_id: string } }).results.assessment_id)

  await world.sync()
  await world.sync()

  expect(requests(world)).toHaveLength(1)
})

test.each([
  [false, 1],
  [true, 2],
])('S13 coming back after completion, allowRepeat %s', async (allowRepeat, count) => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED, config: { requests: { allowRepeat } } })
  const { applicationId, requestId } = await triggered(world)
  world.crosschq.complete(requestId)
  await world.sync()
  await comeBack(world, applicationId)

  expect(requests(world)).toHaveLength(count)
})

test('S13 a candidate without an e-mail waits for one', async () => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED })
  await world.sync()
  const { applicationId, candidateId } = addCandidate(world, { email: null })
  world.ashby.moveToStage(applicationId, 'Interview')
  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(await standing(world, 'requests', applicationId)).toMatchObject({ state: 'attention', reason: 'no_email' })

  const emailAddresses = [{ value: 'ada@example.com', type: 'Personal', isPrimary: true } as const]
  world.ashby.editCandidate(candidateId, { emailAddresses })
  world.passHours(1)
  await world.sync()

  expect(requests(world)).toHaveLength(1)
})

test('S13 a webhook of Ashby’s is enough', async () => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED })
  await world.sync()
  await world.ashby.addWebhookByHand({
    webhookType: 'candidateStageChange',
    requestUrl: `${world.url}/hooks/references/candidateStageChange`,
    secretToken: 'ashby-hook-secret',
  })
  const { applicationId } = addCandidate(world)
  world.ashby.moveToStage(applicationId, 'Interview')

  await expect.poll(() => requests(world).length, { timeout: 60_000 }).toBe(1)
  await world.sync()
  expect(requests(world)).toHaveLength(1)
})

test('S16 without a tile, completion is a note, and the report a file', async () => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED })
  const { candidateId, requestId } = await triggered(world)
  world.crosschq.complete(requestId, { score: 4.5 })
  await world.sync()
  const later = await writesDuring(world, world.sync)

  expect(notes(world)).toEqual([expect.stringMatching(/complete.*Score: 4.5 of 5.*<a href="http.*Report<\/a>/)])
  expect(fileNames(world, candidateId)).toHaveLength(1)
  expect(later).toEqual([])
})

test('S16 without a tile, a report that is no file needs no second note', async () => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED, crosschq: { reportFault: 'notPdf' } })
  const { requestId } = await triggered(world)
  world.crosschq.complete(requestId)
  await world.sync()

  expect(notes(world)).toHaveLength(1)
})

test('S17 without a tile, fields of the application follow', async () => {
  const fields = { status: 'References', score: 'Reference Score', link: 'Reference Report' }
  await using world = await createReferenceWorld({ mapping: TRIGGERED, config: { results: { fields } } })
  for (const [title, fieldType] of [
    ['References', 'String'],
    ['Reference Score', 'Number'],
    ['Reference Report', 'Url'],
  ] as const)
    world.ashby.createFieldByHand({ fieldType, objectType: 'Application', title })
  const { applicationId, requestId } = await triggered(world)
  await world.sync()
  expect(shown(world, applicationId)).toEqual({ References: 'pending' })

  world.crosschq.complete(requestId, { score: 4.5 })
  await world.sync()
  const later = await writesDuring(world, world.sync)

  expect(shown(world, applicationId)).toEqual({
    ...{ References: 'completed', 'Reference Score': 4.5 },
    'Reference Report': expect.stringMatching(/^http/),
  })
  expect(later).toEqual([])
})

test('S17 without a tile, the fields are those of the newest request', async () => {
  await using world = await createReferenceWorld({
    mapping: TRIGGERED,
    config: { results: { fields: { status: 'References' } } },
  })
  world.ashby.createFieldByHand({ fieldType: 'String', objectType: 'Application', title: 'References' })
  const { applicationId, requestId } = await triggered(world)
  world.crosschq.cancelInCrosschq(requestId)
  await world.sync()
  world.ashby.moveToStage(applicationId, 'Offer')
  world.ashby.moveToStage(applicationId, 'Interview')
  await world.sync()
  await world.sync()

  expect(requests(world)).toHaveLength(2)
  world.passHours(25)
  expect(await writesDuring(world, world.sync)).toEqual([])
  const [shown] = world.ashby.state.applications.get(applicationId)?.customFields ?? []
  expect(shown?.value).toBe('pending')
})

test('S17 a field that Ashby does not have is told, and the rest goes on', async () => {
  const config = { results: { fields: { status: 'Referenses' } } }
  await using world = await createReferenceWorld({ mapping: TRIGGERED, config })
  world.ashby.createFieldByHand({ fieldType: 'String', objectType: 'Application', title: 'References' })
  const { candidateId, requestId } = await triggered(world)
  world.crosschq.complete(requestId)
  const end = await world.sync()
  const findings = await world.connection.check()

  expect(end.state).toBe('partial')
  expect(fileNames(world, candidateId)).toHaveLength(1)
  expect(await standing(world, 'results', requestId)).toMatchObject({ reason: 'field_unknown' })
  expect(findings.filter(({ ok }) => !ok)).toMatchObject([
    { message: expect.stringContaining('did you mean "References"') },
  ])
})

test('S8 a trigger of an unknown job or stage is named by check', async () => {
  const mapping = `${ENGINEERING}triggers:\n  - { job: Enginer, stage: Interview, template: engineering }\n  - { job: Engineer, stage: Intervew, template: engineering }\n`
  await using world = await createReferenceWorld({ mapping })

  const findings = await world.connection.check()

  const problems = findings.filter(({ ok }) => !ok).map(({ message }) => message)
  expect(problems).toEqual([
    expect.stringMatching(/mapping\.yaml:9:\d+: no job .* did you mean "Engineer"/),
    expect.stringMatching(/mapping\.yaml:10:\d+: .*no stage "Intervew".*Interview/),
  ])
})

async function comeBack(world: ReferenceWorld, applicationId: string): Promise<void> {
  world.ashby.moveToStage(applicationId, 'Offer')
  await world.sync()
  world.ashby.moveToStage(applicationId, 'Interview')
  await world.sync()
}

function shown({ ashby }: ReferenceWorld, applicationId: string) {
  const { customFields = [] } = ashby.state.applications.get(applicationId) ?? {}
  return Object.fromEntries(customFields.map(({ title, value }) => [title, value]))
}

test('S13 an arrival and a press at once are one request', async () => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED })
  await world.sync()
  const { applicationId } = addCandidate(world)
  world.ashby.moveToStage(applicationId, 'Interview')

  const answer = await press(world, applicationId)
  await world.sync()

  expect(answer.status).toBe(200)
  expect(requests(world)).toHaveLength(1)
})

test('S13 whoever left and came back between two runs is asked', async () => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED })
  const { applicationId } = addCandidate(world)
  world.ashby.moveToStage(applicationId, 'Interview')
  await world.sync()

  world.ashby.moveToStage(applicationId, 'Offer')
  world.ashby.moveToStage(applicationId, 'Interview')
  await world.sync()

  expect(requests(world)).toHaveLength(1)
})

test('S13 a press for somebody in a held plan says where that is decided', async () => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED })
  await world.sync()
  const added = Array.from({ length: 51 }, (_, n) => addCandidate(world, { email: `candidate${n}@example.com` }))
  for (const { applicationId } of added) world.ashby.moveToStage(applicationId, 'Interview')
  expect(await world.sync()).toMatchObject({ state: 'held' })

  const answer = await press(world, added[0]!.applicationId)

  expect(answer).toMatchObject({
    status: 422,
    body: { message: expect.stringContaining('a plan that Hirewire holds') },
  })
  expect(requests(world)).toEqual([])
})

test('S13 many arrivals that come webhook by webhook wait for a person as those that come at once', async () => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED })
  await world.sync()
  const added = Array.from({ length: 60 }, (_, n) => addCandidate(world, { email: `candidate${n}@example.com` }))
  for (const { applicationId } of added) {
    world.ashby.moveToStage(applicationId, 'Interview')
    await world.sync({ trigger: 'hook', records: [`requests/${applicationId}`] })
  }

  expect(requests(world)).toHaveLength(50)
})
