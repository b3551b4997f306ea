import { expect, test } from 'vitest'
import { listRuns, loadRun, noteProgress, requestRun, startRun } from '../src/store/runs.ts'
import { type Step, stepNames } from '../src/sync/steps.ts'
import { testDatabase } from './database.ts'
import { addActiveJobs } from './headcount.ts'
import { createWorld, type World } from './world.ts'

const newestRun = async ({ engine }: World) => (await listRuns(engine.db, { limit: 1 }))[0]!
const stepsOf = ({ steps }: Awaited<ReturnType<typeof newestRun>>) => steps as unknown as readonly Step[]

test('a run that writes tells what each of the nine steps took', async () => {
  await using world = await createWorld()
  addActiveJobs(world, 3)

  await world.sync()

  const run = await newestRun(world)
  const openings = stepsOf(run).filter(({ flow }) => flow === 'openings')
  expect(new Set(openings.map(({ step }) => step))).toEqual(new Set(stepNames))
  expect(openings[0]).toMatchObject({ step: 'settle' })
  const took = Date.parse(run.finishedAt!) - Date.parse(run.startedAt!)
  const sum = stepsOf(run).reduce((all, { ms }) => all + ms, 0)
  expect(sum).toBeGreaterThan(0)
  expect(sum).toBeLessThanOrEqual(took + stepsOf(run).length)
  for (const { startedAt } of openings) expect(Date.parse(startedAt)).toBeLessThanOrEqual(Date.parse(run.finishedAt!))
})

test('a run with nothing to write has no step that applies', async () => {
  await using world = await createWorld()
  addActiveJobs(world, 1)
  await world.sync()

  await world.sync()

  expect(stepsOf(await newestRun(world)).map(({ step }) => step)).not.toContain('apply')
})

test('a dry run settles and applies nothing', async () => {
  await using world = await createWorld()
  addActiveJobs(world, 1)

  await world.plan()

  const steps = new Set(stepsOf(await newestRun(world)).map(({ step }) => step))
  expect(steps).toEqual(new Set(stepNames.filter((name) => name !== 'settle' && name !== 'apply')))
})

test('a flow that fails keeps the steps it came to', async () => {
  await using world = await createWorld()
  addActiveJobs(world, 1)
  world.charthop.server.faults.add({ match: /\/job$/, fault: { type: 'status', status: 403 } })

  await world.sync()

  const steps = stepsOf(await newestRun(world)).filter(({ flow }) => flow === 'openings')
  expect(steps.map(({ step }) => step)).toEqual(['settle', 'read'])
})

test('waiting for a rate is told by system', async () => {
  await using world = await createWorld({ config: { ashby: { rate: { perSecond: 4, inFlight: 1 } } } })
  addActiveJobs(world, 5)

  await world.sync()

  const { waits } = await newestRun(world)
  expect(waits).toEqual({ ashby: { count: expect.any(Number), ms: expect.any(Number), retries: 0 } })
  const { count, ms } = (waits as { ashby: { count: number; ms: number } }).ashby
  expect(count).toBeGreaterThan(2)
  expect(ms).toBeGreaterThan(count * 10)
})

test('a step that goes on is seen before it ends', async () => {
  await using world = await createWorld({ config: { ashby: { rate: { perSecond: 4, inFlight: 1 } } } })
  addActiveJobs(world, 6)

  const syncing = world.sync()
  await expect
    .poll(async () => stepsOf(await newestRun(world)).map(({ step }) => step), { timeout: 60_000, interval: 50 })
    .toContain('read')
  const watched = await newestRun(world)
  await syncing

  expect(watched.state).toBe('running')
  expect(stepsOf(await newestRun(world)).length).toBeGreaterThan(stepsOf(watched).length)
})

test('progress without steps leaves those there are', async () => {
  await using database = await testDatabase()
  const { id } = await requestRun(database.knex, { connection: 'headcount', trigger: 'schedule' })
  await startRun(database.knex, 'headcount', false)
  const steps = [{ flow: 'openings', step: 'read', startedAt: '2026-11-01T08:00:00.000Z', ms: 7 }]

  await noteProgress(database.knex, id, { flows: {}, steps, waits: { ashby: { count: 1, ms: 2, retries: 0 } } })
  await noteProgress(database.knex, id, { flows: { openings: {} } })

  const run = await loadRun(database.knex, id)
  expect(run).toMatchObject({ flows: { openings: {} }, steps, waits: { ashby: { count: 1 } } })
})
