import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { vi } from 'vitest'
import { type AppConfig, openApp } from '../../src/app.ts'
import type { ConnectionName } from '../../src/cli/demo/mappings.ts'
import { type DemoWorld, demoWorld } from '../../src/cli/demo/world.ts'
import { startDaemon } from '../../src/daemon.ts'
import { linksOf } from '../../src/store/links.ts'
import { lastRun } from '../../src/store/runs.ts'
import { testDatabase } from '../database.ts'
import { type Role, tokens, until } from './ask.ts'
import { openBrowser } from './browser.ts'
import { signIn } from './console.ts'

// A story of many pages takes its time where other tests run beside it.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

/** The demo as it is after its first cycle, a daemon at work, and a browser: what a story of a person begins with. */
export interface OpenedDemo extends AsyncDisposable {
  readonly world: DemoWorld & { readonly url: string }
  readonly browser: Browser
  /** What the daemon logged so far. */
  log(): string
  /** A window of a person of that role, or of a stranger. */
  open(role: Role | null, options?: BrowserContextOptions): Promise<Page>
}

export interface DemoStart {
  /** What happens at the vendors before the first cycle. */
  readonly before?: (world: DemoWorld) => void
  /** Where another config is wanted than the demo's own. */
  readonly configure?: (config: AppConfig, world: DemoWorld) => AppConfig
  /** By which the daemon goes. */
  readonly now?: () => Date
  /** Those whose first cycle is waited for. */
  readonly connections?: readonly ConnectionName[]
}

export async function openDemo({ before, connections = ['headcount'], ...other }: DemoStart = {}): Promise<OpenedDemo> {
  await using stack = new AsyncDisposableStack()
  const browser = await openBrowser()
  stack.defer(() => browser.close())
  const database = stack.use(await testDatabase())
  const made = stack.use(await demoWorld({ databaseUrl: database.connectionString, tokens, keepCalls: true }))
  before?.(made)
  const lines: string[] = []
  const world = { ...made, app: await reopened(made, lines, other) }
  stack.defer(() => world.app.close())
  const daemon = await startDaemon(world.app)
  stack.defer(() => daemon.stop())
  for (const name of connections) await firstCycle(world, name)
  const open = windows(browser, daemon)
  const kept = stack.move()
  return {
    ...{ browser, open, world: { ...world, url: daemon.url }, log: () => lines.join('') },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** The world's own app does nothing as long as no daemon is started on it. */
function reopened(world: DemoWorld, lines: string[], { configure, now }: Pick<DemoStart, 'configure' | 'now'>) {
  const { config } = world.app
  const destination = { write: (line: string) => void lines.push(line) }
  return openApp(configure ? configure(config, world) : config, { destination, ...(now && { engine: { now } }) })
}

/** The daemon runs every connection once when it starts. */
function firstCycle({ app }: DemoWorld, name: ConnectionName): Promise<unknown> {
  const run = () => lastRun(app.database.knex, name, { isFull: true })
  return until(`the first cycle of ${name}`, run, 120_000)
}

function windows(browser: Browser, at: { readonly url: string }): OpenedDemo['open'] {
  return async (role, options) => {
    const page = await (await browser.newContext({ reducedMotion: 'reduce', ...options })).newPage()
    page.setDefaultTimeout(90_000)
    if (role) await signIn(page, at, role)
    return page
  }
}

/** A ChartHop job of the demo by its title, and the opening that was made for it. */
export async function openingFor({ app, charthop, ashby }: DemoWorld, title: string) {
  const job = [...charthop.state.jobs.values()].find(({ now }) => now.values.title === title)
  if (!job) throw new Error(`no job is called ${title}`)
  const links = await linksOf(app.database.knex, { connection: 'headcount', flow: 'openings' })
  const target = links.get(job.id)?.target ?? ''
  return { job: job.id, opening: target, valueIn }

  /** As Ashby has it now. */
  function valueIn(field: string): unknown {
    const { customFields = [] } = ashby.state.openings.get(target)?.latestVersion ?? {}
    return customFields.find((one) => one.title === field)?.value
  }
}

/** Follows what a page loads as a whole: nothing, where parts of it are swapped. */
export function loadsOf(page: Page): readonly string[] {
  const loads: string[] = []
  page.on('request', (request) => {
    if (request.isNavigationRequest()) loads.push(request.url())
  })
  return loads
}
