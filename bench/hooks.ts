import type { DatabaseServer } from './database.ts'
import type { HookVendors } from './hook-vendors-process.ts'
import { type Remote, startProcess } from './process.ts'
import { openWorld, type World } from './world.ts'

/** One daemon with a connection to each of three hiring systems, all of which send webhooks. */
export interface Hooks extends World {
  readonly vendors: Remote<HookVendors>
}

export const secrets = { ashby: 'bench-ashby-secret', lever: 'bench-lever-token' }
export const ids = { ashby: 'ashby-hooks', lever: 'lever-hooks', smartRecruiters: 'smartrecruiters-hooks' }

const mapping = `version: 1
templates:
  - id: engineering
    name: Engineering references
    survey: software-engineer
    tag: engineering
    references: { managers: 1, peers: 2 }
`

/** No tick comes while something is measured. */
const schedule = '0 0 1 1 *'

export async function createHooks(server: DatabaseServer, applications: number): Promise<Hooks> {
  const vendors = await startProcess<HookVendors>('./hook-vendors-process.ts', [String(applications)])
  const to = await vendors.addresses()
  const crosschq = { baseUrl: to.crosschq, token: to.token }
  const world = await openWorld(server, {
    ...{ vendors, mapping },
    connection: (rate) => ({
      ...{ id: ids.ashby, connector: 'crosschq-ashby', schedule, crosschq },
      ashby: { baseUrl: to.ashby, apiKey: 'ashby-sandbox-key', webhookSecret: secrets.ashby, rate },
    }),
    also: (rate) => [
      {
        ...{ id: ids.lever, connector: 'crosschq-lever', schedule, crosschq, trigger: { stage: 'Reference check' } },
        lever: { baseUrl: to.lever, apiKey: to.leverKey, webhookTokens: secrets.lever, rate },
      },
      {
        ...{ id: ids.smartRecruiters, connector: 'crosschq-smartrecruiters', schedule, crosschq },
        smartrecruiters: { baseUrl: to.smartRecruiters, auth: { type: 'apiKey', key: to.smartKey } },
      },
    ],
  })
  return { ...world, vendors }
}
