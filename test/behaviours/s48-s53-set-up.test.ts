import { expect, test } from 'vitest'
import type { ApiKey } from '../../src/systems/lever/sandbox/model.ts'
import { tallyOf } from '../headcount.ts'
import { requests } from '../references.ts'
import {
  arrived,
  asked,
  createLeverWorld,
  type LeverWorld,
  linksOf,
  mappingOf,
  standing,
  template,
  writesDuring,
} from '../references-lever.ts'

const READS = ['users:read', 'stages:read', 'archive_reasons:read', 'postings:read', 'opportunities:read']
const ALL = [...READS, 'opportunities:write']

test('S48 with the permissions that are named, and no other, the whole way works', async () => {
  await using world = await createLeverWorld()
  limit(world, { permissions: ALL })
  const { applicationId, requestId } = await asked(world)
  world.crosschq.complete(requestId)
  world.lever.hire(applicationId)
  const end = await world.sync()
  const problems = (await world.connection.check()).filter(({ ok }) => !ok)

  expect(end.state).toBe('success')
  expect(linksOf(world, applicationId)).toHaveLength(1)
  expect(requests(world)).toMatchObject([{ hiringStatus: 'hired' }])
  expect(problems).toEqual([])
})

test.each(READS)('S48 a missing %s is named by check and by the run', async (missing) => {
  await using world = await createLeverWorld()
  limit(world, { permissions: ALL.filter((each) => each !== missing && each !== missing.replace('read', 'write')) })
  const findings = await world.connection.check()
  const id = arrived(world)
  world.lever.archive(id)
  const end = await world.sync()
  const told = findings.filter(({ ok }) => !ok).map(({ message }) => message)

  expect(told).toContainEqual(expect.stringContaining(missing))
  expect(end.state).not.toBe('success')
  expect(Object.values(end.flows as Record<string, { problem?: string }>).map(({ problem }) => problem)).toContainEqual(
    expect.stringContaining(missing),
  )
})

test('S48 without opportunities:write people are asked all the same, and the link waits', async () => {
  await using world = await createLeverWorld()
  limit(world, { permissions: READS })
  const { applicationId, requestId } = await asked(world)
  world.crosschq.complete(requestId)
  const end = await world.sync()
  limit(world, { permissions: ALL })
  world.passHours(1)
  await world.sync()

  expect(tallyOf(end, 'results').problem).toContain('opportunities:write')
  expect(linksOf(world, applicationId)).toHaveLength(1)
})

test('S48 what is confidential is not seen by a key without access, and that is no trouble', async () => {
  await using world = await createLeverWorld()
  limit(world, { confidential: false })
  await world.sync()
  arrived(world, {}, confidentialPosting(world))
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(requests(world)).toEqual([])
})

test.each([403, 404] as const)('S48 a webhook about a confidential one (%i) does no harm', async (hiddenRecord) => {
  await using world = await createLeverWorld({ lever: { hiddenRecord } })
  limit(world, { confidential: false })
  await world.sync()
  world.sendHooks()
  const hidden = arrived(world, {}, confidentialPosting(world))
  const seen = arrived(world, { name: 'Bo Beck', email: 'bo@example.com' })

  await expect.poll(() => requests(world).length, { timeout: 60_000 }).toBe(1)
  await world.idle()
  expect((await standing(world, 'requests', seen)).state).toBe('synced')
  await expect(standing(world, 'requests', hidden)).rejects.toThrow('no record')
})

test('S48 with access and lever.confidential the confidential ones are asked for too', async () => {
  await using world = await createLeverWorld({ config: { lever: { confidential: true } } })
  await world.sync()
  arrived(world, {}, confidentialPosting(world))
  await world.sync()

  expect(requests(world)).toHaveLength(1)
})

test('S48 lever.confidential for a key without access is told by name', async () => {
  await using world = await createLeverWorld({ config: { lever: { confidential: true } } })
  limit(world, { confidential: false })
  const findings = await world.connection.check()

  expect(findings).toContainEqual({
    ...{ ok: false, subject: 'confidential' },
    message: expect.stringContaining('without access to confidential'),
  })
})

test('S48 a request that runs while its opportunity becomes confidential does not stop the others', async () => {
  await using world = await createLeverWorld({ lever: { hiddenRecord: 403 } })
  limit(world, { confidential: false })
  const { applicationId } = await asked(world)
  const opportunity = world.lever.state.opportunities.get(applicationId)!
  world.lever.state.opportunities.set(applicationId, { ...opportunity, confidentiality: 'confidential' })
  world.passHours(25)
  await world.sync()
  world.passHours(25)
  arrived(world, { name: 'Bo Beck', email: 'bo@example.com' })
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(requests(world)).toHaveLength(2)
})

test('S49 the key and the webhooks’ tokens stand nowhere', async () => {
  await using world = await createLeverWorld()
  world.sendHooks()
  const { applicationId } = await asked(world)
  limit(world, { permissions: [] })
  world.lever.hire(applicationId)
  await world.lever.webhooks.settled()
  const end = await world.sync()
  const findings = [await world.connection.check(), await world.connection.registerHooks!((event) => event)]

  const told = [world.log(), JSON.stringify(end), JSON.stringify(findings), await databaseOf(world)].join('\n')
  const secrets = [
    world.lever.key,
    Buffer.from(`${world.lever.key}:`).toString('base64'),
    ...Object.values(world.tokens),
  ]
  expect(told).toContain(applicationId)
  expect(secrets.filter((secret) => told.includes(secret))).toEqual([])
})

test('S50 a key that Lever refuses is named, and nothing is kept before', async () => {
  await using world = await createLeverWorld({ config: { lever: { apiKey: 'wrong' } } })
  const end = await world.sync()

  expect(end).toMatchObject({ state: 'failed', problem: expect.stringContaining('lever.apiKey') })
  expect(await world.engine.db('snapshots').count()).toEqual([{ count: '0' }])
  expect(await world.connection.check()).toContainEqual({
    ...{ ok: false, subject: 'Lever key' },
    message: expect.stringContaining('Lever refused the API key'),
  })
})

test('S50 without a key nothing runs, and where to get one is told', async () => {
  await using world = await createLeverWorld({ config: { lever: { apiKey: '' } } })
  const calls = await writesDuring(world, () => world.sync())

  expect([...calls, ...world.lever.server.calls]).toEqual([])
  expect(await world.connection.check()).toEqual([
    { ok: false, subject: 'Lever key', message: expect.stringContaining('API Credentials') },
  ])
})

test('S50 a new key is used after the old one was revoked', async () => {
  await using world = await createLeverWorld()
  await world.sync()
  const { key } = world.lever.addKey()
  world.lever.revokeKey(world.lever.key)
  const before = await world.sync()
  arrived(world)
  const after = await world.sync({}, world.reopen({ lever: { ...world.config.lever, apiKey: key } }))

  expect([before.state, after.state]).toEqual(['failed', 'success'])
  expect(requests(world)).toHaveLength(1)
})

test('S53 a template counts as it is written now', async () => {
  await using world = await createLeverWorld()
  await asked(world)
  world.map(
    mappingOf(
      '  - { id: engineering, name: E, tag: engineering, jobFunction: Engineering, position: Cook,' +
        ' survey: brand-marketer-manager, references: { managers: 2 }, message: Hello }\n',
    ),
  )
  arrived(world, { name: 'Bo Beck', email: 'bo@example.com' })
  await world.sync()

  expect(requests(world)).toMatchObject([
    { jobrole: 'software-engineer', counts: { managers: 1, peers: 2 } },
    { jobrole: 'brand-marketer-manager', counts: { managers: 2 }, jobPosition: 'Cook', candidateMessage: 'Hello' },
  ])
})

test('S53 a deleted template asks nobody, and what runs goes on', async () => {
  await using world = await createLeverWorld()
  const { applicationId, requestId } = await asked(world)
  world.map(mappingOf(template('sales', 'sales')))
  const id = arrived(world, { name: 'Bo Beck', email: 'bo@example.com' })
  await world.sync()
  world.crosschq.complete(requestId)
  await world.sync()

  expect(requests(world)).toHaveLength(1)
  expect(linksOf(world, applicationId)).toHaveLength(1)
  expect(await standing(world, 'requests', id)).toMatchObject({ reason: 'no_template' })
})

test.each([
  ['a survey that Crosschq does not have', template('engineering', 'engineering', 'no-such'), 'no-such'],
  ['no tag', template('engineering', undefined), 'has no tag'],
])('S53 check names a template with %s', async (_, entry, words) => {
  await using world = await createLeverWorld({ mapping: mappingOf(entry) })
  const findings = await world.connection.check()

  expect(findings).toContainEqual({
    ...{ ok: false, subject: 'template engineering' },
    message: expect.stringContaining(words),
  })
})

test('S53 check tells of tags that no posting has, and of postings with several', async () => {
  const mapping = mappingOf(template('engineering', 'engineering'), template('any', 'any'), template('none', 'none'))
  await using world = await createLeverWorld({ mapping })
  world.lever.editPosting(world.postingId, { tags: ['Any', 'Engineering'] })
  const findings = await world.connection.check()

  expect(findings).toContainEqual(expect.objectContaining({ ok: true, subject: 'tag none' }))
  expect(findings).toContainEqual(
    expect.objectContaining({
      subject: `posting ${world.postingId}`,
      message: expect.stringContaining('engineering, any'),
    }),
  )
})

test('S53 triggers in the mapping are not for Lever, which is said', async () => {
  const mapping = `${mappingOf(template('engineering', 'engineering'))}triggers:\n  - { job: Engineer, stage: Offer, template: engineering }\n`
  await using world = await createLeverWorld({ mapping })

  expect(await world.connection.check()).toContainEqual(expect.objectContaining({ ok: false, subject: 'trigger' }))
})

function limit({ lever }: LeverWorld, changes: Partial<ApiKey>): void {
  lever.state.keys.set(lever.key, { ...lever.state.keys.get(lever.key)!, ...changes })
}

function confidentialPosting({ lever, rita }: LeverWorld): string {
  return lever.addPosting({ tags: ['engineering'], owner: rita, confidentiality: 'confidential' }).id
}

async function databaseOf({ engine }: LeverWorld): Promise<string> {
  const tables: string[] = (
    await engine.db.raw(
      "select tablename from pg_tables where schemaname = current_schema() and tablename <> 'migrations'",
    )
  ).rows.map(({ tablename }: { tablename: string }) => tablename)
  const rows = await Promise.all(tables.map((table) => engine.db(table).select()))
  return JSON.stringify(rows)
}
