import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessProblems } from './axe.ts'
import { openBrowser } from './browser.ts'
import { find, watch } from './watch.ts'

// What the other tests rely on: that a page with a flaw is told from one without.
let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

test('a page with nothing wrong is clean', async () => {
  const { page, complaints } = await look('<h1>Runs</h1><label>Name <input name="name"></label>')

  expect(await accessProblems(page)).toEqual([])
  expect(await found(page)).toEqual({ unnamed: [], tooWide: [], runnable: [] })
  expect(complaints).toEqual([])
})

test.each([
  ['an unnamed field', '<input name="name">', 'unnamed'],
  ['an unnamed button', '<button></button>', 'unnamed'],
  ['a wide box', '<pre>'.padEnd(2_000, 'x'), 'tooWide'],
  ['a handler', '<img src="/x.png" alt="" onerror="alert(1)">', 'runnable'],
  ['a script of the page', '<script>alert(1)</script>', 'runnable'],
  ['a link that is a script', '<a href=" javascript:alert(1)">x</a>', 'runnable'],
] as const)('%s is found', async (_, flaw, what) => {
  const { page } = await look(`<h1>Runs</h1>${flaw}`)

  expect(await find(page, what)).not.toEqual([])
})

test('faint text is found in the theme that has it', async () => {
  const style = '@media (prefers-color-scheme: dark) { body { background: #111; color: #333 } }'
  const { page } = await look(`<h1>Runs</h1><p>Faint</p><style>${style}</style>`, "default-src 'unsafe-inline'")

  const light = await accessProblems(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await accessProblems(page)

  expect(light).toEqual([])
  expect(dark.join()).toMatch(/color-contrast: .*p/)
})

test('what the policy forbids is told', async () => {
  const { complaints } = await look('<h1>Runs</h1><script>document.title = "ran"</script>')

  expect(complaints.join()).toContain('script-src-elem forbids inline')
})

/** A page as any server could send it. */
async function look(main: string, policy = "default-src 'none'") {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
  const complaints = await watch(page)
  const body = `<!doctype html><html lang="en"><title>Runs</title><main>${main}</main></html>`
  const headers = { 'content-type': 'text/html', 'content-security-policy': policy }
  await page.route('http://flaws.example/', (route) => route.fulfill({ body, headers }))
  await page.goto('http://flaws.example/')
  return { page, complaints }
}

async function found(page: Page) {
  const [unnamed, tooWide, runnable] = [
    await find(page, 'unnamed'),
    await find(page, 'tooWide'),
    await find(page, 'runnable'),
  ]
  return { unnamed, tooWide, runnable }
}
