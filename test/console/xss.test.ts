import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attack, harmless, plantInStore, plantInVendors } from './markup.ts'
import { type OpenedConsole, openConsole } from './opened.ts'
import { pages } from './pages.ts'
import type { Places } from './places.ts'
import { find, watch } from './watch.ts'

let opened: OpenedConsole
let places: Places
let page: Page
let complaints: readonly string[]
const read: string[] = []

beforeAll(async () => {
  opened = await openConsole({ before: plantInVendors })
  places = { ...opened.world.places, ...(await plantInStore(opened.world)) }
  page = await opened.open('approve')
  complaints = await watch(page)
})
afterAll(() => opened?.[Symbol.asyncDispose]())

/** Whatever the page shows, it shows as text. */
async function visit(path: string): Promise<void> {
  const before = complaints.length
  await page.goto(opened.world.url + path)
  // What would run by itself does so a moment after it is there.
  await page.waitForTimeout(200)
  const [runnable, texts] = [await find(page, 'runnable'), await find(page, 'texts')]
  const ran = complaints.slice(before).filter((one) => /^(dialog|script)|forbids/.test(one))
  read.push(...texts)
  expect({ runnable, ran }).toEqual({ runnable: [], ran: [] })
}

test.each(pages.filter(({ isPublic }) => !isPublic))('$name shows markup as text', async ({ path }) => {
  await visit(path(places))
  await visit(`${path(places)}?values=shown`)
})

test.each([
  ...['/connections/{}', '/runs?state={}', '/runs?connection={}&cursor={}', '/holds/{}', '/records/headcount/{}'],
  ...['/sign-in?next={}', '/{}', '/connections/headcount/keys/{}', '/notifications?state={}', '/answers/{}'],
])('%s shows markup of the address as text', async (path) => {
  await visit(path.replaceAll('{}', encodeURIComponent(attack('address'))))
})

test('what was planted was there to be read', () => {
  const seen = shown.filter((place) => read.some((text) => text.includes(harmless(place))))

  expect(seen).toEqual(shown)
})

/** Where people read what others wrote. */
const shown = [
  ...['connection-problem', 'hold-reason', 'held-field', 'held-before', 'held-after', 'record-message', 'skip-message'],
]
