import { expect, test } from 'vitest'
import { approveHold, decideHold, listHolds, loadHold } from '../../src/store/holds.ts'
import { requestRun, waitingRuns } from '../../src/store/runs.ts'
import { addActiveJobs, addField, openingOf, recordOf, shown, ticking, waiting, writesDuring } from '../headcount.ts'
import { createWorld, type World } from '../world.ts'

/** A look: the run that a webhook asks for, at single records. Ten updates of twenty may pass unattended (R20). */

test('S88 what a plan holds is not written one by one', async () => {
  await using made = await headcount()
  const { world, jobs } = made
  edit(world, jobs, 'mass')
  const [held] = await holdsAfter(world)

  const sent = await writesDuring(world, async () => {
    const end = await look(world, jobs.slice(0, 2))
    expect(end).toMatchObject({ state: 'held', flows: { openings: { state: 'held', digest: held!.digest } } })
    expect(end.problem).toContain('2 records stand in a plan that is held')
  })

  expect(sent).toEqual([])
  expect(await recordOf(world, 'openings', jobs[0]!)).toMatchObject({ state: 'held' })
  expect(await loadHold(world.engine.db, held!.digest)).toMatchObject({ state: 'waiting' })
  await approveHold(world.engine.db, held!.digest, 'a person')
  expect(await world.sync()).toMatchObject({ state: 'success' })
  for (const job of jobs) expect(await costCenter(world, job)).toBe('mass')
})

test('S88 what was rejected is not written one by one', async () => {
  await using made = await headcount()
  const { world, jobs } = made
  edit(world, jobs, 'mass')
  const [held] = await holdsAfter(world)
  await decideHold(world.engine.db, held!.digest, 'rejected', 'a person')

  const sent = await writesDuring(world, async () => {
    const end = await look(world, jobs.slice(0, 1))
    expect(end.state).toBe('held')
    expect(end.problem).toContain('it was rejected')
  })

  expect(sent).toEqual([])
  expect(await world.sync()).toMatchObject({ state: 'held', flows: { openings: { digest: held!.digest } } })
})

test('S88 what no plan holds is written at once beside one that waits', async () => {
  await using made = await headcount()
  const { world, jobs } = made
  edit(world, jobs.slice(0, 11), 'mass')
  const [held] = await holdsAfter(world)
  edit(world, jobs.slice(19), 'single')

  expect(await look(world, jobs.slice(19))).toMatchObject({ state: 'success' })

  expect(await costCenter(world, jobs[19]!)).toBe('single')
  expect(await loadHold(world.engine.db, held!.digest)).toMatchObject({ state: 'waiting' })
})

test('S88 a look at held records and others writes the others, and says so', async () => {
  await using made = await headcount()
  const { world, jobs } = made
  edit(world, jobs.slice(0, 11), 'mass')
  await holdsAfter(world)
  edit(world, jobs.slice(19), 'single')

  const end = await look(world, [jobs[0]!, jobs[19]!])

  expect(end).toMatchObject({ state: 'held', flows: { openings: { applied: 1, verified: 1 } } })
  expect(end.problem).toContain('1 record stands in a plan that is held')
  expect(await costCenter(world, jobs[19]!)).toBe('single')
  expect(await costCenter(world, jobs[0]!)).toBe('CC-0')
})

test('S88 a held edit that is taken back and made again is not written by a webhook', async () => {
  await using made = await headcount()
  const { world, jobs } = made
  edit(world, jobs, 'mass')
  const [held] = await holdsAfter(world)
  edit(world, jobs.slice(0, 1), 'CC-0')
  expect(await look(world, jobs.slice(0, 1))).toMatchObject({ state: 'held' })
  edit(world, jobs.slice(0, 1), 'mass')

  const sent = await writesDuring(world, async () => expect((await look(world, jobs.slice(0, 1))).state).toBe('held'))

  expect(sent).toEqual([])
  expect(await world.sync()).toMatchObject({ state: 'held', flows: { openings: { digest: held!.digest } } })
})

test('S88 a held edit that is taken back is in step after a run over everything', async () => {
  await using made = await headcount()
  const { world, jobs } = made
  edit(world, jobs, 'mass')
  await world.sync()
  edit(world, jobs.slice(0, 1), 'CC-0')
  await look(world, jobs.slice(0, 1))

  await world.sync()

  expect(await recordOf(world, 'openings', jobs[0]!)).toMatchObject({ state: 'synced' })
})

test('S88 a bulk that comes by webhooks waits as the plan of a whole run', async () => {
  await using made = await headcount()
  const { world, jobs } = made
  edit(world, jobs, 'mass')

  const sent = await writesDuring(world, async () => {
    const end = await look(world, jobs.slice(0, 12))
    expect(end).toMatchObject({ state: 'held' })
    expect(end.problem).toMatch(/12 updated records, 10 may pass unattended.*a run over everything follows/)
  })

  expect(sent).toEqual([])
  expect(await listHolds(world.engine.db)).toEqual([])
  expect(await waitingRuns(world.engine.db)).toMatchObject([{ trigger: 'hook', dryRun: false, records: undefined }])
  expect((await holdsAfter(world)).map(({ counts }) => counts.update)).toEqual([20])
})

test('S88 a look leaves the plan that waits as it is, however much it finds', async () => {
  await using made = await headcount(40)
  const { world, jobs } = made
  edit(world, jobs.slice(0, 20), 'mass')
  const [held] = await holdsAfter(world)
  edit(world, jobs.slice(20), 'more')

  expect(await look(world, jobs)).toMatchObject({ state: 'held' })

  expect(await loadHold(world.engine.db, held!.digest)).toMatchObject({ state: 'waiting' })
  expect(await waitingRuns(world.engine.db)).toEqual([])
})

test('S88 records that webhooks wrote before and bring again are counted once', async () => {
  await using made = await headcount()
  const { world, jobs } = made
  edit(world, jobs.slice(0, 10), 'first')
  expect(await look(world, jobs.slice(0, 10))).toMatchObject({ state: 'success' })
  edit(world, jobs.slice(0, 10), 'second')

  expect(await look(world, jobs.slice(0, 10))).toMatchObject({ state: 'success' })
})

test('S88 a plan that waited only for what webhooks had just written is no void one once it ran', async () => {
  await using made = await headcount()
  const { world, jobs } = made
  edit(world, jobs.slice(0, 10), 'first')
  await look(world, jobs.slice(0, 10))
  edit(world, jobs.slice(10, 12), 'later')
  const [held] = await holdsAfter(world)

  await passFiveMinutes(world)

  expect(await world.sync()).toMatchObject({ state: 'success' })
  expect(await loadHold(world.engine.db, held!.digest)).toMatchObject({ state: 'applied' })
})

test('S88 many webhooks one after the other are one bulk', async () => {
  await using made = await headcount()
  const { world, jobs } = made
  edit(world, jobs.slice(0, 13), 'one by one')
  const states: string[] = []
  for (const job of jobs.slice(0, 12)) states.push((await look(world, [job])).state)

  expect(states).toEqual([...Array(10).fill('success'), 'held', 'held'])
  expect(await recordOf(world, 'openings', jobs[10]!)).toMatchObject({ state: 'held' })
  const [held] = await listHolds(world.engine.db, { connection: 'headcount', states: ['waiting'] })
  expect(held).toMatchObject({ counts: { update: 3 }, reasons: [{ count: 13, allowed: 10 }] })
  expect(await costCenter(world, jobs[9]!)).toBe('one by one')
  expect(await costCenter(world, jobs[10]!)).toBe('CC-10')

  await approveHold(world.engine.db, held!.digest, 'a person')
  expect(await world.sync()).toMatchObject({ state: 'success' })
  expect(await waiting(world)).toEqual([])
})

test('S88 what webhooks wrote counts for five minutes, as long as one tick is from the next', async () => {
  await using made = await headcount()
  const { world, jobs } = made
  edit(world, jobs.slice(0, 10), 'first')
  await look(world, jobs.slice(0, 10))
  edit(world, jobs.slice(10), 'later')
  expect(await look(world, jobs.slice(10, 12))).toMatchObject({ state: 'held' })
  expect(await recordOf(world, 'openings', jobs[10]!)).toMatchObject({ state: 'pending', reason: 'over_limit' })

  await passFiveMinutes(world)

  expect(await world.sync()).toMatchObject({ state: 'success' })
  expect(await costCenter(world, jobs[19]!)).toBe('later')
})

test('S88 an approved plan that a run of webhooks carries out is no bulk of webhooks', async () => {
  await using made = await headcount()
  const { world, jobs } = made
  edit(world, jobs, 'mass')
  const [held] = await holdsAfter(world)
  await decideHold(world.engine.db, held!.digest, 'approved', 'a person')
  expect(await world.sync({ trigger: 'hook' })).toMatchObject({ state: 'success' })
  edit(world, jobs.slice(0, 1), 'after')

  expect(await look(world, jobs.slice(0, 1))).toMatchObject({ state: 'success' })
})

test('S88 what a person approved is no bulk of webhooks', async () => {
  await using made = await headcount()
  const { world, jobs } = made
  edit(world, jobs, 'mass')
  const [held] = await holdsAfter(world)
  await requestRun(world.engine.db, { connection: 'headcount', trigger: 'hook', records: [`openings/${jobs[0]}`] })
  await approveHold(world.engine.db, held!.digest, 'a person')
  expect(await world.sync()).toMatchObject({ state: 'success' })
  edit(world, jobs.slice(0, 1), 'after')

  expect(await look(world, jobs.slice(0, 1))).toMatchObject({ state: 'success' })
})

async function headcount(count = 20) {
  const world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter' })
  const jobs = addActiveJobs(world, count, (at) => ({ custom: { costCenter: `CC-${at}` } }))
  await world.sync()
  return { world, jobs, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() }
}

function edit(world: World, jobs: readonly string[], costCenter: string): void {
  for (const job of jobs) world.charthop.editJob(job, { costCenter })
}

async function holdsAfter(world: World) {
  expect(await world.sync()).toMatchObject({ state: 'held' })
  return listHolds(world.engine.db, { connection: 'headcount', states: ['waiting'] })
}

function look(world: World, jobs: readonly string[]) {
  return world.sync({ trigger: 'hook', records: jobs.map((job) => `openings/${job}`) })
}

function passFiveMinutes({ engine }: World): Promise<unknown> {
  return engine.db.raw("update changes set intended_at = intended_at - interval '5 minutes'")
}

async function costCenter(world: World, job: string): Promise<unknown> {
  return shown(await openingOf(world, job), 'Cost Center')
}
