import { writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, openApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import { connectorSchemas } from '../../src/connectors/index.ts'
import { requestRun } from '../../src/store/runs.ts'
import type { Checkpoint } from '../../src/sync/engine.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { startHeadcount } from './crash-headcount.ts'
import { configText, type Scenario, writeCount } from './crash-scenario.ts'
import { type DatabaseGate, startDatabaseGate } from './database-gate.ts'

const timeout = 120_000

let database: TestDatabase
let scenarios = 0

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const moments: readonly { point: Checkpoint; nth: number }[] = [
  { point: 'beforeIntend', nth: 1 },
  { point: 'afterIntend', nth: 3 },
  { point: 'afterCall', nth: 1 },
  { point: 'afterCall', nth: 4 },
  { point: 'afterCall', nth: 6 },
  { point: 'afterSettle', nth: 4 },
  { point: 'beforeVerify', nth: 2 },
  { point: 'afterVerify', nth: 1 },
]

test.concurrent.each(moments)('a database that goes away at $point $nth loses nothing', { timeout }, async (moment) => {
  await using cut = await startCut(moment, ({ gate }) => gate.shut())

  const ended = await cut.run()
  expect(ended).toBeUndefined()
  // The call in flight cannot be taken back; none is begun after it.
  expect(writeCount(cut.scenario.vendors) - cut.writesWhenCut()).toBeLessThanOrEqual(1)
  cut.gate.open()

  await isRecovered(cut)
})

test.concurrent.each([10, 20, 40, 80])(
  'connections that break every %i ms lose nothing',
  { timeout },
  async (everyMs) => {
    await using cut = await startCut({ point: 'beforeIntend', nth: 1 }, () => {})
    const breaking = setInterval(() => {
      cut.gate.shut()
      cut.gate.open()
    }, everyMs)

    await cut.run().catch(() => undefined)
    clearInterval(breaking)
    // Until the last break is noticed at this end too.
    await delay(100)

    await isRecovered(cut)
  },
)

type Outcome = Awaited<ReturnType<App['execute']>>

interface Cut extends AsyncDisposable {
  readonly scenario: Scenario
  readonly gate: DatabaseGate
  readonly app: App
  /** Ends somehow: whoever asked for it is told by the run's row. */
  run(): Promise<Outcome | undefined>
  writesWhenCut(): number
}

/** The program of this process, with nothing but a gate between it and its database. */
async function startCut({ point, nth }: (typeof moments)[number], act: (cut: Pick<Cut, 'gate'>) => void): Promise<Cut> {
  scenarios += 1
  const scenario = await startHeadcount(database, `cut-${scenarios}`)
  const gate = await startDatabaseGate(database.connectionString)
  await writeFile(scenario.config, configText(scenario.world, { database: { url: gate.url } }))
  let passed = 0
  let writesWhenCut = Number.NaN
  const checkpoint = async (at: Checkpoint) => {
    if (at !== point) return
    passed += 1
    if (passed !== nth) return
    writesWhenCut = writeCount(scenario.vendors)
    act({ gate })
    await delay(20)
  }
  const app = await openApp(loadConfig(scenario.config, { connectors: connectorSchemas }), {
    level: 'silent',
    engine: { inFlight: 1, settleGraceMs: 50, leaseMs: 2_000, checkpoint },
  })
  const [open] = app.connections.values()
  return {
    scenario,
    gate,
    app,
    writesWhenCut: () => writesWhenCut,
    async run() {
      await requestRun(app.database.knex, { connection: open!.config.id, trigger: 'command' })
      return app.execute(open!, { dryRun: false, signal: new AbortController().signal }).catch(() => undefined)
    },
    async [Symbol.asyncDispose]() {
      await app.close()
      await gate[Symbol.asyncDispose]()
      await scenario[Symbol.asyncDispose]()
    },
  }
}

/** By the same process, once its own lease has run out. */
async function isRecovered({ scenario, app, run }: Cut): Promise<void> {
  const connection = scenario.world.connection.id
  const ended = await runUntilDone(run)
  expect(ended).toMatchObject({ type: 'done', end: { state: 'success' } })
  const states: string[] = await app.database.knex('runs').where({ connection }).distinct('state').pluck('state')
  expect(states).not.toContain('running')
  await scenario.check()
  const before = writeCount(scenario.vendors)
  expect((await scenario.world.sync()).state).toBe('success')
  expect(writeCount(scenario.vendors)).toBe(before)
}

async function runUntilDone(run: Cut['run']): Promise<Outcome | undefined> {
  for (;;) {
    const executed = await run()
    if (executed?.type !== 'busy') return executed
    await delay(200)
  }
}
