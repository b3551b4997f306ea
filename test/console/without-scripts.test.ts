import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from './ask.ts'
import { type OpenedDemo, openDemo, openingFor } from './demo.ts'

let demo: OpenedDemo
let page: Page
beforeAll(async () => {
  demo = await openDemo({
    before({ charthop }) {
      charthop.addField({ code: 'officeFloor', label: 'Office Floor', type: 'STRING', entityType: 'JOB' })
      const job = [...charthop.state.jobs.values()].find(({ now }) => now.values.title === 'Platform Engineer')!
      charthop.editJob(job.id, { officeFloor: 'Third floor' })
    },
  })
  page = await demo.open('approve', { javaScriptEnabled: false })
})
afterAll(() => demo?.[Symbol.asyncDispose]())

test('a run is asked for and looked at', async () => {
  const { charthop } = demo.world
  const platform = await openingFor(demo.world, 'Platform Engineer')
  charthop.editJob(platform.job, { costCenter: 'CC-811' })

  await page.getByRole('button', { name: 'Sync now: headcount' }).click()
  await page.getByText('A run of headcount was asked for').waitFor()
  await until('the write', async () => (platform.valueIn('Cost Center') === 'CC-811' ? true : undefined))
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  await page
    .getByRole('link', { name: /headcount$/ })
    .first()
    .click()

  await page.getByRole('heading', { name: 'Run of headcount', level: 1 }).waitFor()
})

test('a connection is switched off and on', async () => {
  await page.goto(demo.world.url)
  await page.getByRole('switch', { name: 'headcount is on' }).click()
  await page.getByText('headcount is off: nothing is read or written').waitFor()
  const isOff = await page.getByRole('switch', { name: 'headcount is off' }).count()
  await page.getByRole('switch', { name: 'headcount is off' }).click()
  await page.getByRole('switch', { name: 'headcount is on' }).waitFor()

  expect(isOff).toBe(1)
})

test('a field is ticked, previewed, saved, and arrives', async () => {
  await page.goto(`${demo.world.url}/connections/headcount/fields`)
  await page.getByRole('checkbox', { name: 'Office Floor' }).check()
  await page.getByRole('button', { name: 'Preview' }).click()
  // The page loads itself again until the preview is there.
  await page.getByText('This would make 1 field, change 1 opening.').waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('A run with the new mapping was asked for.').waitFor()

  const platform = await openingFor(demo.world, 'Platform Engineer')
  await until('the value', async () => (platform.valueIn('Office Floor') === 'Third floor' ? true : undefined))
})

test('a key that is refused is told beside its field', async () => {
  await page.goto(`${demo.world.url}/connections/headcount/keys/ashby.apiKey`)
  await page.getByLabel('Ashby API key', { exact: true }).fill('ashby-wrong-key-of-the-console')
  await page.getByRole('button', { name: 'Try it and keep it' }).click()

  await page.getByText('The key was not kept.').waitFor()
})

test('values are shown on demand, and signing out ends it', async () => {
  await page.goto(`${demo.world.url}/connections/headcount/fields`)
  await page.getByRole('link', { name: 'Show values' }).click()
  await page.getByText('Values are shown, and that you saw them is noted.').waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Token').waitFor()
  await page.goto(`${demo.world.url}/runs`)

  expect(new URL(page.url()).pathname).toBe('/sign-in')
})
