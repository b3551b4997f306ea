import { expect, test } from 'vitest'
import { SmartRecruitersExport } from '../../src/connectors/crosschq/export-config.ts'
import { CrosschqSmartRecruitersConfig } from '../../src/connectors/crosschq/smartrecruiters/config.ts'
import type { Fault } from '../../src/sandbox/faults.ts'
import { addProspects } from '../exports.ts'
import { applications, candidates, exportingToSmartRecruiters, SOURCE } from '../exports-smartrecruiters.ts'
import { tallyOf } from '../headcount.ts'
import { arrived, requests, standing, writesDuring } from '../references-smartrecruiters.ts'

const ADA = { first_name: 'Ada', last_name: 'Lovelace', email: 'ada@example.com' }

test.each([
  ['sourceType', { existing: true, sourceId: 'crosschq' }],
  ['sourceId', { new: true, sourceType: 'custom', sourceId: ' ' }],
  ['withoutEmail', { ...SOURCE, withoutEmail: 'create' }],
])('S27 a config without a usable %s is refused by its place', (name, rules) => {
  const read = CrosschqSmartRecruitersConfig.shape.export.safeParse(rules)

  expect(read.error?.issues.map(({ path }) => path.join('.'))).toEqual([name])
})

test('S27 switched off, nothing but the switches needs to be set', () => {
  expect(SmartRecruitersExport.parse({})).toMatchObject({ existing: false, new: false, jobs: [], tags: [] })
})

test('S27 without jobs they come into the talent pool, with source and tags', async () => {
  await using world = await exportingToSmartRecruiters({ existing: true, tags: ['prospect', 'crosschq'] })
  await addProspects(world, 2)

  const sent = await writesDuring(world, world.sync)

  expect(sent).toEqual(['POST /candidates', 'POST /candidates'])
  const bodies = world.smartRecruiters.server.calls.filter(({ method }) => method === 'POST')
  const sourceDetails = { sourceTypeId: 'custom', sourceId: 'crosschq' }
  expect(bodies.map(({ requestBody }) => requestBody)).toMatchObject(
    Array(2).fill({ tags: ['prospect', 'crosschq'], sourceDetails }),
  )
  expect(candidates(world)).toHaveLength(2)
  expect(applications(world)).toEqual([])
})

test('S27 with several jobs each person is on every one of them', async () => {
  await using world = await exportingToSmartRecruiters({ jobs: ['cook', 'waiter'], existing: true })
  for (const id of ['cook', 'waiter']) world.smartRecruiters.addJob({ id })
  await addProspects(world, 2)

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(candidates(world)).toHaveLength(2)
  expect(applications(world).map(({ jobId, source }) => [jobId, source?.id])).toEqual(
    expect.arrayContaining([
      ['cook', 'crosschq'],
      ['cook', 'crosschq'],
      ['waiter', 'crosschq'],
      ['waiter', 'crosschq'],
    ]),
  )
})

test('S27 where a further job makes a second person, it happens once and then waits for a person', async () => {
  await using world = await exportingToSmartRecruiters(
    { jobs: ['cook', 'waiter'], existing: true },
    { smartRecruiters: { knownCandidate: 'second' }, engine: { inFlight: 1 } },
  )
  for (const id of ['cook', 'waiter']) world.smartRecruiters.addJob({ id })
  await addProspects(world, 5)

  const first = await world.sync()
  const later = await world.sync()

  expect(tallyOf(first, 'prospects').problem).toContain('second person')
  expect(tallyOf(later, 'prospects')).toMatchObject({
    state: 'blocked',
    problem: expect.stringContaining('export.jobs'),
  })
  const twice = Map.groupBy(candidates(world), ({ email }) => email)
  expect([...twice.values()].filter((each) => each.length > 1)).toHaveLength(1)
})

test.each([
  ['type', { sourceType: 'unheard-of' }, 'export.sourceType'],
  ['id', { sourceId: 'unheard-of' }, 'export.sourceId'],
  ['job', { jobs: ['unheard-of'] }, 'export.jobs'],
])('S27 an unknown %s stops the export, and nothing else', async (_what, rules, words) => {
  await using world = await exportingToSmartRecruiters({ existing: true, ...rules })
  await addProspects(world, 2)

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(candidates(world)).toEqual([])
  expect(tallyOf(end, 'prospects')).toMatchObject({ state: 'blocked', problem: expect.stringContaining(words) })
  expect(tallyOf(end, 'requests')).toMatchObject({ state: 'done' })
  expect(await world.connection.check()).toContainEqual(expect.objectContaining({ ok: false, subject: 'export' }))
})

test('S28 a source that is deleted later stops the export; once it is back, it goes on', async () => {
  await using world = await exportingToSmartRecruiters({ existing: true, new: true })
  await addProspects(world, 2)
  await world.sync()
  world.smartRecruiters.removeSource('custom', 'crosschq')
  await addProspects(world, 2)

  const stopped = await world.sync()
  expect(tallyOf(stopped, 'prospects')).toMatchObject({ state: 'blocked' })
  expect(candidates(world)).toHaveLength(2)

  world.smartRecruiters.addSourceType({ id: 'custom', sources: [{ id: 'crosschq', label: 'Crosschq' }] })
  expect((await world.sync()).state).toBe('success')
  expect(candidates(world)).toHaveLength(4)
})

test('S28 a source that is deleted in the middle leaves nobody without one', async () => {
  let made = 0
  const deleteAtThird = async (point: string) => {
    if (point !== 'beforeIntend') return
    made += 1
    if (made === 3) world.smartRecruiters.removeSource('custom', 'crosschq')
  }
  await using world = await exportingToSmartRecruiters(
    { existing: true, jobs: ['cook'] },
    { engine: { inFlight: 1, checkpoint: deleteAtThird } },
  )
  world.smartRecruiters.addJob({ id: 'cook' })
  await addProspects(world, 6)

  const end = await world.sync()

  expect(tallyOf(end, 'prospects')).toMatchObject({
    state: 'failed',
    problem: expect.stringContaining('export.sourceId'),
  })
  expect(applications(world).map(({ source }) => source?.id)).toEqual(['crosschq', 'crosschq'])
  expect(made).toBe(3)
})

test('S29 of three old and two new ones, two are exported, once', async () => {
  await using world = await exportingToSmartRecruiters({ new: true })
  await addProspects(world, 3)
  await world.sync()
  await addProspects(world, 2)
  await world.sync()

  const sent = await writesDuring(world, world.sync)

  expect(
    candidates(world)
      .map(({ email }) => email)
      .toSorted(),
  ).toEqual(['person-3@prospects.example', 'person-4@prospects.example'])
  expect(sent).toEqual([])
})

test('S29 who is on a job there already gets tags, and the source where none is said', async () => {
  await using world = await exportingToSmartRecruiters({ existing: true, tags: ['prospect'], jobs: ['cook'] })
  for (const id of ['cook', 'porter']) world.smartRecruiters.addJob({ id })
  const known = world.smartRecruiters.addCandidate({ email: 'ADA@example.com', tags: ['vip'] }).id
  world.smartRecruiters.apply(known, world.jobId)
  world.smartRecruiters.apply(known, 'porter', { source: { typeId: 'custom', id: 'referral' } })
  const [prospect] = await addProspects(world, 1, () => ADA)

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(candidates(world)).toMatchObject([{ id: known, tags: ['vip', 'prospect'] }])
  const sources = applications(world).map(({ jobId, source }) => [jobId, source?.id])
  expect(sources).toEqual([
    [world.jobId, 'crosschq'],
    ['porter', 'referral'],
  ])
  expect(await standing(world, 'prospects', prospect!.id)).toMatchObject({ state: 'synced' })
})

test.each([
  ['a last name', { last_name: '' }, 'attention', 'no_last_name'],
  ['a first name', { first_name: '' }, 'attention', 'no_first_name'],
  ['an address', { email: null }, 'skipped', 'no_email'],
])('S29 without %s nobody is made, and it is told', async (_what, given, state, reason) => {
  await using world = await exportingToSmartRecruiters({ existing: true })
  const [prospect] = await addProspects(world, 1, () => given)

  await world.sync()

  expect(candidates(world)).toEqual([])
  expect(await standing(world, 'prospects', prospect!.id)).toMatchObject({ state, reason })
})

test.each<[string, Fault]>([
  ['after SmartRecruiters made the person', { type: 'timeoutAfterApply' }],
  ['before it came there', { type: 'resetBeforeApply' }],
])('S29 an answer lost %s leads to one person', async (_when, fault) => {
  await using world = await exportingToSmartRecruiters(
    { existing: true, jobs: ['cook'] },
    { smartRecruiters: { knownCandidate: 'second' } },
  )
  world.smartRecruiters.addJob({ id: 'cook' })
  await addProspects(world, 2)
  world.smartRecruiters.server.faults.add({ match: '/jobs/cook/candidates', method: 'POST', times: 1, fault })

  await world.sync()
  world.passHours(1)
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(candidates(world)).toHaveLength(2)
})

test('S29 in the talent pool nobody can be looked for, so a lost answer waits for a person', async () => {
  await using world = await exportingToSmartRecruiters({ existing: true })
  await addProspects(world, 1)
  const fault = { type: 'timeoutAfterApply' } as const
  world.smartRecruiters.server.faults.add({ match: '/candidates', method: 'POST', times: 1, fault })

  await world.sync()
  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(candidates(world)).toHaveLength(1)
})

test('S30 without "Company Settings" the export stops by name, and references go on', async () => {
  await using world = await exportingToSmartRecruiters({ existing: true })
  await addProspects(world, 2)
  const fault = { type: 'status', status: 403, body: { message: 'no' } } as const
  const refused = world.smartRecruiters.server.faults.add({ match: '/configuration/sources', fault })
  await world.sync()
  arrived(world)

  const end = await world.sync()

  const problem = expect.stringContaining('"Company Settings"')
  expect(tallyOf(end, 'prospects')).toMatchObject({ state: 'blocked', problem })
  expect(requests(world)).toHaveLength(1)
  expect(candidates(world)).toHaveLength(1)
  refused.remove()
  await world.sync()
  expect(candidates(world)).toHaveLength(3)
})
