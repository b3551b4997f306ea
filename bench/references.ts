import type { DatabaseServer } from './database.ts'
import { type Remote, startProcess } from './process.ts'
import type { ReferenceVendors } from './reference-vendors-process.ts'
import { openWorld, type World } from './world.ts'

/** Ashby's applications and Crosschq, which nobody was asked for yet; the first synchronisation is over. */
export interface References extends World {
  readonly applications: number
  /** Whether Crosschq lists its requests, which is not documented. */
  readonly hasRequestList: boolean
  readonly vendors: Remote<ReferenceVendors>
}

/** With which Ashby's tile calls. */
export const partnerKey = 'bench-partner-key'

const mapping = `version: 1
templates:
  - id: engineering
    name: Engineering references
    survey: software-engineer
    references: { managers: 1, peers: 2 }
triggers:
  - { job: Engineer, stage: Interview, template: engineering }
`

export async function createReferences(
  server: DatabaseServer,
  applications: number,
  { hasRequestList = true } = {},
): Promise<References> {
  const args = [applications, hasRequestList].map(String)
  const vendors = await startProcess<ReferenceVendors>('./reference-vendors-process.ts', args)
  const { crosschq, token, ashby } = await vendors.addresses()
  const world = await openWorld(server, {
    ...{ vendors, mapping },
    connection: (rate) => ({
      // No tick comes between the cycles that are measured.
      ...{ id: 'references', connector: 'crosschq-ashby', schedule: '0 0 1 1 *' },
      crosschq: { baseUrl: crosschq, token, rate },
      ashby: { baseUrl: ashby, apiKey: 'ashby-sandbox-key', rate },
      partner: { key: partnerKey },
    }),
    fill: async () => {},
  })
  return { ...world, applications, hasRequestList, vendors }
}
