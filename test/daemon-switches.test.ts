import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openApp } from '../src/app.ts'
import { listRuns, requestRun } from '../src/store/runs.ts'
import { daemonConfig, type RunningDaemon, startedDaemon, until } from './daemon.ts'
import { addActiveJob, forgetCalls, openings } from './headcount.ts'
import { createWorld, type World } from './world.ts'

const view = '/api/v1/connections/headcount'

test('S1 off at run time, nothing begins and nobody is called', async () => {
  await using world = await createWorld()
  await using daemon = await startedDaemon(world)
  await isConnected(daemon)

  const { status, json } = await switched(daemon, false)
  forgetCalls(world)
  addActiveJob(world)
  const hook = await daemon.call('/hooks/headcount/candidateHire', { method: 'POST', body: {} })
  const asked = await daemon.call(`${view}/sync`, { method: 'POST' })
  const { id } = await requestRun(world.engine.db, { connection: 'headcount', trigger: 'schedule' })
  // Longer than the daemon leaves a run that nobody is at.
  await delay(6_000)

  expect([status, json.enabled, json.state]).toEqual([200, false, 'disabled'])
  expect(json.enabledBy).toEqual({ by: 'ops', at: expect.stringMatching(/^\d{4}-/), configured: true })
  expect([hook.status, asked.status, asked.json.code]).toEqual([503, 409, 'connection_disabled'])
  expect((await runs(world)).find((run) => run.id === id)?.state).toBe('queued')
  expect([...world.charthop.server.calls, ...world.ashby.server.calls]).toEqual([])
})

test('S1 on again at run time, it goes on at once and writes nothing twice', async () => {
  await using world = await createWorld()
  addActiveJob(world)
  await using daemon = await startedDaemon(world)
  await until(async () => openings(world).length === 1)
  await isConnected(daemon)
  await switched(daemon, false)
  addActiveJob(world)
  forgetCalls(world)

  const { json } = await switched(daemon, true)
  await until(async () => (await runs(world)).filter(({ state }) => state === 'success').length === 2)

  expect([json.enabled, json.runs.queued?.trigger ?? json.runs.running?.trigger]).toEqual([true, 'request'])
  expect(openings(world)).toHaveLength(2)
  expect(world.ashby.server.calls.filter(({ path }) => path === '/opening.create')).toHaveLength(1)
})

test('S1 a run that goes on when it is switched off ends as usual', async () => {
  await using world = await createWorld()
  addActiveJob(world)
  world.ashby.server.faults.add({ fault: { type: 'latency', ms: 100 } })
  await using daemon = await startedDaemon(world)
  await until(async () => (await runs(world)).some(({ state }) => state === 'running'))

  await switched(daemon, false)
  await until(async () => (await runs(world)).every(({ finishedAt }) => finishedAt !== undefined))

  expect((await runs(world)).map(({ state }) => state)).toEqual(['success'])
  expect(openings(world)).toHaveLength(1)
})

test('a switch pressed in another process is followed within seconds', async () => {
  await using world = await createWorld()
  await using daemon = await startedDaemon(world)
  await isConnected(daemon)
  const there = await opened(world)

  await there.switchConnection('headcount', false, 'command')
  await until(async () => (await daemon.call(view)).json.state === 'disabled')
  addActiveJob(world)
  await there.switchConnection('headcount', true, 'command')
  await requestRun(world.engine.db, { connection: 'headcount', trigger: 'command' })
  await there.close()
  await until(async () => openings(world).length === 1)

  expect((await runs(world)).map(({ trigger }) => trigger)).toEqual(['command', 'schedule'])
})

test('another process begins no run of what was switched off here', async () => {
  await using world = await createWorld()
  const [here, there] = [await opened(world), await opened(world)]
  try {
    await here.switchConnection('headcount', false, 'ops')
    await requestRun(world.engine.db, { connection: 'headcount', trigger: 'command' })
    const write = await there.execute(there.connections.get('headcount')!, execution(false))
    await requestRun(world.engine.db, { connection: 'headcount', trigger: 'command', dryRun: true })
    const plan = await there.execute(there.connections.get('headcount')!, execution(true))

    expect([write.type, plan.type]).toEqual(['off', 'done'])
  } finally {
    await here.close()
    await there.close()
  }
})

test('the config file wins once it says something else, and keeps its win', async () => {
  await using world = await createWorld()
  const first = await opened(world)
  await first.switchConnection('headcount', false, 'ops')

  const said = [await isOn(world, true), await isOn(world, false), await isOn(world, true)]
  await first.refresh()
  const firstSays = first.connections.get('headcount')!.isEnabled
  await first.close()

  expect(said).toEqual([false, false, true])
  // Started before the file changed, it goes by what it knows: nobody switched it on.
  expect(firstSays).toBe(false)
})

async function isOn(world: World, enabled: boolean): Promise<boolean> {
  const app = await opened(world, enabled)
  const { isEnabled } = app.connections.get('headcount')!
  await app.close()
  return isEnabled
}

function opened(world: World, enabled = true) {
  return openApp(daemonConfig(world, { connections: [{ ...world.config, enabled }] }), { level: 'silent' })
}

function execution(dryRun: boolean) {
  return { dryRun, signal: new AbortController().signal }
}

function switched(daemon: RunningDaemon, enabled: boolean) {
  return daemon.call(`${view}/enabled`, { method: 'POST', body: { enabled } })
}

function isConnected(daemon: RunningDaemon): Promise<void> {
  return until(async () => (await daemon.call(view)).json.state === 'connected')
}

function runs({ engine }: World) {
  return listRuns(engine.db, { connection: 'headcount', limit: 10 })
}
