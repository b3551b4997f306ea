import { expect, test } from 'vitest'
import { decideHold, loadHold } from '../../src/store/holds.ts'
import type { RunEnd } from '../../src/store/runs.ts'
import {
  addActiveJob,
  addActiveJobs,
  addField,
  openingOf,
  openings,
  recordOf,
  shown,
  tallyOf,
  ticking,
  waiting,
  writes,
  writesDuring,
} from '../headcount.ts'
import { createWorld, type World } from '../world.ts'

const mapping = ticking(['costCenter', 'Cost Center'])

/** Openings in step, each with a cost center. */
async function headcount(jobs: number, config: Record<string, unknown> = {}) {
  const world = await createWorld({ mapping, config })
  addField(world, { code: 'costCenter' })
  const ids = addActiveJobs(world, jobs, (at) => ({ custom: { costCenter: `CC-${at}` } }))
  await world.sync()
  return { world, jobs: ids, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() }
}

test('S88 ten updates pass, eleven of twenty are held (R20)', async () => {
  await using made = await headcount(20)
  const { world, jobs } = made
  edit(world, jobs.slice(0, 10), 'first')
  expect(await world.sync()).toMatchObject({ state: 'success' })

  edit(world, jobs.slice(0, 11), 'second')
  const sent = await writesDuring(world, async () => {
    const end = await world.sync()
    expect(end.state).toBe('held')
    expect(end.problem).toContain('11 updated records, 10 may pass')
  })

  expect(sent).toEqual([])
  expect(shown(await openingOf(world, jobs[0]!), 'Cost Center')).toBe('first')
})

test('S88 a quarter of many openings may change at once (R20)', async () => {
  await using made = await headcount(60)
  const { world, jobs } = made
  edit(world, jobs.slice(0, 15), 'quarter')
  expect(await world.sync()).toMatchObject({ state: 'success' })

  edit(world, jobs.slice(0, 16), 'more')
  expect(await world.sync()).toMatchObject({ state: 'held' })
})

test('S88 the configured share counts above the floor', async () => {
  await using made = await headcount(20, { limits: { maxUpdates: '60%' } })
  const { world, jobs } = made
  edit(world, jobs.slice(0, 12), 'first')
  expect(await world.sync()).toMatchObject({ state: 'success' })

  edit(world, jobs.slice(0, 13), 'second')
  expect(await world.sync()).toMatchObject({ state: 'held' })
})

test('S88 an approved plan is applied as it was', async () => {
  await using made = await headcount(20)
  const { world, jobs } = made
  edit(world, jobs, 'mass')
  const digest = digestOf(await world.sync())
  for (const job of jobs) expect(await recordOf(world, 'openings', job)).toMatchObject({ state: 'held' })

  const approved = await decideHold(world.engine.db, digest, 'approved', 'a person')
  const end = await world.sync()

  expect(approved).toMatchObject({ state: 'approved', decidedBy: 'a person' })
  expect(end.state).toBe('success')
  for (const job of jobs) expect(shown(await openingOf(world, job), 'Cost Center')).toBe('mass')
  expect(await loadHold(world.engine.db, digest)).toMatchObject({ state: 'applied' })
  expect(await waiting(world)).toEqual([])
})

test('S88 an approval is spent once', async () => {
  await using made = await headcount(20)
  const { world, jobs } = made
  edit(world, jobs, 'mass')
  const digest = digestOf(await world.sync())
  await decideHold(world.engine.db, digest, 'approved', 'a person')
  await world.sync()
  edit(world, jobs, 'back')
  await decideHold(world.engine.db, digestOf(await world.sync()), 'approved', 'a person')
  await world.sync()
  edit(world, jobs, 'mass')

  const again = await world.sync()

  expect(again.state).toBe('held')
  expect(await loadHold(world.engine.db, digestOf(again))).toMatchObject({ state: 'waiting' })
})

test('S88 a plan whose world moved waits anew', async () => {
  await using made = await headcount(20)
  const { world, jobs } = made
  edit(world, jobs, 'mass')
  const digest = digestOf(await world.sync())
  await decideHold(world.engine.db, digest, 'approved', 'a person')
  edit(world, jobs.slice(0, 1), 'moved on')

  const end = await world.sync()

  expect(end.state).toBe('held')
  expect(digestOf(end)).not.toBe(digest)
  expect(await loadHold(world.engine.db, digest)).toMatchObject({ state: 'expired' })
  expect(await decideHold(world.engine.db, digest, 'approved', 'a person')).toBeUndefined()
  expect(shown(await openingOf(world, jobs[1]!), 'Cost Center')).toBe('CC-1')
})

test('S88 a rejected plan stays rejected', async () => {
  await using made = await headcount(20)
  const { world, jobs } = made
  edit(world, jobs, 'mass')
  const digest = digestOf(await world.sync())
  await decideHold(world.engine.db, digest, 'rejected', 'a person')

  const sent = await writesDuring(world, async () => expect((await world.sync()).state).toBe('held'))

  expect(sent).toEqual([])
  expect(await loadHold(world.engine.db, digest)).toMatchObject({ state: 'rejected' })
})

test('S88 a hold ends when the edits are taken back', async () => {
  await using made = await headcount(20)
  const { world, jobs } = made
  edit(world, jobs, 'mass')
  const digest = digestOf(await world.sync())
  for (const [at, job] of jobs.entries()) edit(world, [job], `CC-${at}`)

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(await loadHold(world.engine.db, digest)).toMatchObject({ state: 'expired' })
  expect(await waiting(world)).toEqual([])
})

test('S88 an approval does not outlive what it was for', async () => {
  await using made = await headcount(20)
  const { world, jobs } = made
  edit(world, jobs, 'mass')
  await decideHold(world.engine.db, digestOf(await world.sync()), 'approved', 'a person')
  for (const [at, job] of jobs.entries()) edit(world, [job], `CC-${at}`)
  await world.sync()
  edit(world, jobs, 'mass')

  const sent = await writesDuring(world, async () => expect((await world.sync()).state).toBe('held'))

  expect(sent).toEqual([])
})

test('S88 the same held plan keeps its digest', async () => {
  await using made = await headcount(20)
  const { world, jobs } = made
  edit(world, jobs, 'mass')

  const digests = [digestOf(await world.sync()), digestOf(await world.sync())]

  expect(new Set(digests).size).toBe(1)
})

test('S88 a first run may create as many as there are', async () => {
  await using world = await createWorld()
  addActiveJobs(world, 120)

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(openings(world)).toHaveLength(120)
})

test('S88 later runs hold a flood of creations (R20)', async () => {
  await using world = await createWorld()
  addActiveJobs(world, 4)
  await world.sync()
  addActiveJobs(world, 51)

  const end = await world.sync()

  expect(end.state).toBe('held')
  expect(end.problem).toContain('51 new objects, 50 may pass')
  expect(openings(world)).toHaveLength(4)

  await decideHold(world.engine.db, digestOf(end), 'approved', 'a person')
  expect(await world.sync()).toMatchObject({ state: 'success' })
  expect(openings(world)).toHaveLength(55)
})

test('S88 values emptied in many jobs at once are held', async () => {
  await using made = await headcount(20)
  const { world, jobs } = made
  for (const job of jobs.slice(0, 11)) world.charthop.clearValue(job, 'costCenter')

  const end = await world.sync()

  expect(end.state).toBe('held')
  expect(tallyOf(end, 'openings')).toMatchObject({ planned: { clear: 11 }, applied: 0 })
  expect(shown(await openingOf(world, jobs[0]!), 'Cost Center')).toBe('CC-0')
})

test('S88 a slow leak of closes is stopped within the day', async () => {
  await using made = await headcount(20, { openings: { closeOnInactive: true } })
  const { world, jobs } = made
  const pause = (from: number, to: number) => {
    for (const job of jobs.slice(from, to)) world.charthop.setRecruit(job, 'INACTIVE')
  }
  pause(0, 6)
  expect(await world.sync()).toMatchObject({ state: 'success' })

  pause(6, 12)
  const end = await world.sync()

  expect(end.state).toBe('held')
  expect(end.problem).toContain('within 24 hours')
  expect(writes(world, 'opening.setOpeningState')).toHaveLength(6)
})

test('S88 a held flow lets the other flows run', async () => {
  await using made = await headcount(20)
  const { world, jobs } = made
  edit(world, jobs, 'mass')
  addField(world, { code: 'level', label: 'Level' })
  world.map(ticking(['costCenter', 'Cost Center'], ['level', 'Level']))

  const end = await world.sync()

  expect(tallyOf(end, 'fields')).toMatchObject({ state: 'done', applied: 1 })
  expect(tallyOf(end, 'openings')).toMatchObject({ state: 'held' })
  expect(tallyOf(end, 'hires')).toMatchObject({ state: 'done' })
})

test('S88 one new job is not held up by an ordinary edit', async () => {
  await using made = await headcount(3)
  const { world, jobs } = made
  edit(world, jobs, 'all three')
  addActiveJob(world)

  expect(await world.sync()).toMatchObject({ state: 'success' })
  expect(openings(world)).toHaveLength(4)
})

function edit({ charthop }: World, jobs: readonly string[], costCenter: string): void {
  for (const job of jobs) charthop.editJob(job, { custom: { costCenter } })
}

function digestOf(end: RunEnd): string {
  const { digest } = tallyOf(end, 'openings')
  if (!digest) throw new Error('the openings were not held')
  return digest
}
