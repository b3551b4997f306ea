import { expect, test } from 'vitest'
import { createLever } from '../../../systems/lever/client.ts'
import { startLeverSandbox } from '../../../systems/lever/sandbox.ts'
import { createStandings } from './standing.ts'

async function start() {
  const sandbox = await startLeverSandbox({ rate: 'none' })
  const lever = createLever({ baseUrl: sandbox.url, apiKey: () => sandbox.key, rate: { perSecond: 1000, inFlight: 2 } })
  let ms = 0
  const standingOf = createStandings(lever, () => new Date(ms))
  const asked = () => sandbox.server.calls.length
  return {
    ...{ sandbox, standingOf, asked },
    pass(more: number) {
      ms += more
    },
    async [Symbol.asyncDispose]() {
      lever.close()
      await sandbox.close()
    },
  }
}

test('the kind of reason decides, whether it is still in use or not', async () => {
  await using world = await start()
  const hired = world.sandbox.addReason({ type: 'hired' })
  world.sandbox.deactivateReason(hired.id)
  const other = world.sandbox.addReason({ type: 'non-hired' })

  expect(await world.standingOf(undefined)).toBe('active')
  expect(await world.standingOf({ reasonId: hired.id })).toBe('hired')
  expect(await world.standingOf({ reasonId: other.id })).toBe('rejected')
  expect(world.asked()).toBe(1)
})

test('who is active costs no call, and who has no reason either', async () => {
  await using world = await start()

  expect(await world.standingOf(undefined)).toBe('active')
  expect(await world.standingOf({})).toBe('unclear')
  expect(world.asked()).toBe(0)
})

test('a reason that is not listed is asked for again a minute later, not for every application', async () => {
  await using world = await start()
  for (const _ of [1, 2, 3]) expect(await world.standingOf({ reasonId: 'new' })).toBe('unclear')
  const before = world.asked()
  world.pass(60_000)
  await world.standingOf({ reasonId: 'new' })

  expect([before, world.asked()]).toEqual([1, 2])
})
