import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { loadChange } from '../src/store/changes.ts'
import { keepSighting } from '../src/store/sightings.ts'
import { addActiveJob, hasLink, ledgerOf, openings, recordOf } from './headcount.ts'
import { unclearOpening } from './unclear.ts'
import type { World } from './world.ts'

/** What a person says of a write, and the run that it asks for. */
async function say(
  { engine, sync }: World,
  id: string,
  outcome: 'applied' | 'absent',
  target?: string,
): Promise<Awaited<ReturnType<World['sync']>>> {
  const seen = { outcome, by: 'ops', trigger: 'request', ...(target && { target }) } as const
  if (!(await keepSighting(engine.db, id, seen))) throw new Error('nothing is unclear')
  return sync()
}

describe('of a write that cannot be told apart', () => {
  test('a person says which object it made: it is linked, verified, and nothing is written', async () => {
    await using story = await unclearOpening()
    const { world, job, write, made } = story
    const before = openings(world).length

    const end = await say(world, write, 'applied', made)

    expect(end.state).toBe('success')
    expect(openings(world)).toHaveLength(before)
    expect(await ledgerOf(world, 'openings', job)).toMatchObject([
      { id: write, state: 'verified', target: made, sightings: [{ outcome: 'applied', by: 'ops', target: made }] },
    ])
    expect(await recordOf(world, 'openings', job)).toMatchObject({ state: 'synced' })
    expect((await world.sync()).state).toBe('success')
  })

  test('it is said to be absent: it is planned again, and made once what stands in its way is gone', async () => {
    await using story = await unclearOpening()
    const { world, job, write, made, other } = story

    await say(world, write, 'absent')
    const inTheWay = await recordOf(world, 'openings', job)
    for (const id of [made, other]) world.ashby.editOpening(id, { identifier: `Old ${id}` })
    world.passHours(1)
    const end = await world.sync()

    expect(inTheWay).toMatchObject({ state: 'attention', message: expect.stringContaining('rename all but one') })
    expect(end.state).toBe('success')
    const [again, first] = await ledgerOf(world, 'openings', job)
    expect(first).toMatchObject({ id: write, state: 'failed', reason: 'not_applied' })
    expect(first!.message).toContain('ops saw that it is not there')
    expect(again).toMatchObject({ state: 'verified' })
    expect(again!.target).not.toBe(made)
  })

  test.each([
    ['an id that is not there', () => 'opening-of-nobody', 'nothing has the id'],
    ['no id', () => undefined, 'nothing has the id'],
    ["another record's object", ({ taken }: { taken: string }) => taken, 'belongs to another record'],
  ])('%s is not believed, and can be said again', async (_what, targetOf, message) => {
    await using story = await unclearOpening()
    const { world, job, write, made } = story

    const end = await say(world, write, 'applied', targetOf(story))
    const stuck = await recordOf(world, 'openings', job)
    const linked = await hasLink(world, job)
    const last = await say(world, write, 'applied', made)

    expect([end.state, linked]).toEqual(['partial', false])
    expect(stuck).toMatchObject({ state: 'failed', reason: 'unclear', message: expect.stringContaining(message) })
    expect(last.state).toBe('success')
  })

  test('what the vendor tells goes before what a person said', async () => {
    await using story = await unclearOpening()
    const { world, job, write, made, other } = story
    world.ashby.editOpening(other, { identifier: 'Made by hand' })

    const end = await say(world, write, 'absent')

    expect(end.state).toBe('success')
    expect(await ledgerOf(world, 'openings', job)).toMatchObject([{ id: write, state: 'verified', target: made }])
  })

  test('a vendor that is away is waited for, whatever was said', async () => {
    await using story = await unclearOpening()
    const { world, job, write } = story
    const away = world.ashby.server.faults.add({ match: '/opening.search', fault: { type: 'status', status: 503 } })

    await say(world, write, 'absent')

    const [change] = await ledgerOf(world, 'openings', job)
    expect(change).toMatchObject({ state: 'unknown', sightings: [{ outcome: 'absent' }] })
    away.remove()
  })
})

test('what is said while a run looks is what counts, not what was said before', async () => {
  await using story = await unclearOpening()
  const { world, job, write, made } = story
  const { server } = world.ashby
  const seen = { by: 'ops', trigger: 'request' } as const
  await keepSighting(world.engine.db, write, { ...seen, outcome: 'absent' })
  server.faults.add({ match: '/opening.search', fault: { type: 'latency', ms: 1_000 } })

  const run = world.sync()
  await delay(500)
  await keepSighting(world.engine.db, write, { ...seen, outcome: 'applied', target: made })
  await run

  expect(await ledgerOf(world, 'openings', job)).toMatchObject([
    { id: write, state: 'verified', target: made, sightings: [{ outcome: 'absent' }, { outcome: 'applied' }] },
  ])
})

test('a write that is not unclear takes no word', async () => {
  await using story = await unclearOpening()
  const { world, write, made } = story
  await say(world, write, 'applied', made)
  addActiveJob(world)

  expect(
    await keepSighting(world.engine.db, write, { outcome: 'absent', by: 'ops', trigger: 'request' }),
  ).toBeUndefined()
  expect(await loadChange(world.engine.db, write)).toMatchObject({ sightings: [{ outcome: 'applied' }] })
})
