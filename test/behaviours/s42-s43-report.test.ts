import { expect, test } from 'vitest'
import {
  asked,
  createSmartRecruitersWorld,
  files,
  notes,
  standing,
  writes,
  writesDuring,
} from '../references-smartrecruiters.ts'

test('S42 the report’s page is in the candidate’s notes, once', async () => {
  await using world = await createSmartRecruitersWorld()
  const { candidateId, requestId } = await asked(world)
  world.crosschq.complete(requestId)
  for (let cycle = 0; cycle < 5; cycle++) await world.sync()

  const [note, ...others] = notes(world, candidateId)
  expect(others).toEqual([])
  expect(note).toContain('Crosschq references are complete on ')
  expect(note).toContain('Template: The engineering template')
  expect(note?.match(/https?:\S+/g)).toEqual([`${world.crosschq.url}/reports/${requestId}/`])
  expect(world.smartRecruiters.state.mentions).toEqual([])
})

test('S42 a lost answer to the note is looked up', async () => {
  await using world = await createSmartRecruitersWorld()
  const { candidateId, requestId } = await asked(world)
  world.crosschq.complete(requestId)
  world.smartRecruiters.server.faults.add({ match: '/messages/shares', times: 1, fault: { type: 'timeoutAfterApply' } })
  await world.sync()
  await world.sync()

  expect(notes(world, candidateId)).toHaveLength(1)
  expect(await standing(world, 'results', requestId)).toMatchObject({ state: 'synced' })
})

test('S42 without an address of the report there is no note, and a person is told', async () => {
  await using world = await createSmartRecruitersWorld({ config: { attachReport: false } })
  const { candidateId, requestId } = await asked(world)
  world.crosschq.complete(requestId)
  world.crosschq.state.requests.set(requestId, { ...world.crosschq.state.requests.get(requestId)!, report: 'none' })
  const end = await world.sync()

  expect([end.state, notes(world, candidateId)]).toEqual(['partial', []])
  expect(await standing(world, 'results', requestId)).toMatchObject({ reason: 'no_report_link' })
})

test('S42 a candidate who is gone is reported, and no other run stops', async () => {
  await using world = await createSmartRecruitersWorld()
  const { candidateId, requestId } = await asked(world)
  world.smartRecruiters.removeCandidate(candidateId)
  world.crosschq.complete(requestId)
  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect((await standing(world, 'results', requestId)).message).toContain('The application is gone')
})

test('S43 the report is a PDF of the candidate on that job, once', async () => {
  await using world = await createSmartRecruitersWorld()
  const { candidateId, requestId } = await asked(world, { firstName: 'Ada', lastName: 'Lovelace' })
  world.crosschq.complete(requestId)
  for (let cycle = 0; cycle < 3; cycle++) await world.sync()

  expect(files(world)).toMatchObject([
    {
      ...{ candidateId, jobId: world.jobId, type: 'GENERIC_FILE', contentType: 'application/pdf' },
      name: `Crosschq reference report Ada Lovelace ${requestId.slice(0, 8)}.pdf`,
    },
  ])
  expect(files(world)[0]?.bytes.subarray(0, 5).toString()).toBe('%PDF-')
})

test('S43 a PDF that comes late is attached then, and nothing stands in for it', async () => {
  await using world = await createSmartRecruitersWorld()
  const { candidateId, requestId } = await asked(world)
  world.crosschq.complete(requestId, { withPdf: false })
  const first = await world.sync()
  expect([first.state, files(world), notes(world, candidateId).length]).toEqual(['success', [], 1])
  expect((await standing(world, 'results', requestId)).issues).toMatchObject([{ reason: 'report_awaited' }])
  const { state } = world.crosschq
  state.requests.set(requestId, { ...state.requests.get(requestId)!, report: 'pdf' })
  world.passHours(2)
  await world.sync()

  expect(files(world)).toHaveLength(1)
  expect(notes(world, candidateId)).toHaveLength(1)
})

test('S43 a PDF that never comes is given up after a day', async () => {
  await using world = await createSmartRecruitersWorld()
  const { requestId } = await asked(world)
  world.crosschq.complete(requestId, { withPdf: false })
  await world.sync()
  world.passHours(25)
  await world.sync()

  expect(files(world)).toEqual([])
  expect((await standing(world, 'results', requestId)).issues).toMatchObject([{ reason: 'no_report_file' }])
})

test('S43 a lost answer to the file is looked up by its name', async () => {
  await using world = await createSmartRecruitersWorld()
  const { requestId } = await asked(world)
  world.crosschq.complete(requestId)
  world.smartRecruiters.server.faults.add({ match: '/attachments', times: 1, fault: { type: 'timeoutAfterApply' } })
  await world.sync()
  await world.sync()

  expect(files(world)).toHaveLength(1)
})

test('S43 a plain run after it writes nothing', async () => {
  await using world = await createSmartRecruitersWorld()
  const { requestId } = await asked(world)
  world.crosschq.complete(requestId)
  await world.sync()
  expect(writes(world).filter((write) => /shares|attachments/.test(write))).toHaveLength(2)

  expect(await writesDuring(world, world.sync)).toEqual([])
  expect(await standing(world, 'results', requestId)).toMatchObject({ state: 'synced' })
})

test.each([
  [true, 'SmartRecruiters', 1],
  [true, 'Crosschq', 0],
  [false, 'SmartRecruiters', 0],
  [false, 'Crosschq', 0],
])('S26 attachReport %s, a request started in %s: %d files', async (attachReport, origin, count) => {
  await using world = await createSmartRecruitersWorld({ config: { attachReport } })
  const { candidateId, requestId } = await asked(world, { email: 'ada@people.example' })
  const candidate = { first_name: 'Ada', last_name: 'Lovelace', email: 'ada@people.example' }
  const own = { candidate, jobrole: 'software-engineer', requestor: 'rita@acme.example' }
  const foreign = world.crosschq.requestInCrosschq({ ...own, config_params: { managers: 1, peers: 2 } })
  world.crosschq.complete(origin === 'Crosschq' ? foreign.id : requestId)
  await world.sync()

  expect(files(world)).toHaveLength(count)
  expect(notes(world, candidateId)).toHaveLength(origin === 'Crosschq' ? 0 : 1)
})

test('S26 switched on later, it counts for what is completed from then on', async () => {
  await using world = await createSmartRecruitersWorld({ config: { attachReport: false } })
  const before = await asked(world)
  world.crosschq.complete(before.requestId)
  await world.sync()
  const on = world.reopen({ attachReport: true })
  await world.sync({}, on)
  const { candidateId, requestId } = await asked(world)
  await world.sync({}, on)
  world.crosschq.complete(requestId)
  await world.sync({}, on)
  await world.sync({}, on)

  expect(files(world).map((file) => file.candidateId)).toEqual([candidateId])
})
