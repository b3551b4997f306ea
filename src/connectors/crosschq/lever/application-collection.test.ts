import { expect, test } from 'vitest'
import type { Page } from '../../../record/record.ts'
import { systemClock } from '../../../sandbox/clock.ts'
import { createCrosschq } from '../../../systems/crosschq/client.ts'
import { createLever } from '../../../systems/lever/client.ts'
import { startLeverSandbox } from '../../../systems/lever/sandbox.ts'
import type { Mirror } from '../../mirror.ts'
import { applicationCollection } from './application-collection.ts'
import type { ApplicationRow } from './rows.ts'
import { createStandings } from './standing.ts'

const nothing = {} as Mirror
const minute = 60_000

async function start(count: number) {
  let ahead = 0
  const clock = systemClock()
  const sandbox = await startLeverSandbox({ rate: 'none', clock })
  for (let at = 0; at < count; at++) sandbox.addLead({ email: `a${at}@example.com` })
  const lever = createLever({ baseUrl: sandbox.url, apiKey: () => sandbox.key, rate: { perSecond: 1000, inFlight: 2 } })
  const crosschq = createCrosschq({ baseUrl: 'http://127.0.0.1:1', token: () => '' })
  const now = () => new Date(Date.now() + ahead)
  const standingOf = createStandings(lever, now)
  const collection = applicationCollection({ lever, crosschq, standingOf, now, mapping: () => ({}) as never })
  const read = async (since?: string, from?: string, most = Number.POSITIVE_INFINITY) => {
    const pages: Page<ApplicationRow>[] = []
    for await (const page of collection.read(since, nothing, from)) {
      pages.push(page)
      if (pages.length >= most) break
    }
    return { pages, ids: new Set(pages.flatMap(({ rows }) => rows.map(({ id }) => id))), token: pages.at(-1)?.token }
  }
  return {
    ...{ sandbox, read },
    pass(ms: number) {
      ahead += ms
      clock.advance(ms)
    },
    /** Of ours alone. */
    setClockAhead(ms: number) {
      ahead += ms
    },
    async [Symbol.asyncDispose]() {
      lever.close()
      crosschq.close()
      await sandbox.close()
    },
  }
}

test('an interrupted read goes on behind the page that was kept', async () => {
  await using world = await start(250)
  const first = await world.read(undefined, undefined, 1)
  const rest = await world.read(undefined, first.pages[0]?.cursor)

  expect([first.ids.size, rest.ids.size]).toEqual([100, 150])
  expect(new Set([...first.ids, ...rest.ids]).size).toBe(250)
})

test('what changed on the pages of before is read again', async () => {
  await using world = await start(250)
  const first = await world.read(undefined, undefined, 1)
  const [id = ''] = first.ids
  world.sandbox.archive(id)
  world.pass(60 * minute)
  world.sandbox.archive([...world.sandbox.state.opportunities.keys()].find((other) => !first.ids.has(other))!)
  const { token } = await world.read(undefined, first.pages[0]?.cursor)

  expect((await world.read(token)).ids).toContain(id)
})

test('a clock of ours that is ahead loses no change', async () => {
  await using world = await start(1)
  world.setClockAhead(60 * minute)
  const { token } = await world.read()
  const { id } = world.sandbox.addLead()

  expect((await world.read(token)).ids).toContain(id)
})

test('what did not change for long is not read again', async () => {
  await using world = await start(0)
  const { token } = await world.read()

  expect(token).toBeUndefined()
  expect((await world.read(new Date().toISOString())).ids.size).toBe(0)
})
