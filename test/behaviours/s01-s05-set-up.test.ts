import { expect, test } from 'vitest'
import { listRuns } from '../../src/store/runs.ts'
import {
  ASHBY_KEY,
  addCandidate,
  assessment,
  createReferenceWorld,
  HOOK_SECRET,
  PARTNER_KEY,
  press,
  S3_PERMISSIONS,
  started,
  TRIGGERED,
  toldOf,
  triggered,
  writes,
  writesDuring,
} from '../references.ts'

test('S1 off, Ashby gets an error and nobody is called', async () => {
  await using world = await createReferenceWorld()
  const { applicationId } = addCandidate(world)
  world.switch(false)

  const sent = await writesDuring(world, async () => {
    expect((await press(world, applicationId)).status).toBe(503)
    expect((await world.tile.listAssessmentTypes()).status).toBe(503)
  })

  expect([...sent, ...world.crosschq.server.calls, ...world.ashby.server.calls]).toEqual([])
  expect(await listRuns(world.engine.db, { limit: 10 })).toEqual([])
})

test('S1 on again, nothing is told a second time', async () => {
  await using world = await createReferenceWorld()
  const { assessmentId, requestId } = await started(world)
  world.crosschq.complete(requestId)
  await world.sync()
  world.switch(false)
  world.passHours(30)
  world.switch(true)

  const again = world.reopen()
  const sent = await writesDuring(world, () => world.sync({}, again))

  expect(sent).toEqual([])
  expect(toldOf(world, assessmentId)).toHaveLength(2)
})

test.each([
  ['Crosschq', { crosschq: { token: 'wrong' } }, /Crosschq refused the key/],
  ['Ashby', { ashby: { apiKey: 'wrong' } }, /Ashby refused the API key/],
  ['Crosschq', { crosschq: { token: '' } }, /crosschq\.token is not set/],
  ['Ashby', { ashby: { apiKey: '' } }, /ashby\.apiKey is not set/],
])('S2 a key of %s that is wrong or missing is named, and nothing is stormed (%#)', async (vendor, config, problem) => {
  await using world = await createReferenceWorld({ config })

  const end = await world.sync()
  const findings = await world.connection.check()

  expect(end.state).toBe('failed')
  expect(end.problem).toMatch(problem)
  expect(findings.filter(({ ok }) => !ok).map(({ subject }) => subject)).toContain(`${vendor} key`)
  expect(world.crosschq.server.calls.length + world.ashby.server.calls.length).toBeLessThan(10)
})

test('S2 the right key connects', async () => {
  await using world = await createReferenceWorld({ config: { crosschq: { token: 'wrong' } } })
  await world.sync()

  const right = world.reopen({ crosschq: { ...world.config.crosschq, token: world.crosschq.token } })

  expect((await world.sync({}, right)).state).toBe('success')
})

test('S3 the permissions that Crosschq’s page names are enough for everything', async () => {
  const fields = { status: 'References' }
  await using world = await createReferenceWorld({ mapping: TRIGGERED, config: { results: { fields } } })
  world.ashby.createFieldByHand({ fieldType: 'String', objectType: 'Application', title: 'References' })
  const first = await triggered(world)
  const second = await started(world, { name: 'Grace Hopper', email: 'grace@example.com' })
  world.crosschq.complete(first.requestId)
  world.crosschq.complete(second.requestId)
  await world.sync()
  world.ashby.hire(first.applicationId)
  world.ashby.archiveApplication(second.applicationId)
  const end = await world.sync()
  const findings = await world.connection.check()
  await world.connection.jobs!()

  const refused = world.ashby.server.calls.filter(({ status }) => status === 403)
  const forbidden = world.ashby.server.calls.filter(({ path }) => /interview(Plan|Stage)\.|offer\./.test(path))
  expect(end.state).toBe('success')
  expect([...refused, ...forbidden]).toEqual([])
  expect(new Set(writes(world))).toEqual(new Set(WRITES))
  expect(findings.filter(({ ok }) => !ok)).toEqual([])
})

/** All that is ever written: nothing is deleted, and no stage, offer or interview is touched (X12). */
const WRITES = [
  ...['POST /partners/reference-request/', 'PATCH /partners/reference-request/{id}/'],
  ...['/assessment.update', '/candidate.createNote', '/customField.setValue'],
  ...['/file.createFileUploadHandle', '/files/{id}', '/candidate.uploadFile'],
]

test.each(['candidatesWrite', 'organizationRead', 'jobsRead'])('S3 a missing %s is named', async (missing) => {
  await using world = await createReferenceWorld({
    mapping: TRIGGERED,
    ashby: { apiKeys: [{ key: ASHBY_KEY, permissions: S3_PERMISSIONS.filter((one) => one !== missing) }] },
  })

  const findings = await world.connection.check()

  expect(findings).toContainEqual({
    ...{ ok: false, subject: `permission ${missing}` },
    message: expect.stringContaining(`lacks ${missing}`),
  })
})

test('S3 a permission that is not needed is told, and is no mistake', async () => {
  await using world = await createReferenceWorld({ ashby: { apiKeys: [{ key: ASHBY_KEY }] } })

  const findings = await world.connection.check()

  expect(findings.every(({ ok }) => ok)).toBe(true)
  expect(findings.find(({ subject }) => subject === 'permission offersRead')?.message).toContain('not needed')
})

test('S3 without a write permission everything is still read', async () => {
  await using world = await createReferenceWorld()
  const { assessmentId } = await started(world)
  world.ashby.keys.set(
    ASHBY_KEY,
    S3_PERMISSIONS.filter((permission) => permission !== 'candidatesWrite'),
  )
  const without = await world.sync()
  world.ashby.keys.set(ASHBY_KEY, S3_PERMISSIONS)
  world.passHours(1)
  await world.sync()

  expect(without.problem).toContain('candidatesWrite')
  expect(assessment(world, assessmentId).status?.value).toBe('Started')
})

test('S5 keys and people stand in no log and no list of runs', async () => {
  await using world = await createReferenceWorld()
  const { requestId } = await started(world, { name: 'Ada Marker', email: 'marker@example.com' })
  world.crosschq.complete(requestId, { score: 4 })
  await world.sync()
  const runs = await listRuns(world.engine.db, { limit: 100 })
  const records = await world.engine.db('records')

  const told = [world.log(), JSON.stringify(runs), JSON.stringify(records)].join('\n')
  for (const secret of [ASHBY_KEY, PARTNER_KEY, HOOK_SECRET, world.crosschq.token, 'marker@example.com', 'Marker'])
    expect(told).not.toContain(secret)
})

test('S5 keys stand nowhere in the database', async () => {
  await using world = await createReferenceWorld()
  await started(world)
  await world.sync()

  for (const table of ['snapshots', 'changes', 'records', 'runs', 'connections']) {
    const rows = JSON.stringify(await world.engine.db(table))
    for (const key of [ASHBY_KEY, PARTNER_KEY, HOOK_SECRET, world.crosschq.token]) expect(rows).not.toContain(key)
  }
})
