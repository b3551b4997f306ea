import { expect, test } from 'vitest'
import { type AppConfig, openApp } from '../src/app.ts'
import { listRuns } from '../src/store/runs.ts'
import { daemonConfig, encryptionKey, type RunningDaemon, startedDaemon, until } from './daemon.ts'
import { addActiveJob, openings } from './headcount.ts'
import { wholeDatabase } from './planted.ts'
import { createWorld, type World } from './world.ts'

const view = '/api/v1/connections/headcount'
const right = 'ashby-sandbox-key'
const wrong = 'ashby-PLANTED-wrong-key'

test('S2 a wrong key is refused, a right one connects without a restart', async () => {
  await using world = await createWorld()
  addActiveJob(world)
  await using daemon = await startedDaemon(world, keyless(world))
  await until(async () => (await daemon.call(view)).json.runs.last !== null)
  const before = (await daemon.call(`${view}/keys`)).json

  const refused = await pasted(daemon, wrong)
  const between = await wholeDatabase(world.engine)
  const taken = await pasted(daemon, ` ${right}\n`)
  await until(async () => (await daemon.call(view)).json.state === 'connected')

  expect(before).toMatchObject({ storable: true, why: null, next: null })
  expect(before.data).toEqual([
    expect.objectContaining({ name: 'charthop.token', system: 'charthop', source: 'config', replacedAt: null }),
    expect.objectContaining({ name: 'ashby.apiKey', label: 'Ashby API key', source: 'none', replacedBy: null }),
  ])
  expect([refused.status, refused.json.code]).toEqual([422, 'key_refused'])
  expect(refused.json.detail).toContain('the Ashby API key was not taken: Ashby refuses it')
  expect(between).not.toContain('"ashby.apiKey"')
  expect(taken.status).toBe(200)
  expect(taken.json.key).toMatchObject({ source: 'stored', replacedBy: 'ops', replacedAt: expect.any(String) })
  expect(taken.json.findings).toContainEqual({ ok: true, subject: 'Ashby key', message: 'accepted' })
  expect(openings(world)).toHaveLength(1)
})

test('S68 a pasted key is in no log, no answer and not readable in the database', async () => {
  await using world = await createWorld()
  const planted = 'ashby-PLANTED-right-key'
  world.ashby.keys.set(planted, 'all')
  await using daemon = await startedDaemon(world)

  const answers = [
    await pasted(daemon, wrong),
    await pasted(daemon, `two words ${wrong}`),
    await pasted(daemon, wrong, 'no.such'),
    await pasted(daemon, planted),
    await daemon.call(`${view}/keys`),
    await daemon.call(view),
    await daemon.call(`${view}/keys/ashby.apiKey`, { method: 'DELETE' }),
  ]
  await until(async () => (await listRuns(world.engine.db, { limit: 10 })).every(({ finishedAt }) => finishedAt))

  expect(answers.map(({ status }) => status)).toEqual([422, 400, 404, 200, 200, 200, 200])
  expect(daemon.log()).toContain('key replaced')
  const told = [daemon.log(), await wholeDatabase(world.engine), ...answers.map(({ text }) => text)].join('\n')
  expect(told).not.toContain('PLANTED')
})

test('S81 each key is shown to its own vendor only, before anything is kept', async () => {
  await using world = await createWorld()
  await using daemon = await startedDaemon(world, disabled(world))

  const swapped = await pasted(daemon, world.charthop.token)
  const calls = [world.charthop.server.calls.length, world.ashby.server.calls.length]
  const other = await pasted(daemon, right, 'charthop.token')

  expect([swapped.status, other.status]).toEqual([422, 422])
  expect(calls[0]).toBe(0)
  expect(calls[1]).toBeGreaterThan(0)
  expect(world.ashby.server.calls).toHaveLength(calls[1]!)
  expect(other.json.detail).toContain('ChartHop refused the token')
  expect(await world.engine.db('pasted_keys')).toEqual([])
})

test('S68 a key that lacks a permission is kept, and the permission is named', async () => {
  await using world = await createWorld()
  world.ashby.keys.set('narrow-key', ['apiKeysRead', 'jobsRead'])
  await using daemon = await startedDaemon(world, disabled(world))

  const { status, json } = await pasted(daemon, 'narrow-key')

  expect(status).toBe(200)
  expect(json.findings).toContainEqual(expect.objectContaining({ ok: false, subject: 'permission candidatesWrite' }))
  expect(json.key.source).toBe('stored')
})

test('a vendor that cannot be reached keeps the key from being kept', async () => {
  await using world = await createWorld()
  await using daemon = await startedDaemon(world, disabled(world))
  world.ashby.server.faults.add({ fault: { type: 'status', status: 503, body: {} } })

  const { status, json } = await pasted(daemon, right)

  expect([status, json.code]).toEqual([503, 'vendor_unavailable'])
  expect(json.detail).toContain('the Ashby API key could not be tried')
  expect(await world.engine.db('pasted_keys')).toEqual([])
})

test('without encryptionKey nothing is kept, and what to set is said', async () => {
  await using world = await createWorld()
  await using daemon = await startedDaemon(world, { ...disabled(world), encryptionKey: [] })

  const { json } = await daemon.call(`${view}/keys`)
  const answer = await pasted(daemon, right)

  expect([json.storable, json.why]).toEqual([false, expect.stringContaining('openssl rand -hex 32')])
  expect([answer.status, answer.json.code]).toEqual([409, 'no_encryption_key'])
  expect(world.ashby.server.calls).toEqual([])
})

test('another process uses a pasted key as soon as it looks', async () => {
  await using world = await createWorld()
  await using daemon = await startedDaemon(world, keyless(world))
  const there = await opened(world, keyless(world))
  const before = await there.connections.get('headcount')!.connection.check()

  await pasted(daemon, right)
  await there.refresh()
  const after = await there.connections.get('headcount')!.connection.check()
  await there.close()

  expect(before).toMatchObject([{ ok: false, message: expect.stringContaining('ashby.apiKey is not set') }])
  expect(after).toContainEqual({ ok: true, subject: 'Ashby key', message: 'accepted' })
})

test('the key of the config file wins once it is another one', async () => {
  await using world = await createWorld()
  await using daemon = await startedDaemon(world, disabled(world))
  await pasted(daemon, right)

  const same = await sourceIn(world, disabled(world))
  const changed = await sourceIn(world, keyed(world, 'another-key-of-the-file'))
  const back = await sourceIn(world, disabled(world))

  expect([same, changed, back]).toEqual(['stored', 'config', 'config'])
})

test('back to the key of the config file only where its vendor takes it', async () => {
  await using world = await createWorld()
  await using daemon = await startedDaemon(world, keyed(world, 'a-key-that-was-taken-back'))
  await pasted(daemon, right)

  const kept = await daemon.call(`${view}/keys/ashby.apiKey`, { method: 'DELETE' })
  const still = (await daemon.call(`${view}/keys`)).json.data[1].source
  world.ashby.keys.set('a-key-that-was-taken-back', 'all')
  const gone = await daemon.call(`${view}/keys/ashby.apiKey`, { method: 'DELETE' })

  expect([kept.status, kept.json.code, still]).toEqual([422, 'key_refused', 'stored'])
  expect([gone.status, gone.json.key.source]).toEqual([200, 'config'])
  expect(await wholeDatabase(world.engine)).not.toContain('key ashby.apiKey')
})

test('there is no way back to a key that the config file does not have', async () => {
  await using world = await createWorld()
  await using daemon = await startedDaemon(world, keyless(world))
  await pasted(daemon, right)

  const { status, json } = await daemon.call(`${view}/keys/ashby.apiKey`, { method: 'DELETE' })

  expect([status, json.code]).toEqual([409, 'no_configured_key'])
})

test('a pasted key that no listed encryptionKey opens is told, and the file’s own is used', async () => {
  await using world = await createWorld()
  await using daemon = await startedDaemon(world)
  await pasted(daemon, right)
  const later = await opened(world, { encryptionKey: [`${encryptionKey}-another`] })

  const { connection } = later.connections.get('headcount')!
  const findings = await connection.check()
  const { keys } = await later.keys.list('headcount')
  await later.close()

  expect(connection.problems()).toEqual([expect.stringMatching(/^ashby\.apiKey: .*encryptionKey does not list/)])
  expect(findings).toContainEqual({ ok: true, subject: 'Ashby key', message: 'accepted' })
  expect(keys.map(({ source }) => source)).toEqual(['config', 'config'])
})

test('a run that goes on keeps the key it began with, the next one has the new one', async () => {
  await using world = await createWorld()
  world.ashby.keys.set('the-next-key', 'all')
  world.ashby.server.faults.add({ fault: { type: 'latency', ms: 100 } })
  addActiveJob(world)
  await using daemon = await startedDaemon(world)
  await until(async () => (await daemon.call(view)).json.runs.running !== null)

  expect((await pasted(daemon, 'the-next-key')).status).toBe(200)
  await until(async () => (await listRuns(world.engine.db, { limit: 10 })).every(({ finishedAt }) => finishedAt))

  const runs = await listRuns(world.engine.db, { limit: 10 })
  expect(runs.map(({ state }) => state)).toEqual(['success', 'success'])
  expect(openings(world)).toHaveLength(1)
})

function pasted(daemon: RunningDaemon, value: string, name = 'ashby.apiKey') {
  return daemon.call(`${view}/keys/${name}`, { method: 'PUT', body: { value } })
}

function keyed(world: World, apiKey: string): Pick<AppConfig, 'connections'> {
  return { connections: [{ ...world.config, ashby: { ...world.config.ashby, apiKey } }] }
}

function keyless(world: World) {
  return keyed(world, '')
}

/** So that nobody but the key's test calls a vendor. */
function disabled(world: World): Pick<AppConfig, 'connections'> {
  return { connections: [{ ...world.config, enabled: false }] }
}

function opened(world: World, changes: Partial<AppConfig> = {}) {
  return openApp(daemonConfig(world, changes), { level: 'silent' })
}

async function sourceIn(world: World, changes: Partial<AppConfig>) {
  const app = await opened(world, changes)
  const { keys } = await app.keys.list('headcount')
  await app.close()
  return keys.find(({ name }) => name === 'ashby.apiKey')?.source
}
