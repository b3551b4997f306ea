import { CharthopAshbyConfig } from '../src/connectors/charthop-ashby/config.ts'
import { charthopAshby } from '../src/connectors/charthop-ashby/index.ts'
import { type AshbySandbox, type AshbySandboxOptions, startAshbySandbox } from '../src/systems/ashby/sandbox.ts'
import {
  type ChartHopSandbox,
  type ChartHopSandboxOptions,
  startChartHopSandbox,
} from '../src/systems/charthop/sandbox.ts'
import { createEngineWorld, type EngineOptions, type EngineWorld } from './engine.ts'

export { emptyMapping } from './engine.ts'

/** Both vendors over real HTTP, a real database, and one connection between them, as an admin would have set it up. */
export interface World extends EngineWorld<CharthopAshbyConfig> {
  readonly charthop: ChartHopSandbox
  readonly ashby: AshbySandbox
}

export interface WorldOptions extends EngineOptions {
  readonly charthop?: ChartHopSandboxOptions
  readonly ashby?: AshbySandboxOptions
  readonly config?: Record<string, unknown>
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const charthop = await startChartHopSandbox(options.charthop)
  const ashby = await startAshbySandbox(options.ashby)
  const configOf = (mapping: string) => configFor(charthop, ashby, mapping, options.config)
  const world = await createEngineWorld(charthopAshby, configOf, options)
  return {
    ...world,
    charthop,
    ashby,
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]()
      await charthop.close()
      await ashby.close()
    },
  }
}

function configFor(
  charthop: ChartHopSandbox,
  ashby: AshbySandbox,
  mapping: string,
  changes: Record<string, unknown> = {},
): CharthopAshbyConfig {
  const fast = { perSecond: 1000, inFlight: 8 }
  const { charthop: c, ashby: a, ...rest } = changes as { charthop?: object; ashby?: object }
  return CharthopAshbyConfig.parse({
    id: 'headcount',
    connector: 'charthop-ashby',
    mapping,
    charthop: { baseUrl: charthop.url, org: charthop.org.slug, token: charthop.token, rate: fast, ...c },
    ashby: { baseUrl: ashby.url, apiKey: 'ashby-sandbox-key', rate: fast, ...a },
    ...rest,
  })
}
