import { expect, test } from 'vitest'
import { createWorld } from '../world.ts'

test('a record named twice is made once', async () => {
  await using world = await createWorld()
  const { id } = world.charthop.addJob({ title: 'Engineer', recruit: 'active' })

  const end = await world.sync({ records: [id, `openings/${id}`, id] })

  expect(end.state).toBe('success')
  expect(world.ashby.state.openings.size).toBe(1)
})
