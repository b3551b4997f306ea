import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, nothingRuns, runToEnd, until } from './ask.ts'
import { loadsOf, type OpenedDemo, openDemo, openingFor } from './demo.ts'

let demo: OpenedDemo
let page: Page
beforeAll(async () => {
  demo = await openDemo({ connections: ['headcount', 'interviews'] })
  page = await demo.open('operate')
})
afterAll(() => demo?.[Symbol.asyncDispose]())

test('Sync now is followed to its end without a reload', async () => {
  const { ashby, charthop } = demo.world
  const platform = await openingFor(demo.world, 'Platform Engineer')
  charthop.editJob(platform.job, { costCenter: 'CC-801' })
  await page.goto(demo.world.url)
  const card = page.locator('#connection-headcount')
  const before = await lastRun(card)
  const loads = loadsOf(page)
  const slow = ashby.server.faults.add({ fault: { type: 'latency', ms: 400 } })

  await card.getByRole('button', { name: 'Sync now: headcount' }).click()
  await card.getByRole('progressbar').waitFor()
  slow.remove()
  await card.getByRole('progressbar').waitFor({ state: 'detached' })
  const after = await lastRun(card)

  expect(after).not.toBe(before)
  expect(platform.valueIn('Cost Center')).toBe('CC-801')
  expect(loads).toEqual([])
})

test('a page stands under its own address, though the card with its link was swapped meanwhile', async () => {
  const address = `${demo.world.url}/connections/headcount`
  await page.goto(demo.world.url)
  const card = page.locator('#connection-headcount')
  const swapCard = `(() => {
    const card = document.querySelector('#connection-headcount')
    htmx.swap(card, card.innerHTML, { swapStyle: 'innerHTML' })
  })()`
  await page.route(address, async (route) => {
    await page.evaluate(swapCard)
    await route.continue()
  })

  await card.getByRole('link', { name: 'headcount', exact: true }).click()
  await page.getByRole('heading', { name: 'headcount', level: 1 }).waitFor()
  await page.unroute(address)

  await page.waitForURL(address)
  await page.goBack()
  await page.getByRole('heading', { name: 'Connections', level: 1 }).waitFor()
})

test('a button is pressed in place from the moment its card is swapped in', async () => {
  await page.goto(demo.world.url)
  const loads = loadsOf(page)
  await page.evaluate(`document.addEventListener('htmx:sseMessage', function press({ target }) {
    if (target.id !== 'connection-headcount') return
    document.removeEventListener('htmx:sseMessage', press)
    target.querySelector('[aria-label="Sync now: headcount"]').click()
  })`)

  await ask(demo.world, 'operate', '/connections/headcount/sync', {})
  await page.getByText('A run of headcount was asked for').waitFor()

  expect(loads).toEqual([])
})

test('a connection that is off calls nobody, and does nothing twice when it is on again', async () => {
  const { ashby, charthop, files, url } = demo.world
  const mobile = await openingFor(demo.world, 'Mobile Engineer')
  const openings = [...ashby.state.openings.all()].length
  await until('the end of what was asked for before', () => nothingRuns(demo.world))
  await page.goto(url)
  const card = page.locator('#connection-headcount')

  await card.getByRole('switch', { name: 'headcount is on' }).click()
  await card.getByRole('switch', { name: 'headcount is off' }).waitFor()
  charthop.server.clearCalls()
  charthop.editJob(mobile.job, { costCenter: 'CC-802' })
  const hook = await fetch(`${url}/hooks/headcount/change?token=${files.chartHopHookToken}`, { method: 'POST' })
  const refused = await ask(demo.world, 'operate', '/connections/headcount/sync', {}).catch(String)
  // Another one is looked after meanwhile.
  await runToEnd(demo.world, 'interviews')

  expect(hook.status).toBe(503)
  expect(refused).toMatch(/answered 409/)
  expect(await card.getByRole('button', { name: /Sync/ }).count()).toBe(0)
  expect(charthop.server.calls).toEqual([])
  expect(mobile.valueIn('Cost Center')).not.toBe('CC-802')

  const runs = await lastRun(card)
  await card.getByRole('switch', { name: 'headcount is off' }).click()
  await card.getByRole('switch', { name: 'headcount is on' }).waitFor()
  await until('the run that follows', async () => ((await lastRun(card)) === runs ? undefined : true))

  expect(mobile.valueIn('Cost Center')).toBe('CC-802')
  expect([...ashby.state.openings.all()]).toHaveLength(openings)
})

/** Where the card's last run leads. */
async function lastRun(card: ReturnType<Page['locator']>): Promise<string | null> {
  return card.locator('dt:text-is("Last run") + dd a').getAttribute('href')
}
