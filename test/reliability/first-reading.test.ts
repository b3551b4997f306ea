import { expect, test } from 'vitest'
import { addHires } from '../long-list.ts'
import { createWorld, type World } from '../world.ts'

const once = async () => {}

function pagesAsked({ ashby }: World): readonly (string | undefined)[] {
  return ashby.server.calls
    .filter(({ path }) => path === '/application.list')
    .map(({ requestBody }) => (requestBody as { cursor?: string }).cursor)
}

/** Ashby breaks down before the fourth page, and stays so. */
async function interruptedReading(pageSize = 2): Promise<World> {
  const world = await createWorld({ ashby: { pageSize }, clientSleep: once })
  addHires(world.ashby, 12)
  const rule = world.ashby.server.faults.add({
    match: '/application.list',
    after: 3,
    fault: { type: 'status', status: 500 },
  })
  expect((await world.sync()).state).toBe('partial')
  rule.remove()
  world.ashby.server.clearCalls()
  return world
}

test('a first reading that was interrupted goes on behind its last page', async () => {
  await using world = await interruptedReading()

  const end = await world.sync()

  const asked = pagesAsked(world)
  expect(asked).toHaveLength(3)
  expect(asked.every((cursor) => cursor !== undefined)).toBe(true)
  expect(end.flows).toMatchObject({ hires: { state: 'done', unreadable: 0 } })
  const kept = await world.database.knex('snapshots').where({ collection: 'ashby.applications' }).count('* as n')
  expect(kept).toEqual([{ n: '12' }])
})

test('a page that Ashby no longer knows begins the reading anew', async () => {
  await using world = await interruptedReading()
  world.ashby.expireTokens('cursor')

  const end = await world.sync()

  expect(pagesAsked(world)[1]).toBeUndefined()
  expect(end.flows).toMatchObject({ hires: { state: 'done' } })
})

test('a later reading sees every page', async () => {
  await using world = await interruptedReading()
  await world.sync()
  world.ashby.server.clearCalls()
  world.passHours(25)

  await world.sync()

  expect(pagesAsked(world)).toHaveLength(6)
})
