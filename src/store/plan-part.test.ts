import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import type { Json } from '../lib/json.ts'
import { type Plan, planOf } from '../plan/plan.ts'
import { hold, loadHold } from './holds.ts'
import type { PlanPart } from './plan-part.ts'
import { finishRun, loadRun, requestRun, startRun } from './runs.ts'

let database: TestDatabase
let run: string
const plans = [planWith('fields', 3), planWith('openings', 0), planWith('hires', 5)]

beforeAll(async () => {
  database = await testDatabase()
  const { knex } = database
  run = (await requestRun(knex, { connection: 'c', trigger: 'request', dryRun: true })).id
  await startRun(knex, 'c', true)
  await finishRun(knex, run, { state: 'success', flows: {}, calls: {}, plan: plans as unknown as Json })
})
afterAll(() => database.close())

function planWith(flow: string, length: number): Plan {
  const change = {
    flow,
    action: 'opening.update',
    effect: 'update',
    fields: [],
    input: { text: '"quoted" \\ $[0]' },
  } as const
  return planOf(
    'c',
    flow,
    Array.from({ length }, (_, at) => ({ ...change, record: `r${at}`, target: `t${at}` })),
  )
}

/** The same in words: one list of all changes, and of each plan what of it is in the part. */
function expected(of: readonly Plan[], { from, limit }: PlanPart): unknown {
  let before = 0
  return of.map(({ changes, ...plan }) => {
    const [first, last] = [Math.max(0, from - before), Math.max(0, from + limit - before)]
    before += changes.length
    return { ...plan, writes: changes.length, changes: changes.slice(first, last) }
  })
}

const parts = Array.from({ length: 10 }, (_, from) => [1, 2, 4, 100].map((limit) => ({ from, limit }))).flat()

test.each(parts)('of plans one after the other, $limit changes from $from on', async (part) => {
  expect((await loadRun(database.knex, run, part))?.plan).toEqual(expected(plans, part))
})

test('without a part it is all of them, and of a run that planned nothing none', async () => {
  const { knex } = database
  const other = await requestRun(knex, { connection: 'other', trigger: 'request' })

  expect((await loadRun(knex, run))?.plan).toEqual(plans)
  expect((await loadRun(knex, other.id, { from: 0, limit: 5 }))?.plan).toBeUndefined()
})

test.each([0, 3, 5])('of the one plan that a hold has, from %i on', async (from) => {
  const plan = plans[2]!
  await hold(database.knex, run, plan, [{ limit: 'creates', count: 5, allowed: 1, message: 'many' }])
  const part = { from, limit: 2 }

  expect((await loadHold(database.knex, plan.digest, part))?.plan).toEqual((expected([plan], part) as unknown[])[0])
})
