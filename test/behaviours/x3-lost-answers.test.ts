import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Fault } from '../../src/sandbox/faults.ts'
import { addActiveJob, addField, ledgerOf, openingFields, openings, shown, ticking } from '../headcount.ts'
import { addHireField, bringHire, charthopWrites, hireMapping, hireRecord, persons, placements } from '../hiring.ts'
import { createWorld, type World } from '../world.ts'

/** Each loses the answer of a write that was applied, or cuts a call that was not. */
const applied: readonly (readonly [string, Fault])[] = [
  ['the connection breaks after it was applied', { type: 'timeoutAfterApply' }],
  ['the answer breaks off', { type: 'truncatedBody' }],
  ['a proxy answers 502 after it was applied', { type: 'answer', change: () => ({ status: 502, body: '<html>' }) }],
]
const notApplied: readonly (readonly [string, Fault])[] = [
  ['the connection breaks before it arrives', { type: 'resetBeforeApply' }],
  ['the server answers 503', { type: 'status', status: 503 }],
  ['a page with status 200 comes instead', { type: 'html' }],
]
const faults = [...applied, ...notApplied]
const quick = { clientSleep: () => sleep(1) }

/** A write may need the next run to come through, never more, and never twice. */
async function syncUntilDone(world: World): Promise<void> {
  await world.sync()
  world.ashby.server.faults.clear()
  world.charthop.server.faults.clear()
  world.passHours(1)
  expect((await world.sync()).state).toBe('success')
}

test.each(faults)('X3 a person is made once where %s', async (_, fault) => {
  await using world = await createWorld(quick)
  await bringHire(world)
  world.charthop.server.faults.add({ match: /\/person$/, method: 'POST', times: 1, fault })

  await syncUntilDone(world)

  expect(persons(world)).toHaveLength(1)
  expect(placements(world)).toHaveLength(1)
})

test.each(faults)('X3 a hire is entered once where %s', async (_, fault) => {
  await using world = await createWorld(quick)
  await bringHire(world)
  world.charthop.server.faults.add({ match: /change\/sync/, times: 1, fault })

  await syncUntilDone(world)

  expect(persons(world)).toHaveLength(1)
  expect(placements(world)).toHaveLength(1)
})

test.each(faults)('X3 values of a person and a job hold where %s', async (_, fault) => {
  await using world = await createWorld({
    ...quick,
    mapping: hireMapping(['offer.Size', 'shirtSize'], ['offer.Desk', 'deskCode']),
  })
  addField(world, { code: 'shirtSize', entityType: 'PERSON' })
  addField(world, { code: 'deskCode' })
  const [size, desk] = [addHireField(world, 'Offer', 'Size').id, addHireField(world, 'Offer', 'Desk').id]
  const { jobId } = await bringHire(world, { custom: { [size]: 'M', [desk]: 'D-7' } })
  world.charthop.server.faults.add({ method: 'PATCH', times: 2, fault })

  await syncUntilDone(world)

  expect(persons(world)).toMatchObject([{ values: { shirtSize: 'M' } }])
  expect(world.charthop.state.jobs.get(jobId)!.now.values).toMatchObject({ deskCode: 'D-7' })
})

test.each(faults)('X3 an opening is made once where %s', async (_, fault) => {
  await using world = await createWorld(quick)
  addActiveJob(world)
  world.ashby.server.faults.add({ match: '/opening.create', times: 1, fault })

  await syncUntilDone(world)

  expect(openings(world)).toHaveLength(1)
})

test.each(faults)('X3 values of an opening hold where %s', async (_, fault) => {
  await using world = await createWorld({ ...quick, mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter' })
  addActiveJob(world, { custom: { costCenter: 'CC-1' } })
  world.ashby.server.faults.add({ match: '/customField.setValues', times: 1, fault })

  await syncUntilDone(world)

  expect(openings(world)).toHaveLength(1)
  expect(shown(openings(world)[0]!, 'Cost Center')).toBe('CC-1')
})

test.each(faults)('X3 a field is made once where %s', async (_, fault) => {
  await using world = await createWorld({ ...quick, mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter' })
  addActiveJob(world, { custom: { costCenter: 'CC-1' } })
  world.ashby.server.faults.add({ match: '/customField.create', times: 1, fault })

  await syncUntilDone(world)

  expect(openingFields(world).map(({ title }) => title)).toEqual(['Cost Center'])
  expect(shown(openings(world)[0]!, 'Cost Center')).toBe('CC-1')
})

test.each(applied)('X3 the same run goes on where %s', async (_, fault) => {
  await using world = await createWorld(quick)
  const { applicationId } = await bringHire(world)
  world.charthop.server.faults.add({ match: /\/person$/, method: 'POST', times: 1, fault })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(charthopWrites(world).filter((write) => write === 'POST person')).toHaveLength(1)
  const ledger = await ledgerOf(world, 'hires', applicationId)
  expect(ledger.map(({ action, state }) => `${action} ${state}`).sort()).toEqual([
    'person.create verified',
    'person.place verified',
  ])
})

test.each([
  ['POST person', /\/person$/, 'POST'],
  ['HIRE', /change\/sync/, 'POST'],
])('X3 a %s whose answer never comes is made once', async (_, match, method) => {
  await using world = await createWorld({ ...quick, answerMs: 400 })
  await bringHire(world)
  world.charthop.server.faults.add({ match, method, times: 1, fault: { type: 'timeoutAfterApply', ms: 2_000 } })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(persons(world)).toHaveLength(1)
  expect(placements(world)).toHaveLength(1)
})

test('X3 an opening whose answer never comes is made once', async () => {
  await using world = await createWorld({ ...quick, answerMs: 400 })
  addActiveJob(world)
  const fault = { type: 'timeoutAfterApply', ms: 2_000 } as const
  world.ashby.server.faults.add({ match: '/opening.create', times: 1, fault })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(openings(world)).toHaveLength(1)
})

test('X3 nothing is planned while nobody can look at a lost write', async () => {
  await using world = await createWorld(quick)
  const { applicationId } = await bringHire(world)
  const { faults } = world.charthop.server
  faults.add({ match: /\/person$/, method: 'POST', times: 1, fault: { type: 'timeoutAfterApply' } })
  faults.add({ match: /\/person$/, method: 'GET', after: 1, fault: { type: 'status', status: 503 } })

  const first = await world.sync()
  const second = await world.sync()
  const unclear = await ledgerOf(world, 'hires', applicationId)
  faults.clear()
  const last = await world.sync()

  expect(first.state).toBe('partial')
  expect(second.state).toBe('partial')
  expect(unclear.map(({ action, state }) => `${action} ${state}`)).toEqual(['person.create unknown'])
  expect(last.state).toBe('success')
  expect(charthopWrites(world)).toEqual(['POST person', 'POST change/sync/HIRE'])
  expect(persons(world)).toHaveLength(1)
})

test('X3 a lost write seen twice is left for a person to judge', async () => {
  await using world = await createWorld(quick)
  const { applicationId } = await bringHire(world)
  world.charthop.server.faults.add({
    match: /\/person$/,
    method: 'POST',
    times: 1,
    fault: { type: 'timeoutAfterApply', ms: 300 },
  })

  const running = world.sync()
  await untilPersons(world, 1)
  world.charthop.addPerson({ last: 'Lovelace', homeEmail: 'ada@example.com' })
  const end = await running
  await world.sync()

  expect(end.state).toBe('partial')
  expect(charthopWrites(world)).toEqual(['POST person'])
  const [change] = await ledgerOf(world, 'hires', applicationId)
  expect(change).toMatchObject({ action: 'person.create', state: 'unknown' })
})

test('X3 a write that shows late is waited for before it is judged', async () => {
  await using world = await createWorld({ ...quick, engine: { settleGraceMs: 600, sleep: (ms) => sleep(ms) } })
  await bringHire(world)
  world.charthop.settings.staleReadsMs = 250
  world.charthop.server.faults.add({
    match: /\/person$/,
    method: 'POST',
    times: 1,
    fault: { type: 'timeoutAfterApply' },
  })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(charthopWrites(world)).toEqual(['POST person', 'POST change/sync/HIRE'])
})

test('X3 reads behind the write are looked at again, not written again', async () => {
  await using world = await createWorld({ ...quick, engine: { sleep: (ms) => sleep(ms) } })
  await bringHire(world)
  world.charthop.settings.staleReadsMs = 700

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(charthopWrites(world)).toEqual(['POST person', 'POST change/sync/HIRE'])
})

test('X3 what never shows is reported and looked up, not written again', async () => {
  await using world = await createWorld(quick)
  const { applicationId } = await bringHire(world)
  world.charthop.settings.staleReadsMs = 3_600_000

  const end = await world.sync()
  const record = await hireRecord(world, { applicationId })
  world.charthop.clock.advance(3_600_000)
  world.passHours(1)
  const later = await world.sync()

  expect(end.state).toBe('partial')
  expect(record).toMatchObject({ state: 'failed', reason: 'not_held' })
  expect(later.state).toBe('success')
  expect(charthopWrites(world)).toEqual(['POST person', 'POST change/sync/HIRE'])
})

async function untilPersons(world: World, count: number): Promise<void> {
  for (let tries = 0; persons(world).length < count; tries++) {
    if (tries > 400) throw new Error('the person was never made')
    await sleep(10)
  }
}
