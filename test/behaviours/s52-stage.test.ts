import { expect, test } from 'vitest'
import { tallyOf } from '../headcount.ts'
import { requests } from '../references.ts'
import { arrived, createLeverWorld } from '../references-lever.ts'

test('S52 the stage may be named by its id', async () => {
  await using world = await createLeverWorld({ config: { trigger: { stage: 'offer' } } })
  await world.sync()
  world.lever.move(arrived(world), 'offer')
  await world.sync()

  expect(requests(world)).toHaveLength(1)
})

test('S52 the stage’s name is found whatever its case', async () => {
  await using world = await createLeverWorld({ config: { trigger: { stage: ' REFERENCE CHECK' } } })
  await world.sync()
  arrived(world)
  await world.sync()

  expect(requests(world)).toHaveLength(1)
})

test('S52 a renamed stage still triggers, also after a restart', async () => {
  await using world = await createLeverWorld()
  await world.sync()
  world.lever.renameStage(world.stageId, 'Refs')
  await world.sync()
  arrived(world)
  const end = await world.sync({}, world.reopen())

  expect(end.state).toBe('success')
  expect(requests(world)).toHaveLength(1)
})

test('S52 where another stage took the old name, nobody guesses', async () => {
  await using world = await createLeverWorld()
  await world.sync()
  world.lever.renameStage(world.stageId, 'Refs')
  const other = world.lever.addStage('Reference check')
  arrived(world)
  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(tallyOf(end, 'requests').problem).toContain(other.id)
  expect(requests(world)).toEqual([])
})

test('S52 two stages of the name are told apart by id only', async () => {
  await using world = await createLeverWorld()
  const other = world.lever.addStage('Reference Check')
  const end = await world.sync()

  expect(tallyOf(end, 'requests')).toMatchObject({ state: 'failed', problem: expect.stringContaining(other.id) })
  expect(await finding(world, 'stage')).toMatchObject({ ok: false, message: expect.stringContaining(other.id) })
})

test('S52 a deleted stage is told of, and what runs goes on', async () => {
  await using world = await createLeverWorld()
  await world.sync()
  world.lever.removeStage(world.stageId)
  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(tallyOf(end, 'requests').problem).toContain('no such stage')
  expect(tallyOf(end, 'outcomes').state).toBe('done')
  expect(await finding(world, 'stage')).toMatchObject({ ok: false })
})

test('S52 the list of jobs shows the stages to choose from, and what happens where', async () => {
  await using world = await createLeverWorld()
  world.lever.addPosting({ text: 'Seller', state: 'draft' })
  const lines = await world.connection.jobs!()

  expect(lines).toMatchObject([
    { title: 'Engineer', status: 'published', triggers: ['Reference check: asks for "engineering"'] },
    { title: 'Seller', status: 'draft', triggers: [] },
  ])
  expect(lines[0]?.stages.map(({ title }) => title)).toContain('Reference check')
})

test('S52 a wrong stage does not hide the list to choose from', async () => {
  await using world = await createLeverWorld({ config: { trigger: { stage: 'Nowhere' } } })
  const [line] = await world.connection.jobs!()

  expect(line).toMatchObject({ triggers: [], stages: expect.arrayContaining([{ id: 'offer', title: 'Offer' }]) })
})

async function finding(world: Awaited<ReturnType<typeof createLeverWorld>>, subject: string) {
  return (await world.connection.check()).find((each) => each.subject === subject)
}
