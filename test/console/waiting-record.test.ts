import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from './ask.ts'
import { type OpenedDemo, openDemo } from './demo.ts'

let demo: OpenedDemo
let page: Page
beforeAll(async () => {
  demo = await openDemo()
  page = await demo.open('operate')
})
afterAll(() => demo?.[Symbol.asyncDispose]())

test('why a record waits is found from Home, mended at the vendor, and tried again', async () => {
  const { ashby, charthop, url } = demo.world
  const people = charthop.state.persons.size

  await page
    .locator('#connection-headcount')
    .getByRole('link', { name: /needs? a person$/ })
    .click()
  const waiting = page.getByRole('region', { name: 'Records waiting for a person' })
  const link = waiting.getByRole('row').filter({ hasText: 'no_start_date' }).getByRole('link')
  const application = await link.innerText()
  await link.click()
  await page.getByRole('heading', { name: `Record ${application}`, level: 1 }).waitFor()
  const said = await page.locator('section.explained').innerText()

  const offer = [...ashby.state.offers.all()].find(({ applicationId }) => applicationId === application)!
  ashby.changeOffer(offer.id, { startDate: daysFromNow(30) })
  await page.getByRole('button', { name: `Try again now: hires ${application}` }).click()
  await page.waitForURL('**/runs/*')
  await page.locator('[sse-swap=head] .badge.green').first().waitFor()
  const run = new URL(page.url()).pathname.split('/').at(-1)

  expect(said).toContain('no_start_date')
  expect(said).toContain('Add it in Ashby; it goes on by itself.')
  expect(await ask(demo.world, 'read', `/runs/${run}`)).toMatchObject({ records: [`hires/${application}`] })
  expect(charthop.state.persons.size).toBe(people + 1)
  await page.goto(`${url}/records/headcount/${application}?flow=hires`)
  await page.getByRole('heading', { name: 'hires In step' }).waitFor()
  await page.goto(`${url}/connections/headcount`)
  await page.getByText('option_missing').first().waitFor()
  expect(await page.getByText('no_start_date').count()).toBe(0)
})

function daysFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}
