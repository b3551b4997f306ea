import { expect, test } from 'vitest'
import { acquireLease, releaseLease } from '../../src/store/leases.ts'
import { createWorld, type World } from '../world.ts'

test('a process paused past its lease sends nothing', async () => {
  let world: World | undefined
  await using created = await createWorld({ engine: pausing('afterIntend', () => world!) })
  world = created
  world.charthop.addJob({ title: 'Engineer', recruit: 'active' })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(world.ashby.state.openings.size).toBe(0)
  expect((await world.sync()).state).toBe('success')
  expect(world.ashby.state.openings.size).toBe(1)
})

/** Sleeps through its lease once, without a heartbeat, as SIGSTOP makes a process do; meanwhile another had its turn. */
function pausing(at: string, worldOf: () => World) {
  const leaseMs = 300
  let isDue = true
  return {
    leaseMs,
    async checkpoint(point: string) {
      if (point !== at || !isDue) return
      isDue = false
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, leaseMs + 50)
      const { database, connection } = worldOf()
      const successor = await acquireLease(database.knex, connection.id)
      await releaseLease(database.knex, successor!)
    },
  }
}
