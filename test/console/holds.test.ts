import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { linksOf } from '../../src/store/links.ts'
import { runToEnd, until } from './ask.ts'
import { editUnheard } from './bulk.ts'
import { type OpenedDemo, openDemo, openingFor } from './demo.ts'

let demo: OpenedDemo
let page: Page
beforeAll(async () => {
  demo = await openDemo()
  page = await demo.open('approve')
})
afterAll(() => demo?.[Symbol.asyncDispose]())

test('a plan above the limit is seen on Home, and written once it is approved', async () => {
  await changeAll('CC-901')
  await openHold()
  await page.getByRole('heading', { name: 'The limit it hit' }).waitFor()
  const limit = await page.locator('section').filter({ hasText: 'The limit it hit' }).innerText()
  const planned = await page.getByRole('region', { name: 'Planned changes' }).innerText()
  const before = await costCenters()
  await page.getByRole('button', { name: 'Approve this plan' }).click()
  await page.getByText('Approved: exactly this plan runs now.').waitFor()

  expect(limit).toMatch(/1\d updated records, 10 may pass unattended/)
  expect(planned).toContain('CC-901')
  expect(before).not.toContain('CC-901')
  await until('the writes', async () => (new Set(await costCenters()).size === 1 ? true : undefined))
  expect(await costCenters()).toContain('CC-901')
})

test('a rejected plan is never written', async () => {
  await changeAll('CC-902')
  await openHold()
  await page.getByRole('button', { name: 'Reject it' }).click()
  await page.getByText('Rejected: this plan is never run.').waitFor()
  await runToEnd(demo.world, 'headcount')

  expect(await costCenters()).not.toContain('CC-902')
  await page.reload()
  await page.getByText('A plan is decided once; this one is rejected.').waitFor()
})

test('a plan whose world moved expires and says so', async () => {
  await changeAll('CC-903')
  const before = await costCenters()
  await openHold()
  const address = page.url()
  const { job } = await openingFor(demo.world, 'Platform Engineer')
  demo.world.charthop.editJob(job, { costCenter: 'CC-904' })
  await page.getByRole('button', { name: 'Approve this plan' }).click()
  await until('what came of the plan', async () => {
    await page.goto(address)
    return (await page.getByText('This plan is void').count()) === 1 ? true : undefined
  })

  expect(await costCenters()).toEqual(before)
  await page.locator('main').getByRole('link', { name: 'Holds' }).last().click()
  await page.getByRole('link', { name: 'headcount: openings' }).waitFor()
})

test('approving needs the role approve', async () => {
  const operator = await demo.open('operate')
  await operator.locator('#connection-headcount').getByRole('link', { name: 'look and decide' }).click()
  await operator.getByText('Approve this plan: needs the role approve').waitFor()
  await operator.waitForURL('**/holds/*')
  const digest = new URL(operator.url()).pathname
  const csrf = await operator.locator('input[name=csrf]').first().inputValue()

  const buttons = await operator.getByRole('button', { name: /Approve|Reject/ }).count()
  const answer = await operator.request.post(`${operator.url()}/approve`, {
    form: { csrf },
    headers: { origin: demo.world.url, 'sec-fetch-site': 'same-origin' },
  })

  expect([buttons, answer.status()]).toEqual([0, 403])
  await page.goto(demo.world.url + digest)
  await page.getByText('Waits', { exact: true }).waitFor()
})

/** More openings at once than may change unattended. */
async function changeAll(costCenter: string): Promise<void> {
  const { app, url } = demo.world
  const openings = await linksOf(app.database.knex, { connection: 'headcount', flow: 'openings' })
  editUnheard(demo.world, openings.keys(), costCenter)
  await runToEnd({ url }, 'headcount')
}

async function openHold(): Promise<void> {
  await page.goto(demo.world.url)
  await page.locator('#connection-headcount').getByRole('link', { name: 'look and decide' }).click()
  await page.getByRole('heading', { name: 'Plan for headcount: openings' }).waitFor()
  // The page is swapped in place: its address is known a moment after its words are there.
  await page.waitForURL('**/holds/*')
}

/** As Ashby has them. */
async function costCenters(): Promise<readonly unknown[]> {
  const titles = ['Platform Engineer', 'Mobile Engineer', 'Data Engineer', 'Product Manager', 'Sales Engineer']
  const openings = await Promise.all(titles.map((title) => openingFor(demo.world, title)))
  return openings.map(({ valueIn }) => valueIn('Cost Center'))
}
