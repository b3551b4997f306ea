import { expect } from 'vitest'
import {
  addCandidate,
  createReferenceWorld,
  PARTNER_KEY,
  type ReferenceWorld,
  type ReferenceWorldOptions,
} from '../references.ts'
import { type Child, startChild } from './child.ts'
import { checkLedger, type Scenario, withConfigFile } from './crash-scenario.ts'
import type { DaemonProcess } from './daemon-process.ts'
import { hasUrl, settled, token } from './fleet.ts'

/** A candidate, and the daemon that somebody in Ashby starts their assessment with. */
export interface Office extends Scenario {
  readonly references: ReferenceWorld
  readonly applicationId: string
  daemon(kill?: DaemonProcess['kill']): Promise<OfficeDaemon>
}

export interface OfficeDaemon extends AsyncDisposable {
  readonly child: Child
  readonly url: string
  /** Somebody in Ashby presses Start; for the office's candidate where none is named. */
  press(application?: string): ReturnType<ReferenceWorld['tile']['startAssessment']>
}

export async function openOffice(options: ReferenceWorldOptions = {}): Promise<Office> {
  // A database of its own: any daemon takes what is in its database's queue.
  const world = await createReferenceWorld(options)
  const { ashby, crosschq, connection } = world
  expect((await world.sync()).state).toBe('success')
  const { applicationId } = addCandidate(world, { name: 'Ada Tile', email: 'ada@example.com' })
  const vendors = { crosschq: crosschq.server, ashby: ashby.server }
  const scenario = withConfigFile(world, vendors, () => checkLedger(world), {
    ...{ server: { port: 0 }, auth: { tokens: [{ name: 'test', role: 'operate', token }] } },
  })
  return {
    ...{ ...scenario, references: world, applicationId },
    async daemon(kill) {
      const child = startChild('./daemon-process.ts', { config: scenario.config, leaseMs: 60_000, kill })
      const { url } = await child.hears(hasUrl)
      // Its first run is over, so that what comes next is the start's.
      if (!kill) await settled(world, () => true)
      const tile = ashby.partner({ baseUrl: `${url}/partner/${connection.id}`, key: PARTNER_KEY })
      return {
        ...{ child, url },
        press: (application = applicationId) =>
          tile.startAssessment({ applicationId: application, assessmentTypeId: 'engineering' }),
        [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
      }
    },
  }
}
