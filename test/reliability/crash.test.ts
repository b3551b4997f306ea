import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SandboxAnswer } from '../../src/sandbox/exchange.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { type Child, startChild } from './child.ts'
import type { CrashRun } from './crash-run.ts'
import { expectedPasses, type Scenario, startScenario, writeCount } from './crash-scenario.ts'

/** For a machine that does much else. */
const timeout = 120_000

let database: TestDatabase
let scenarios = 0

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

function start(): Promise<Scenario> {
  scenarios += 1
  return startScenario(database, `crash-${scenarios}`)
}

const crashRun = (argument: CrashRun): Child => startChild('./crash-run.ts', argument)

const points = Object.keys(expectedPasses) as (keyof typeof expectedPasses)[]
const cases = points.flatMap((point) =>
  Array.from({ length: expectedPasses[point] }, (_, before) => ({ point, nth: before + 1 })),
)

test('one run comes to every checkpoint as often as these tests kill it', async () => {
  await using scenario = await start()
  await using run = crashRun({ config: scenario.config, runs: 1 })

  expect(await run.ended).toEqual({ code: 0, signal: null })
  expect(run.told).toEqual([{ executed: 'done', state: 'success' }, { passed: expectedPasses }])
  await scenario.check()
})

describe.concurrent('a run killed', () => {
  test.each(cases)('at $point, time $nth, is made good by the next', { timeout }, async (kill) => {
    await using scenario = await start()
    await using killed = crashRun({ config: scenario.config, runs: 1, kill })
    expect(await killed.ended).toEqual({ code: null, signal: 'SIGKILL' })

    await isMadeGood(scenario)
  })
})

/** Whatever a run asks of a vendor, in order: the lists page by page, the looks, the writes, the looks after them. */
const calls = { charthop: 15, ashby: 18 } as const
const moments = (['charthop', 'ashby'] as const).flatMap((side) =>
  Array.from({ length: calls[side] }, (_, after) => ({ side, after })),
)

test('one run makes no more calls than these tests kill it at', async () => {
  await using scenario = await start()
  const { charthop, ashby } = scenario.world
  const before = { charthop: charthop.server.calls.length, ashby: ashby.server.calls.length }
  await using run = crashRun({ config: scenario.config, runs: 1 })
  await run.ended

  expect(charthop.server.calls.length - before.charthop).toBeLessThanOrEqual(calls.charthop)
  expect(ashby.server.calls.length - before.ashby).toBeLessThanOrEqual(calls.ashby)
})

describe.concurrent('a run killed while', () => {
  test.for(moments)(
    '$side answers, after $after calls, is made good by the next',
    { timeout },
    async (moment, { skip }) => {
      await using scenario = await start()
      await using killed = crashRun({ config: scenario.config, runs: 1 })
      atCall(scenario, moment, () => killed.process.kill('SIGKILL'))
      const { code, signal } = await killed.ended
      if (code === 0) skip('the run was over by then')
      expect(signal).toBe('SIGKILL')

      await isMadeGood(scenario)
    },
  )
})

test.each([
  { side: 'charthop', after: 1 },
  { side: 'ashby', after: 8 },
  { side: 'ashby', after: 14 },
] as const)('SIGTERM while $side answers, after $after calls, ends in good order', { timeout }, async (moment) => {
  await using scenario = await start()
  await using stopped = crashRun({ config: scenario.config, runs: 1 })
  atCall(scenario, moment, () => stopped.process.kill('SIGTERM'))

  expect(await stopped.ended).toEqual({ code: 0, signal: null })
  expect(stopped.told[0]).toEqual({ executed: 'done', state: expect.stringMatching(/partial|failed/) })
  await isMadeGood(scenario)
})

/** The vendor has done its part and is about to answer. */
function atCall(
  { world }: Scenario,
  { side, after }: { side: 'charthop' | 'ashby'; after: number },
  act: () => void,
): void {
  const change = (answer: SandboxAnswer) => {
    act()
    return answer
  }
  world[side].server.faults.add({ after, times: 1, fault: { type: 'answer', change } })
}

test('a restarted program does not wait for a dead holder', { timeout }, async () => {
  await using scenario = await start()
  await using killed = crashRun({ config: scenario.config, runs: 1, kill: { point: 'afterCall', nth: 4 } })
  await killed.ended

  await using restarted = crashRun({ config: scenario.config, runs: 2 })
  expect(await restarted.ended).toEqual({ code: 0, signal: null })

  const done = { executed: 'done', state: 'success' }
  expect(restarted.told.slice(0, 2)).toEqual([done, done])
  await scenario.check()
})

/** In this process, which is not the one that died. */
async function isMadeGood(scenario: Scenario): Promise<void> {
  const startedAt = Date.now()
  expect((await scenario.world.sync()).state).toBe('success')
  // A lease lasts a minute; a holder that is dead is not waited for.
  expect(Date.now() - startedAt).toBeLessThan(30_000)
  await scenario.check()
  await writesNothingMore(scenario)
}

async function writesNothingMore({ world }: Scenario): Promise<void> {
  const before = writeCount(world)
  world.passHours(25)
  expect((await world.sync()).state).toBe('success')
  expect(writeCount(world)).toBe(before)
}
