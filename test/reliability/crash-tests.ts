import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SandboxAnswer } from '../../src/sandbox/exchange.ts'
import type { Checkpoint } from '../../src/sync/engine.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { type Child, startChild } from './child.ts'
import type { CrashRun } from './crash-run.ts'
import { type Scenario, writeCount } from './crash-scenario.ts'

/** For a machine that does much else. */
const timeout = 120_000

export interface CrashTests {
  start(database: TestDatabase, id: string): Promise<Scenario>
  /** How often one run of it comes to each checkpoint. */
  readonly passes: Readonly<Record<Checkpoint, number>>
  /** Whatever a run asks of each vendor, in order: the lists page by page, the looks, the writes, the looks after them. */
  readonly calls: Readonly<Record<string, number>>
  /**
   * Killed around each write, but only once at every other checkpoint and while every fifth call is answered: what happens
   * there is the engine's own doing, and other connectors are killed at all of them.
   */
  readonly isBrief?: boolean
}

interface Moment {
  readonly vendor: string
  readonly after: number
}

/** What the tests of one connector have beside those that `crashTests` makes for it. */
export interface Crashes {
  start(): Promise<Scenario>
  run(argument: CrashRun): Child
}

/** A run is killed at every checkpoint and while each call is answered; the next run makes it good. */
export function crashTests({ start: startScenario, passes, calls, isBrief = false }: CrashTests): Crashes {
  let database: TestDatabase
  let scenarios = 0
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.close())
  const start = () => {
    scenarios += 1
    return startScenario(database, `crash-${scenarios}`)
  }

  test('one run comes to every checkpoint as often, and makes no more calls, than these tests kill it at', async () => {
    await using scenario = await start()
    const before = callsOf(scenario)
    await using run = crashRun({ config: scenario.config, runs: 1 })

    expect(await run.ended).toEqual({ code: 0, signal: null })
    expect(run.told).toEqual([{ executed: 'done', state: 'success' }, { passed: passes }])
    for (const [vendor, count] of Object.entries(callsOf(scenario)))
      expect(count - before[vendor]!, vendor).toBeLessThanOrEqual(calls[vendor]!)
    await scenario.check()
  })

  const points = (Object.keys(passes) as Checkpoint[]).flatMap((point) =>
    placesOf(passes[point], isBrief && !aroundWrites.includes(point) ? passes[point] : 1).map((at) => ({
      ...{ point, nth: at + 1 },
    })),
  )
  const moments = Object.entries(calls).flatMap(([vendor, count]) =>
    placesOf(count, isBrief ? 5 : 1).map((after): Moment => ({ vendor, after })),
  )
  describe.concurrent('a run killed', () => {
    test.each(points)('at $point, time $nth, is made good by the next', { timeout }, async (kill) => {
      await using scenario = await start()
      await using killed = crashRun({ config: scenario.config, runs: 1, kill })
      expect(await killed.ended).toEqual({ code: null, signal: 'SIGKILL' })

      await isMadeGood(scenario)
    })

    test.for(moments)(
      'while $vendor answers, after $after calls, is made good by the next',
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
  return { start, run: crashRun }
}

const aroundWrites: readonly Checkpoint[] = ['afterIntend', 'afterCall']

/** Every n-th of so many, the middle one of each n. */
function placesOf(count: number, step: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at).filter((at) => at % step === Math.floor(step / 2))
}

export function crashRun(argument: CrashRun): Child {
  return startChild('./crash-run.ts', argument)
}

/** The vendor has done its part and is about to answer. */
export function atCall({ vendors }: Scenario, { vendor, after }: Moment, act: () => void): void {
  const change = (answer: SandboxAnswer) => {
    act()
    return answer
  }
  vendors[vendor]!.faults.add({ after, times: 1, fault: { type: 'answer', change } })
}

/** In this process, which is not the one that died. */
export async function isMadeGood(scenario: Scenario): Promise<void> {
  const startedAt = Date.now()
  expect((await scenario.world.sync()).state).toBe('success')
  // A lease lasts a minute; a holder that is dead is not waited for.
  expect(Date.now() - startedAt).toBeLessThan(30_000)
  await scenario.check()
  await writesNothingMore(scenario)
}

export async function writesNothingMore({ world, vendors }: Pick<Scenario, 'world' | 'vendors'>): Promise<void> {
  const before = writeCount(vendors)
  world.passHours(25)
  expect((await world.sync()).state).toBe('success')
  expect(writeCount(vendors)).toBe(before)
}

function callsOf({ vendors }: Scenario): Record<string, number> {
  return Object.fromEntries(Object.entries(vendors).map(([name, { calls }]) => [name, calls.length]))
}
