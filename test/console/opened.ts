import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { testDatabase } from '../database.ts'
import type { Role } from './ask.ts'
import { openBrowser } from './browser.ts'
import { type ConsoleOptions, type ConsoleWorld, consoleWorld, signIn } from './console.ts'

/** What a test file of the console needs, once: its world, and a browser to look at it with. */
export interface OpenedConsole extends AsyncDisposable {
  readonly world: ConsoleWorld
  readonly browser: Browser
  /** A window of a person of that role, or of a stranger; close its context when done. */
  open(role: Role | null, options?: BrowserContextOptions): Promise<Page>
}

export async function openConsole(options: Pick<ConsoleOptions, 'before'> = {}): Promise<OpenedConsole> {
  await using stack = new AsyncDisposableStack()
  // First, because it is the one that may not be there.
  const browser = await openBrowser()
  stack.defer(() => browser.close())
  const database = stack.use(await testDatabase())
  const world = stack.use(await consoleWorld({ ...options, databaseUrl: database.connectionString }))
  const open = async (role: Role | null, options?: BrowserContextOptions) => {
    const page = await (await browser.newContext({ reducedMotion: 'reduce', ...options })).newPage()
    page.setDefaultTimeout(90_000)
    if (role) await signIn(page, world, role)
    return page
  }
  const kept = stack.move()
  return { world, browser, open, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
