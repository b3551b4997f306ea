import { expect, test } from 'vitest'
import type { FaultRule } from '../../src/sandbox/faults.ts'
import {
  addActiveJob,
  addActiveJobs,
  openings,
  recordOf,
  tallyOf,
  waiting,
  writes,
  writesDuring,
} from '../headcount.ts'
import { createWorld, type World } from '../world.ts'

/** Closing would follow from a job that is believed gone, so every test here would see a wrong conclusion. */
const closing = { openings: { closeOnInactive: true }, limits: { maxCloses: '100%' } }
const jobList = /\/v2\/org\/[^/]+\/job$/

const emptyJobs: FaultRule = {
  match: jobList,
  fault: { type: 'answer', change: (answer) => ({ ...answer, body: { data: [] } }) },
}

test('S84 an empty list where jobs were closes nothing', async () => {
  await using world = await inStep(3)
  world.charthop.server.faults.add(emptyJobs)
  world.charthop.server.faults.add(goneForLooks)

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(end.problem).toContain('3 linked rows')
  expect(tallyOf(end, 'openings')).toMatchObject({ state: 'failed', applied: 0 })
  expect(states(world)).toEqual(['Approved', 'Approved', 'Approved'])
})

test('S84 an empty list is believed only after time and repetition', async () => {
  await using world = await inStep(3)
  world.charthop.server.faults.add(emptyJobs)
  world.charthop.server.faults.add(goneForLooks)

  for (let cycle = 0; cycle < 5; cycle += 1) await world.sync()
  expect(states(world)).toEqual(['Approved', 'Approved', 'Approved'])

  world.passHours(0.5)
  const end = await world.sync()
  expect(end.state).not.toBe('failed')
  expect(states(world)).toEqual(['Closed', 'Closed', 'Closed'])
})

test('S84 jobs back after an empty list go on as before', async () => {
  await using world = await inStep(3)
  const empty = world.charthop.server.faults.add(emptyJobs)
  const gone = world.charthop.server.faults.add(goneForLooks)
  for (let cycle = 0; cycle < 3; cycle += 1) await world.sync()
  empty.remove()
  gone.remove()

  const sent = await writesDuring(world, async () => expect((await world.sync()).state).toBe('success'))

  expect(sent).toEqual([])
  expect(await waiting(world)).toEqual([])
})

test('S84 a single job missing from an empty list is not gone', async () => {
  await using world = await inStep(1)
  world.charthop.server.faults.add(emptyJobs)

  for (let cycle = 0; cycle < 5; cycle += 1) await world.sync()

  expect(states(world)).toEqual(['Approved'])
})

test.each<readonly [string, FaultRule['fault'], string]>([
  ['a web page with status 200', { type: 'html' }, 'ChartHop'],
  ['a body that breaks off', { type: 'truncatedBody' }, ''],
  ['a list without rows', { type: 'answer', change: (answer) => ({ ...answer, body: { next: null } }) }, 'ChartHop'],
  ['an answer that is no object', { type: 'answer', change: (answer) => ({ ...answer, body: [] }) }, 'ChartHop'],
])('S84 %s from ChartHop is no empty list', async (_what, fault, told) => {
  await using world = await inStep(3)
  const broken = world.charthop.server.faults.add({ match: jobList, fault })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(end.problem).toContain('openings: ')
  expect(end.problem).toContain(told)
  expect(tallyOf(end, 'hires').state).toBe('done')
  expect(states(world)).toEqual(['Approved', 'Approved', 'Approved'])
  broken.remove()
  expect(await world.sync()).toMatchObject({ state: 'success' })
})

test.each<readonly [string, FaultRule['fault']]>([
  ['a web page with status 200', { type: 'html' }],
  ['a refusal with status 200', { type: 'status', status: 200, body: { success: false, errors: ['invalid_input'] } }],
])('S84 %s from Ashby is no empty list', async (_what, fault) => {
  await using world = await inStep(2)
  world.ashby.server.faults.add({ match: '/opening.list', fault })
  addActiveJob(world)

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(writes(world, 'opening.create')).toHaveLength(2)
})

test('S84 a list that fails on its third page closes nothing', async () => {
  await using world = await inStep(7, { maxLimit: 2 })
  world.charthop.server.faults.add({ match: jobList, after: 2, fault: { type: 'html' } })

  for (let cycle = 0; cycle < 3; cycle += 1) {
    const end = await world.sync()
    expect(end.state).toBe('partial')
  }

  expect(states(world)).toEqual(Array(7).fill('Approved'))
  expect(tallyOf(await world.sync(), 'openings')).toMatchObject({ state: 'failed', applied: 0 })
})

test.each(['charthop', 'ashby'] as const)('S84 a list of %s that repeats its pages ends as an error', async (which) => {
  await using world = await inStep(3, { maxLimit: 2 }, { pageSize: 2 })
  if (which === 'charthop') loopChartHop(world)
  else loopAshby(world)

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(end.problem).toMatch(/repeats a cursor|same cursor twice/)
  expect(states(world)).toEqual(['Approved', 'Approved', 'Approved'])
})

test('S84 a snapshot still being built is waited for', async () => {
  await using world = await inStep(2)
  addActiveJob(world)
  world.charthop.buildSnapshot({ reads: 1 })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(openings(world)).toHaveLength(3)
})

test('S84 every page of a long list is read', async () => {
  await using world = await createWorld({ charthop: { maxLimit: 3 }, ashby: { pageSize: 4 } })
  addActiveJobs(world, 11)
  await world.sync()

  expect(openings(world)).toHaveLength(11)
  expect(await writesDuring(world, world.sync)).toEqual([])
})

test('S84 a cursor that names the last row again makes no double', async () => {
  await using world = await createWorld({ charthop: { maxLimit: 2, cursor: 'repeat' } })
  addActiveJobs(world, 5)

  await world.sync()

  expect(openings(world)).toHaveLength(5)
})

test('S84 a job listed twice becomes one opening', async () => {
  await using world = await createWorld()
  addActiveJobs(world, 2)
  world.charthop.server.faults.add({ match: jobList, fault: { type: 'answer', change: doubled } })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(openings(world)).toHaveLength(2)
})

test('S84 a row that cannot be read is counted and the rest goes on', async () => {
  await using world = await inStep(2)
  const unreadable = addActiveJob(world)
  addActiveJob(world)
  world.charthop.server.faults.add({
    match: jobList,
    fault: {
      type: 'answer',
      change: (answer) => mapRows(answer, (row) => (row.id === unreadable ? { ...row, startDate: 'soon' } : row)),
    },
  })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(tallyOf(end, 'openings')).toMatchObject({ unreadable: 1, applied: 1 })
  expect(openings(world)).toHaveLength(3)
})

test.each([
  ['a NUL character', 'Engineer\u0000'],
  ['half a character', 'Engineer \ud800'],
])('S84 a title with %s is refused, the rest goes on', async (_what, title) => {
  await using world = await createWorld({ config: closing })
  const odd = addActiveJob(world, { title })
  const fine = addActiveJobs(world, 3)

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(tallyOf(end, 'openings')).toMatchObject({ unreadable: 1, applied: 3, verified: 3 })
  expect(end.problem).toContain(`${odd} could not be read: title holds`)
  expect(openings(world)).toHaveLength(3)
  for (const job of fine) expect(await recordOf(world, 'openings', job)).toMatchObject({ state: 'synced' })

  world.charthop.editJob(odd, { title: 'Engineer' })
  expect(await world.sync()).toMatchObject({ state: 'success' })
  expect(openings(world)).toHaveLength(4)
})

test('S84 a title that becomes unreadable closes nothing', async () => {
  await using world = await inStep(3)
  const [first] = world.charthop.state.jobs.keys()
  world.charthop.editJob(first!, { title: 'Engineer\u0000' })

  for (let cycle = 0; cycle < 3; cycle += 1) await world.sync()

  expect(states(world)).toEqual(['Approved', 'Approved', 'Approved'])
})

/** Direct looks find nothing either, as with a key that may no longer read. */
const goneForLooks: FaultRule = {
  match: /\/v2\/org\/[^/]+\/job\/[^/]+$/,
  fault: { type: 'status', status: 404, body: { code: 404, message: 'not found' } },
}

async function inStep(jobs: number, charthop: object = {}, ashby: object = {}): Promise<World> {
  const world = await createWorld({ config: closing, charthop, ashby })
  addActiveJobs(world, jobs)
  await world.sync()
  return world
}

function states(world: World): string[] {
  return openings(world).map(({ openingState }) => openingState)
}

interface Answer {
  readonly status: number
  readonly body: unknown
}

function mapRows(answer: Answer, map: (row: { id: string }) => object): Answer {
  const list = answer.body as { data: { id: string }[] }
  return { ...answer, body: { ...list, data: list.data.map(map) } }
}

function doubled(answer: Answer): Answer {
  const list = answer.body as { data: { id: string }[] }
  return { ...answer, body: { ...list, data: [...list.data, ...list.data] } }
}

function loopChartHop({ charthop }: World): void {
  const [first] = charthop.state.jobs.keys()
  charthop.server.faults.add({
    match: jobList,
    fault: { type: 'answer', change: (answer) => ({ ...answer, body: { ...(answer.body as object), next: first } }) },
  })
}

function loopAshby({ ashby }: World): void {
  const change = (answer: Answer) => ({
    ...answer,
    body: { ...(answer.body as object), moreDataAvailable: true, nextCursor: 'again' },
  })
  ashby.server.faults.add({ match: '/opening.list', fault: { type: 'answer', change: (answer) => change(answer) } })
  ashby.server.faults.add({
    match: '/opening.list',
    after: 1,
    fault: {
      type: 'status',
      status: 200,
      body: { success: true, results: [], moreDataAvailable: true, nextCursor: 'again' },
    },
  })
}
