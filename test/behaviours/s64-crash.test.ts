import { expect, test } from 'vitest'
import { testDatabase } from '../database.ts'
import { addProspects, emailsIn, exportingToLever, opportunities } from '../exports.ts'
import { checkLedger, withConfigFile } from '../reliability/crash-scenario.ts'
import { atCall, crashRun, isMadeGood } from '../reliability/crash-tests.ts'

const timeout = 300_000

async function bulk(count: number) {
  const database = await testDatabase()
  const world = await exportingToLever({ existing: true }, { database })
  await addProspects(world, count)
  const scenario = withConfigFile(world, { crosschq: world.crosschq.server, lever: world.lever.server }, async () => {
    expect(opportunities(world)).toHaveLength(count)
    expect(new Set(emailsIn(world)).size).toBe(count)
    await checkLedger(world)
  })
  return {
    scenario,
    world,
    async [Symbol.asyncDispose]() {
      await scenario[Symbol.asyncDispose]()
      await database.close()
    },
  }
}

test('S64 of 250 prospects none is lost and none is there twice after a kill at the 120th', { timeout }, async () => {
  await using it = await bulk(250)
  const kill = { point: 'afterCall', nth: 120 } as const
  await using killed = crashRun({ config: it.scenario.config, runs: 1, kill })
  expect(await killed.ended).toEqual({ code: null, signal: 'SIGKILL' })
  expect(opportunities(it.world)).toHaveLength(120)

  await isMadeGood(it.scenario)
})

test('S64 killed as the list of prospects is read, it goes on behind the pages it had', { timeout }, async () => {
  await using it = await bulk(250)
  const lists = () => it.world.crosschq.server.calls.filter(({ path }) => path === '/partners/prospects/')
  await using killed = crashRun({ config: it.scenario.config, runs: 1 })
  atCall(it.scenario, { vendor: 'crosschq', after: beforeLastPage }, () => killed.process.kill('SIGKILL'))
  expect(await killed.ended).toEqual({ code: null, signal: 'SIGKILL' })
  const read = lists().length

  await isMadeGood(it.scenario)

  expect(lists()[read]?.query).toContain('cursor=')
})

/** The account's settings, and two pages of three. */
const beforeLastPage = 3
