import { expect, test } from 'vitest'
import type { Fault } from '../../src/sandbox/faults.ts'
import { addProspects, emailsIn, endingBefore, exportingToLever, opportunities, syncWith } from '../exports.ts'
import { tallyOf } from '../headcount.ts'
import { writesDuring } from '../references-lever.ts'

const ADA = { first_name: 'Ada', last_name: 'Lovelace', email: 'ada@example.com' }

test('S64 all who are there are exported as leads, with source and tags', async () => {
  await using world = await exportingToLever({ existing: true, tags: ['prospect'] })
  await addProspects(world, 3)

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(tallyOf(end, 'prospects')).toMatchObject({ planned: { create: 3 }, applied: 3, verified: 3 })
  const lead = { origin: 'sourced', sources: ['Crosschq'], tags: ['prospect'], application: null }
  expect(opportunities(world)).toMatchObject([lead, lead, lead])
})

test('S64 what Crosschq knows of a person goes along', async () => {
  await using world = await exportingToLever({ existing: true })
  const linkedin_url = 'https://www.linkedin.com/in/ada'
  await addProspects(world, 1, () => ({
    ...{ ...ADA, mobile_phone: '+4712345678', linkedin_url },
    ...{ job_title: 'Engineer', company: 'Engines' },
  }))

  await world.sync()

  expect([...world.lever.state.contacts.values()]).toMatchObject([
    {
      ...{ name: 'Ada Lovelace', emails: ['ada@example.com'], links: [linkedin_url], headline: 'Engineer, Engines' },
      phones: [{ value: '+4712345678' }],
    },
  ])
})

test('S64 the oldest come first', async () => {
  await using world = await exportingToLever({ existing: true }, { engine: { inFlight: 1 } })
  await addProspects(world, 5, (at) => ({ created_at: new Date(Date.UTC(2025, 0, 9 - at)).toISOString() }))

  await world.sync()

  expect(emailsIn(world)).toEqual([4, 3, 2, 1, 0].map((at) => `person-${at}@prospects.example`))
})

test('S64 a second run exports nobody again', async () => {
  await using world = await exportingToLever({ existing: true })
  await addProspects(world, 3)
  await world.sync()

  const sent = [...(await writesDuring(world, world.sync)), ...(await writesDuring(world, laterSync))]

  expect(sent).toEqual([])
  function laterSync() {
    world.passHours(25)
    return world.sync()
  }
})

test('S64 several jobs make one person with an opportunity for each', async () => {
  await using world = await exportingToLever({})
  const jobs = ['Cook', 'Waiter'].map((text) => world.lever.addPosting({ text }).id)
  await addProspects(world, 2)

  const end = await syncWith(world, { existing: true, jobs })

  expect(end.state).toBe('success')
  expect(world.lever.state.contacts.size).toBe(2)
  const postings = opportunities(world).map(({ application }) => application?.posting)
  expect(postings.toSorted()).toEqual([...jobs, ...jobs].toSorted())
})

test('S64 interrupted between two jobs, the second one follows', async () => {
  await using world = await exportingToLever({}, { engine: { inFlight: 1, checkpoint: endingBefore(4) } })
  const jobs = ['Cook', 'Waiter'].map((text) => world.lever.addPosting({ text }).id)
  await addProspects(world, 2)
  await syncWith(world, { existing: true, jobs })
  expect(opportunities(world)).toHaveLength(3)

  const end = await syncWith(world, { existing: true, jobs })

  expect(end.state).toBe('success')
  expect(world.lever.state.contacts.size).toBe(2)
  expect(opportunities(world)).toHaveLength(4)
})

test.each<[string, Fault]>([
  ['after Lever made the person', { type: 'timeoutAfterApply' }],
  ['before it came to Lever', { type: 'resetBeforeApply' }],
])('S64 an answer lost %s leads to one person', async (_when, fault) => {
  await using world = await exportingToLever({ existing: true })
  await addProspects(world, 2)
  world.lever.server.faults.add({ match: '/v1/opportunities', method: 'POST', times: 1, fault })

  await world.sync()
  world.passHours(1)
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(opportunities(world)).toHaveLength(2)
})

test.each<[string, Fault]>([
  ['is found by name and source', { type: 'timeoutAfterApply' }],
  ['is made where the call never came', { type: 'resetBeforeApply' }],
])('S64 who has no address and whose answer was lost %s', async (_what, fault) => {
  await using world = await exportingToLever({ existing: true, withoutEmail: 'create' })
  await addProspects(world, 2, () => ({ email: null, last_name: 'Same' }))
  world.lever.server.faults.add({ match: '/v1/opportunities', method: 'POST', times: 1, fault })

  await world.sync()
  world.passHours(1)
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(opportunities(world)).toHaveLength(2)
})

test('S64 switched off in the middle it stops, and on again it makes nobody twice', async () => {
  const engine = { inFlight: 1, checkpoint: endingBefore(8) }
  await using world = await exportingToLever({ existing: true }, { engine })
  await addProspects(world, 20)
  await world.sync()
  expect(opportunities(world)).toHaveLength(7)

  const off = await syncWith(world, { existing: false })
  expect(off.state).toBe('success')
  expect(opportunities(world)).toHaveLength(7)

  const on = await world.sync()
  expect(on.state).toBe('success')
  expect(opportunities(world)).toHaveLength(20)
})

test('S64 switched off, no call is made for it', async () => {
  await using world = await exportingToLever({ existing: false })
  await addProspects(world, 2)

  await world.sync()

  expect(world.crosschq.server.calls.filter(({ path }) => path.includes('prospects'))).toEqual([])
})

test('S64 where Crosschq has no list of prospects, one flow is blocked and says why', async () => {
  await using world = await exportingToLever({ existing: true }, { crosschq: { hasProspects: false } })
  await addProspects(world, 2)

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(tallyOf(end, 'prospects')).toMatchObject({ state: 'blocked', problem: expect.stringContaining('list') })
  expect(tallyOf(end, 'requests')).toMatchObject({ state: 'done' })
  expect(await world.connection.check()).toContainEqual(
    expect.objectContaining({ ok: false, subject: 'list of prospects' }),
  )
})

test.each([
  ['a posting that is not there', { jobs: ['no-such-posting'] }, {}, 'export.jobs'],
  ['nobody to make them in the name of', {}, { lever: { performAs: '' } }, 'lever.performAs'],
])('S64 with %s nobody is exported', async (_what, rules, config, words) => {
  await using world = await exportingToLever({ existing: true, ...rules }, { config })
  await addProspects(world, 2)

  const end = await world.sync()

  expect(opportunities(world)).toEqual([])
  expect(tallyOf(end, 'prospects')).toMatchObject({ state: 'blocked', problem: expect.stringContaining(words) })
  expect(await world.connection.check()).toContainEqual(expect.objectContaining({ ok: false, subject: 'export' }))
})

test('S64 no name or address of a prospect is kept', async () => {
  await using world = await exportingToLever({ existing: true })
  await addProspects(world, 1, () => ({ first_name: 'Zebulon', last_name: 'Quux', email: 'zq@example.com' }))

  await world.sync()

  const tables = ['snapshots', 'records', 'changes', 'runs', 'links']
  const rows = await Promise.all(tables.map((table) => world.database.knex(table).select()))
  expect(JSON.stringify(rows)).toContain('prospect.create')
  expect(JSON.stringify(rows)).not.toMatch(/Zebulon|Quux|zq@example/)
})
