import { expect, test } from 'vitest'
import { requestRun, requestScheduledRun } from '../../src/store/runs.ts'
import { execute } from '../../src/sync/execute.ts'
import { limitsOf } from '../../src/sync/limits.ts'
import { addActiveJob, forgetCalls, openingOf, openings, tallyOf, writes } from '../headcount.ts'
import { bringHire, persons } from '../hiring.ts'
import { createWorld, type World } from '../world.ts'

test('S85 both directions run every five minutes unless told otherwise', async () => {
  await using world = await createWorld()

  expect(world.config.schedule).toBe('*/5 * * * *')
  expect(world.connection.flows.map(({ name }) => name)).toEqual(['fields', 'openings', 'hires'])
})

test('S85 the tick after a change brings it over', async () => {
  await using world = await createWorld()
  await tick(world)
  const job = addActiveJob(world)

  await tick(world)

  expect((await openingOf(world, job)).openingState).toBe('Approved')
})

test('S85 a tick that several processes see is one run', async () => {
  await using world = await createWorld()
  const { db } = world.engine

  await Promise.all(Array.from({ length: 5 }, () => requestScheduledRun(db, world.connection.id)))
  const late = await requestScheduledRun(db, world.connection.id)

  expect(late).toBe(false)
  expect(await runs(world)).toHaveLength(1)
  expect([(await go(world)).type, (await go(world)).type]).toEqual(['done', 'idle'])
})

test('S85 ticks missed while a run goes on collapse into one', async () => {
  await using world = await createWorld({ ashby: { latencyMs: 40 } })
  addActiveJob(world)
  await requestScheduledRun(world.engine.db, world.connection.id)
  const running = go(world)
  await started(world)

  for (let missed = 0; missed < 4; missed += 1) await requestScheduledRun(world.engine.db, world.connection.id, 0)
  expect((await go(world)).type).toBe('busy')
  await running
  const afterwards = [await go(world), await go(world)]

  expect(afterwards.map(({ type }) => type)).toEqual(['done', 'idle'])
  expect(await runs(world)).toHaveLength(2)
  expect(openings(world)).toHaveLength(1)
})

test('S91 a pressed button does what a tick does, both ways', async () => {
  const bySchedule = await storyOf((world) => requestScheduledRun(world.engine.db, world.connection.id))
  const byButton = await storyOf((world) => {
    return requestRun(world.engine.db, { connection: world.connection.id, trigger: 'request' })
  })

  expect(byButton).toEqual(bySchedule)
  expect(byButton.writes).toContain('/opening.create')
  expect(byButton.writes).toContain('/v2/org/acme/person')
  expect(byButton.flows).toEqual(['done', 'done', 'done'])
})

test('S91 a button pressed while a run goes on means one more', async () => {
  await using world = await createWorld({ ashby: { latencyMs: 40 } })
  addActiveJob(world)
  await press(world)
  const running = go(world)
  await started(world)

  const pressed = await Promise.all(Array.from({ length: 10 }, () => press(world)))
  await running

  expect(new Set(pressed.map(({ id }) => id)).size).toBe(1)
  expect(await go(world)).toMatchObject({ type: 'done' })
  expect(await go(world)).toEqual({ type: 'idle' })
  expect(writes(world, 'opening.create')).toHaveLength(1)
})

test('S91 a press joins the run that waits already', async () => {
  await using world = await createWorld()

  const first = await press(world)
  const second = await press(world)

  expect(second).toEqual(first)
  expect(first.state).toBe('queued')
})

test('S91 running the app in ChartHop starts nothing', async () => {
  await using world = await createWorld()
  addActiveJob(world)
  forgetCalls(world)
  const headers = { 'x-charthop-event': 'app.run' }

  const verdict = await world.connection.readHook({
    event: 'app.run',
    headers,
    query: {},
    rawBody: Buffer.from('{}'),
    body: {},
  })

  expect(verdict.type).not.toBe('look')
  expect(writes(world)).toEqual([])
  expect(await runs(world)).toEqual([])
})

async function tick(world: World): Promise<void> {
  await requestScheduledRun(world.engine.db, world.connection.id, 0)
  await go(world)
}

function press(world: World) {
  return requestRun(world.engine.db, { connection: world.connection.id, trigger: 'request' })
}

function go({ engine, connection, config }: World) {
  return execute({
    engine,
    connection,
    limits: limitsOf(config.limits),
    dryRun: false,
    signal: new AbortController().signal,
  })
}

async function started(world: World): Promise<void> {
  while (!(await runs(world)).some(({ state }) => state === 'running')) await new Promise((done) => setTimeout(done, 5))
}

function runs({ engine }: World): Promise<{ state: string }[]> {
  return engine.db('runs').select('state')
}

/** A new job on one side and a hire on the other, and one run asked for in this way. */
async function storyOf(ask: (world: World) => Promise<unknown>) {
  await using world = await createWorld()
  const filling = addActiveJob(world, { title: 'Filling' })
  await world.sync()
  await bringHire(world, { jobId: filling })
  addActiveJob(world, { title: 'New' })
  forgetCalls(world)

  await ask(world)
  const executed = await go(world)

  if (executed.type !== 'done') throw new Error(`the run was ${executed.type}`)
  const { end } = executed
  return {
    state: end.state,
    flows: ['fields', 'openings', 'hires'].map((flow) => tallyOf(end, flow).state),
    writes: writes(world).map(({ path }) => path.replace(/[0-9a-f]{24}/g, '{id}')),
    persons: persons(world).length,
    openings: openings(world).length,
  }
}
