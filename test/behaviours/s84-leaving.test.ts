import { expect, test } from 'vitest'
import {
  addActiveJob,
  addActiveJobs,
  hasLink,
  openingOf,
  openings,
  recordOf,
  waiting,
  writes,
  writesDuring,
} from '../headcount.ts'
import { createWorld, type World } from '../world.ts'

const closing = { openings: { closeOnInactive: true } }

/** Runs a list must be read completely before an absence in it is believed, with a look at the record each time (R23). */
const readsToBelieve = 2

test('S84 closeOnInactive closes the opening it made', async () => {
  await using world = await createWorld({ config: closing })
  const job = addActiveJob(world)
  await world.sync()
  world.charthop.setRecruit(job, 'INACTIVE')

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect((await openingOf(world, job)).openingState).toBe('Closed')
  expect(await writesDuring(world, world.sync)).toEqual([])
})

test('S84 a close carries the configured reason', async () => {
  await using world = await createWorld({ config: closing })
  const reason = world.ashby.addCloseReason('Budget cut')
  const job = addActiveJob(world)
  await world.sync()
  world.charthop.setRecruit(job, 'INACTIVE')

  const reopened = world.reopen({ openings: { ...world.config.openings, closeReasonId: reason.id } })
  await world.sync({}, reopened)

  expect(await openingOf(world, job)).toMatchObject({ openingState: 'Closed', closeReasonId: reason.id })
})

test('S84 closeOnInactive closes an opening people opened', async () => {
  await using world = await createWorld({ config: closing })
  const job = addActiveJob(world)
  await world.sync()
  world.ashby.openOpening((await openingOf(world, job)).id)
  world.charthop.setRecruit(job, 'INACTIVE')

  await world.sync()

  expect((await openingOf(world, job)).openingState).toBe('Closed')
})

test('S84 closeOnInactive never closes an adopted opening', async () => {
  await using world = await createWorld({ config: { openings: { closeOnInactive: true, adoptExisting: true } } })
  const job = addActiveJob(world, { req: 'REQ-7' })
  const adopted = world.ashby.addHandMadeOpening({ identifier: 'REQ-7', openingState: 'Open' })
  await world.sync()
  expect((await openingOf(world, job)).id).toBe(adopted.id)
  world.charthop.setRecruit(job, 'INACTIVE')

  const sent = await writesDuring(world, world.sync)

  expect(sent).toEqual([])
  expect((await openingOf(world, job)).openingState).toBe('Open')
})

test('S84 closeOnInactive leaves a filled opening alone', async () => {
  await using world = await createWorld({ config: closing })
  const job = addActiveJob(world)
  await world.sync()
  await hireInto(world, job)
  expect((await openingOf(world, job)).openingState).toBe('Filled')
  world.charthop.setRecruit(job, 'INACTIVE')

  await world.sync()

  expect((await openingOf(world, job)).openingState).toBe('Filled')
  expect(writes(world, 'opening.setOpeningState')).toEqual([])
})

test('S84 a job filled in ChartHop is inactive too', async () => {
  await using world = await createWorld({ config: closing })
  const job = addActiveJob(world)
  await world.sync()
  world.charthop.fillJob(job, { first: 'Grace', last: 'Hopper' })

  await world.sync()

  expect((await openingOf(world, job)).openingState).toBe('Closed')
})

test('S84 a reopened job leaves a closed opening closed', async () => {
  await using world = await createWorld({ config: closing })
  const job = addActiveJob(world)
  await world.sync()
  world.charthop.setRecruit(job, 'INACTIVE')
  await world.sync()
  world.charthop.setRecruit(job, 'ACTIVE')

  await world.sync()

  expect((await openingOf(world, job)).openingState).toBe('Closed')
  expect(openings(world)).toHaveLength(1)
})

test('S84 a deleted job leaves its opening and is marked orphan', async () => {
  await using world = await createWorld()
  const job = addActiveJob(world)
  addActiveJob(world)
  await world.sync()
  world.charthop.deleteJob(job)

  const sent = await writesDuring(world, () => syncTimes(world, readsToBelieve))

  expect(sent).toEqual([])
  expect(await recordOf(world, 'openings', job)).toMatchObject({ state: 'skipped', reason: 'orphaned' })
  expect((await openingOf(world, job)).openingState).toBe('Approved')
  expect(await hasLink(world, job)).toBe(true)
})

test('S84 a deletion is believed only after two complete reads', async () => {
  await using world = await createWorld({ config: closing })
  const job = addActiveJob(world)
  addActiveJob(world)
  await world.sync()
  world.charthop.deleteJob(job)

  await world.sync()
  expect((await openingOf(world, job)).openingState).toBe('Approved')

  await world.sync()
  expect((await openingOf(world, job)).openingState).toBe('Closed')
})

test('S84 a job missing from lists but readable is not gone', async () => {
  await using world = await createWorld({ config: closing })
  const [hidden] = addActiveJobs(world, 4)
  await world.sync()
  const withoutFirst = world.charthop.server.faults.add({
    match: /\/v2\/org\/[^/]+\/job$/,
    fault: { type: 'answer', change: (answer) => ({ ...answer, body: withoutRow(answer.body, hidden!) }) },
  })

  await syncTimes(world, 4)
  withoutFirst.remove()
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(openings(world).map(({ openingState }) => openingState)).toEqual(Array(4).fill('Approved'))
  expect(await waiting(world)).toEqual([])
})

test('S84 a job restored after deletion is kept in step again', async () => {
  await using world = await createWorld()
  const job = addActiveJob(world)
  addActiveJob(world)
  await world.sync()
  world.charthop.deleteJob(job)
  await syncTimes(world, readsToBelieve)
  world.charthop.reopenJob(job, 'ACTIVE')
  world.charthop.editJob(job, { title: 'Architect' })

  await world.sync()

  expect((await openingOf(world, job)).latestVersion.identifier).toBe(`Architect (${job})`)
  expect(openings(world)).toHaveLength(2)
})

async function syncTimes(world: World, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await world.sync()
}

function withoutRow(body: unknown, id: string): unknown {
  const list = body as { data: { id: string }[] }
  return { ...list, data: list.data.filter((row) => row.id !== id) }
}

async function hireInto(world: World, job: string): Promise<void> {
  const opening = await openingOf(world, job)
  const { id: jobId } = world.ashby.addJob({ title: 'Engineer' })
  world.ashby.openOpening(opening.id, jobId)
  const { application } = world.ashby.addCandidateWithApplication({
    name: 'Ada Byron',
    jobId,
    email: 'ada@example.com',
  })
  const offer = world.ashby.makeOffer({ applicationId: application.id, openingId: opening.id, startDate: '2099-01-01' })
  world.ashby.acceptOffer(offer.id)
  world.ashby.hire(application.id)
}
