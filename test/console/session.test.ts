import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from './ask.ts'
import { type OpenedDemo, openDemo } from './demo.ts'

let demo: OpenedDemo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo?.[Symbol.asyncDispose]())

test('signing out ends the session in every window, also for who goes back', async () => {
  const page = await demo.open('operate')
  const other = await page.context().newPage()
  await other.goto(`${demo.world.url}/runs`)

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Token').waitFor()
  await page.goBack()
  await other.getByRole('link', { name: 'Holds' }).click()

  await other.getByLabel('Token').waitFor()
  await page.reload()
  await page.getByLabel('Token').waitFor()
  await other.waitForURL('**/sign-in*')
  expect(new URL(other.url()).searchParams.get('next')).toBe('/holds')
})

test("a link on another site leads to the page, for who is signed in, and through the sign-in for who isn't", async () => {
  await using elsewhere = await siteWith(`${demo.world.url}/runs?connection=headcount`)
  const page = await demo.open('read')
  const stranger = await demo.open(null)

  for (const one of [page, stranger]) {
    await one.goto(elsewhere.url)
    await one.getByRole('link', { name: 'Look at the runs' }).click()
  }

  await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor()
  await page.waitForURL(`${demo.world.url}/runs?connection=headcount`)
  await stranger.getByLabel('Token').waitFor()
  await stranger.waitForURL('**/sign-in*')
  expect(new URL(stranger.url()).searchParams.get('next')).toBe('/runs?connection=headcount')
})

test('times are in the zone of the reader, and dates are the days they are', async () => {
  const [newYork, tokyo] = await Promise.all(
    ['America/New_York', 'Asia/Tokyo'].map((timezoneId) => demo.open('operate', { timezoneId, locale: 'en-US' })),
  )
  const { data } = await ask<{ readonly data: readonly { readonly id: string; readonly finishedAt: string }[] }>(
    ...([demo.world, 'read', '/runs?connection=headcount'] as const),
  )
  const { id, finishedAt } = data.at(-1)!

  for (const [page, timeZone] of [
    [newYork!, 'America/New_York'],
    [tokyo!, 'Asia/Tokyo'],
  ] as const) {
    await page.goto(`${demo.world.url}/runs/${id}`)
    const shown = page.locator('dt:text-is("Ended") + dd time')
    const format = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone })
    expect(await shown.innerText()).toBe(format.format(new Date(finishedAt)))
    expect(await shown.getAttribute('title')).toBe(finishedAt)
    // The first run wrote the day on which each job was approved.
    await page.goto(`${demo.world.url}/runs/${id}?values=shown`)
    const days = (await page.locator('#main').innerText()).match(/"\d{4}-\d\d-\d\d"/g)
    expect(new Set(days).size).toBeGreaterThan(3)
  }
})

/** Somewhere else on the web, by another name. */
async function siteWith(link: string) {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(`<!doctype html><title>Elsewhere</title><a href="${link}">Look at the runs</a>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections())
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, [Symbol.asyncDispose]: close }
}
