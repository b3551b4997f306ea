import { expect, test } from 'vitest'
import { expectedPasses, startHeadcount } from './crash-headcount.ts'
import { atCall, crashTests, isMadeGood } from './crash-tests.ts'

const timeout = 300_000

const { start, run } = crashTests({
  start: startHeadcount,
  passes: expectedPasses,
  calls: { charthop: 15, ashby: 18 },
})

test.each([
  { vendor: 'charthop', after: 1 },
  { vendor: 'ashby', after: 8 },
  { vendor: 'ashby', after: 14 },
])('SIGTERM while $vendor answers, after $after calls, ends in good order', { timeout }, async (moment) => {
  await using scenario = await start()
  await using stopped = run({ config: scenario.config, runs: 1 })
  atCall(scenario, moment, () => stopped.process.kill('SIGTERM'))

  expect(await stopped.ended).toEqual({ code: 0, signal: null })
  expect(stopped.told[0]).toEqual({ executed: 'done', state: expect.stringMatching(/partial|failed/) })
  await isMadeGood(scenario)
})

test('a restarted program does not wait for a dead holder', { timeout }, async () => {
  await using scenario = await start()
  await using killed = run({ config: scenario.config, runs: 1, kill: { point: 'afterCall', nth: 4 } })
  await killed.ended

  await using restarted = run({ config: scenario.config, runs: 2 })
  expect(await restarted.ended).toEqual({ code: 0, signal: null })

  const done = { executed: 'done', state: 'success' }
  expect(restarted.told.slice(0, 2)).toEqual([done, done])
  await scenario.check()
})
