import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { type ConsoleWorld, consoleWorld, signIn } from './console.ts'
import { type PageKind, pages } from './pages.ts'
import { photosOf, screenshotFolder } from './photos.ts'

/** Soft shadows make a picture five times as large. */
const style = '* { box-shadow: none !important }'

/** Below this a page goes on as it began. */
const MOST_HEIGHT = 1_600

/** `npm run screenshots`: every page of the console as the demo shows it, written to docs/screenshots. */
await using world = await consoleWorld()
await using browser = await openBrowser()
mkdirSync(screenshotFolder, { recursive: true })
const signedIn = await sessionOf(browser, world)
for (const kind of pages) await photograph(browser, world, kind)

async function sessionOf(browser: Browser, world: ConsoleWorld) {
  await using context = await browser.newContext()
  await signIn(await context.newPage(), world, 'approve')
  // Awaited here: the context ends with this function.
  return await context.storageState()
}

async function photograph(browser: Browser, world: ConsoleWorld, kind: PageKind): Promise<void> {
  for (const { file, ...look } of photosOf(kind)) {
    const storageState = kind.isPublic ? {} : { storageState: signedIn }
    const usual = { reducedMotion: 'reduce', timezoneId: 'UTC', locale: 'en' } as const
    await using context = await browser.newContext({ ...look, ...usual, ...storageState })
    const page = await context.newPage()
    await page.goto(world.url + kind.path(world.places))
    const clip = { x: 0, y: 0, width: look.viewport.width, height: MOST_HEIGHT }
    await page.screenshot({ path: join(screenshotFolder, file), fullPage: true, clip, style })
  }
}
