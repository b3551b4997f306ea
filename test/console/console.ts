import type { Page } from 'playwright-core'
import { connectionNames } from '../../src/cli/demo/mappings.ts'
import { firstCycle } from '../../src/cli/demo/story.ts'
import { type DemoWorld, demoWorld } from '../../src/cli/demo/world.ts'
import { startDaemon } from '../../src/daemon.ts'
import { type Role, tokenOf, tokens } from './ask.ts'
import { makePlaces, type Places } from './places.ts'

/** The demo's company after the first cycle of every connection, with a daemon at work and a plan that waits for a person. */
export interface ConsoleWorld extends DemoWorld {
  readonly url: string
  readonly places: Places
}

export interface ConsoleOptions {
  /** None: on a database of its own. */
  readonly databaseUrl?: string
  /** What happens at the vendors before the first cycle. */
  readonly before?: (world: DemoWorld) => void
}

export async function consoleWorld({ before, ...options }: ConsoleOptions = {}): Promise<ConsoleWorld> {
  await using stack = new AsyncDisposableStack()
  const world = stack.use(await demoWorld({ ...options, tokens }))
  before?.(world)
  const daemon = await startDaemon(world.app)
  stack.defer(() => daemon.stop())
  const patience = AbortSignal.timeout(50_000)
  for (const name of connectionNames) await firstCycle(world, name, patience)
  const places = await makePlaces(world, daemon)
  const kept = stack.move()
  return { ...world, url: daemon.url, places, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/** As a person does it. */
export async function signIn(page: Page, { url }: Pick<ConsoleWorld, 'url'>, role: Role): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('Token').fill(tokenOf(role))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${url}/`)
}
