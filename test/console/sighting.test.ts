import { expect, test } from 'vitest'
import { enabled, serve, tokens } from '../../src/http/fixtures/served.ts'
import { ledgerOf } from '../headcount.ts'
import { unclearOpening } from '../unclear.ts'
import { openBrowser } from './browser.ts'

test('of an unclear write a person says in the browser what is there', async () => {
  await using story = await unclearOpening()
  const { world, job, made } = story
  const connections = new Map([['headcount', enabled(world.connection)]])
  await using served = await serve({ db: world.engine.db, connections })
  await using browser = await openBrowser()
  const page = await browser.newPage()
  page.setDefaultTimeout(90_000)
  await page.goto(`${served.url}/sign-in`)
  await page.getByLabel('Token').fill(tokens.find(({ role }) => role === 'approve')!.token)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${served.url}/`)

  await page.goto(`${served.url}/records/headcount/${job}`)
  await page.locator('summary', { hasText: 'Say what is there' }).click()
  await page.getByLabel(/vendor's id/).fill(made)
  await page.getByRole('button', { name: 'It is there' }).click()
  await page.waitForURL('**/runs/*')
  await world.sync()

  expect(await ledgerOf(world, 'openings', job)).toMatchObject([{ state: 'verified', target: made }])
})
