import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Fault } from '../../src/sandbox/faults.ts'
import { addActiveJob, addActiveJobs, openings, recordOf, tallyOf, writes } from '../headcount.ts'
import { bringHire, charthopWrites, hireRecord, persons, placements } from '../hiring.ts'
import { createWorld } from '../world.ts'

/** How long the clients were told to wait; nobody really waits. */
function recordedWaits() {
  const waits: number[] = []
  const clientSleep = async (ms: number) => {
    waits.push(ms)
    await sleep(1)
  }
  return { waits, clientSleep }
}

const tooMany = (retryAfter?: string): Fault => ({
  type: 'status',
  status: 429,
  ...(retryAfter !== undefined && { headers: { 'retry-after': retryAfter } }),
  body: { code: 429, message: 'too many requests' },
})

test.each(['opening.list', 'opening.create'])('X9 a 429 with seconds on %s is waited out', async (call) => {
  const { waits, clientSleep } = recordedWaits()
  await using world = await createWorld({ clientSleep })
  addActiveJob(world)
  world.ashby.server.faults.add({ match: `/${call}`, times: 1, fault: tooMany('2') })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(openings(world)).toHaveLength(1)
  expect(waits).toContain(2000)
})

test('X9 a 429 with a date is measured by the server’s own clock', async () => {
  const { waits, clientSleep } = recordedWaits()
  await using world = await createWorld({ clientSleep })
  addActiveJob(world)
  const serverNow = Date.parse('2031-05-01T10:00:00Z')
  world.ashby.server.faults.add({
    match: '/opening.create',
    times: 1,
    fault: {
      type: 'status',
      status: 429,
      headers: { date: new Date(serverNow).toUTCString(), 'retry-after': new Date(serverNow + 3000).toUTCString() },
    },
  })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(waits).toContain(3000)
  expect(Math.max(...waits)).toBeLessThanOrEqual(3000)
})

test.each(['86400', '999999999'])('X9 a 429 that asks for %s seconds is not waited for', async (seconds) => {
  const { waits, clientSleep } = recordedWaits()
  await using world = await createWorld({ clientSleep })
  const job = addActiveJob(world)
  const rule = world.ashby.server.faults.add({ match: '/opening.create', fault: tooMany(seconds) })

  const end = await world.sync()
  const calls = writes(world, 'opening.create').length
  rule.remove()
  world.passHours(1)
  const later = await world.sync()

  expect(end.state).toBe('partial')
  expect(calls).toBe(1)
  expect(Math.max(0, ...waits)).toBeLessThan(60_000)
  expect(later.state).toBe('success')
  expect((await recordOf(world, 'openings', job)).state).toBe('synced')
})

test('X9 a 429 without end gives up after a few tries', async () => {
  const { clientSleep } = recordedWaits()
  await using world = await createWorld({ clientSleep })
  const job = addActiveJob(world)
  world.ashby.server.faults.add({ match: '/opening.create', fault: tooMany() })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(writes(world, 'opening.create')).toHaveLength(5)
  expect(await recordOf(world, 'openings', job)).toMatchObject({ state: 'failed', reason: 'not_reached' })
})

test.each([500, 502, 503, 504])('X9 a passing %i on every read is tried again', async (status) => {
  const { clientSleep } = recordedWaits()
  await using world = await createWorld({ clientSleep })
  await bringHire(world)
  for (const { server } of [world.charthop, world.ashby])
    server.faults.add({ match: /job|field|change|person|list|info/i, times: 2, fault: { type: 'status', status } })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(placements(world)).toHaveLength(1)
})

test.each<[string, Fault]>([
  ['a 503', { type: 'status', status: 503 }],
  ['a body that breaks off', { type: 'truncatedBody' }],
  ['a reset connection', { type: 'resetBeforeApply' }],
  ['a web page with status 200', { type: 'html' }],
])('X9 a list lost to %s stops its flow, the other goes on', async (_, fault) => {
  const { clientSleep } = recordedWaits()
  await using world = await createWorld({ clientSleep })
  await bringHire(world)
  world.charthop.server.faults.add({ match: /\/v2\/org\/acme\/job$/, fault })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(tallyOf(end, 'openings').state).toBe('failed')
  expect(tallyOf(end, 'hires')).toMatchObject({ state: 'done', verified: 2 })
  expect(openings(world).every(({ openingState }) => openingState !== 'Closed')).toBe(true)
})

test('X9 slow answers change nothing but the time', async () => {
  const { clientSleep } = recordedWaits()
  await using world = await createWorld({ clientSleep })
  await bringHire(world)
  for (const { server } of [world.charthop, world.ashby]) server.faults.add({ fault: { type: 'latency', ms: 60 } })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(placements(world)).toHaveLength(1)
})

test.each([400, 404, 409, 422])('X9 a refusal with %i is not sent twice in a run', async (status) => {
  const { clientSleep } = recordedWaits()
  await using world = await createWorld({ clientSleep })
  const hire = await bringHire(world)
  world.charthop.server.faults.add({
    match: /\/person$/,
    method: 'POST',
    fault: { type: 'status', status, body: { code: status, message: 'no' } },
  })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(charthopWrites(world)).toEqual(['POST person'])
  expect(await hireRecord(world, hire)).toMatchObject({ state: 'attention', reason: 'refused' })
})

test('X9 a refusal comes back ever more slowly, then as a dead letter', async () => {
  const { clientSleep } = recordedWaits()
  await using world = await createWorld({ clientSleep })
  const hire = await bringHire(world)
  world.charthop.server.faults.add({
    match: /\/person$/,
    method: 'POST',
    fault: { type: 'status', status: 422, body: {} },
  })

  const minutesWaited: number[] = []
  for (let refusal = 0; refusal < 4; refusal++) {
    const before = charthopWrites(world).length
    await world.sync()
    expect(charthopWrites(world)).toHaveLength(before + 1)
    const { dueAt } = await hireRecord(world, hire)
    minutesWaited.push(Math.round((Date.parse(dueAt!) - world.engine.now().getTime()) / 60_000))
    await world.sync()
    expect(charthopWrites(world)).toHaveLength(before + 1)
    world.passHours(minutesWaited.at(-1)! / 60 + 0.01)
  }

  expect(minutesWaited).toEqual([5, 10, 20, 40])
  expect(await hireRecord(world, hire)).toMatchObject({ state: 'attention', attempts: 4 })
})

test('X9 a refused write is tried at once when its record changes', async () => {
  const { clientSleep } = recordedWaits()
  await using world = await createWorld({ clientSleep })
  const hire = await bringHire(world)
  const rule = world.charthop.server.faults.add({ match: /\/person$/, method: 'POST', fault: tooBad })
  await world.sync()
  rule.remove()

  world.ashby.moveToStage(hire.applicationId, 'Offer')
  world.ashby.hire(hire.applicationId)
  world.ashby.changeOffer(hire.offerId, { startDate: hireDay })
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(placements(world)).toMatchObject([{ date: hireDay }])
})

const tooBad: Fault = { type: 'status', status: 422, body: {} }
const hireDay = new Date(Date.now() + 50 * 86_400_000).toISOString().slice(0, 10)

test('X4 one poisoned record does not stop the others', async () => {
  const { clientSleep } = recordedWaits()
  await using world = await createWorld({ clientSleep })
  world.ashby.settings.requiredOutsideDraft = ['description']
  const poisoned = addActiveJob(world, { title: 'Poison' })
  const jobs = addActiveJobs(world, 5, () => ({ description: 'Builds things' }))

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(tallyOf(end, 'openings')).toMatchObject({ state: 'done', verified: 5, failed: 1 })
  for (const job of jobs) expect((await recordOf(world, 'openings', job)).state).toBe('synced')
  expect(await recordOf(world, 'openings', poisoned)).toMatchObject({ state: 'attention', reason: 'refused' })
})

test('X4 when most writes fail the flow stops early and says so', async () => {
  const { clientSleep } = recordedWaits()
  await using world = await createWorld({ clientSleep, engine: { inFlight: 1 } })
  const hire = await bringHire(world)
  addActiveJobs(world, 30)
  world.ashby.server.faults.add({ match: '/opening.create', fault: refusedByAshby })
  world.ashby.server.clearCalls()

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(tallyOf(end, 'openings')).toMatchObject({ state: 'stopped' })
  expect(end.problem).toMatch(/^openings: stopped after \d+ of \d+ records failed; the rest is still due/m)
  expect(writes(world, 'opening.create').length).toBeLessThanOrEqual(7)
  expect((await hireRecord(world, hire)).state).toBe('synced')
  expect(persons(world)).toHaveLength(1)
})

test('X4 what an early stop left is written once the target is well', async () => {
  const { clientSleep } = recordedWaits()
  await using world = await createWorld({ clientSleep })
  addActiveJobs(world, 30)
  const rule = world.ashby.server.faults.add({ match: '/opening.create', fault: refusedByAshby })
  await world.sync()
  rule.remove()

  world.passHours(1)
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(openings(world)).toHaveLength(30)
})

const refusedByAshby: Fault = {
  type: 'status',
  status: 200,
  body: { success: false, errors: ['invalid_input'], errorInfo: { code: 'invalid_input', message: 'no' } },
}
