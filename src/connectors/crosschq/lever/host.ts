import { opportunityPage } from '../../../systems/lever/pages.ts'
import type { Mirror } from '../../mirror.ts'
import type { Host } from '../host.ts'
import { templatesFor } from '../tagged-templates.ts'
import { APPLICATIONS } from './application-collection.ts'
import { JOBS, STAGES } from './collections.ts'
import type { CrosschqLeverConfig } from './config.ts'
import { createDisplay } from './display.ts'
import { openRun, triggerName, triggerStage } from './host-run.ts'
import { outcomePort } from './outcome.ts'
import { isReachable } from './people.ts'
import { leverProspects } from './prospects.ts'
import type { ApplicationRow, JobRow } from './rows.ts'
import type { Systems } from './systems.ts'

/** Lever as the family's ATS: who comes to the stage is asked for, with the template whose tag the posting has. */
export function leverHost(systems: Systems, config: CrosschqLeverConfig): Host {
  const { lever } = systems
  return {
    name: 'Lever',
    applications: APPLICATIONS,
    related: [JOBS, STAGES],
    outcomeRelated: [],
    settings: async (mirror) => ({
      backfill: config.requests.backfill,
      stage: (await triggerStage(systems, config.trigger, mirror)).id,
      templates: await templatesByJob(systems, mirror),
    }),
    waitsFor: () => [triggerName(config.trigger)],
    applicationPage: ({ id }) => opportunityPage(config.lever.baseUrl, id),
    standing: ({ row, isGone }) => (isGone ? 'gone' : (row as ApplicationRow).standing),
    calledOff: () => [],
    open: (mirror) => openRun(systems, config, mirror),
    requestorRemedy: 'give the opportunity or its posting an owner in Lever',
    display: createDisplay(lever) as Host['display'],
    async owner(id) {
      const ownerId = (await lever.application(id))?.ownerId
      const user = ownerId === undefined ? undefined : await lever.user(ownerId)
      if (!user) return undefined
      return isReachable(user) ? { email: user.email } : {}
    },
    outcome: outcomePort(systems, config.hiring),
    prospects: leverProspects({ lever, rules: config.export, performAs: config.lever.performAs }),
  }
}

/** A posting that gets or loses a template's tag has its candidates looked at again (R8). */
async function templatesByJob({ mapping }: Systems, mirror: Mirror): Promise<Record<string, string[]>> {
  const { templates } = mapping()
  const jobs = (await mirror.rows<JobRow>(JOBS)).toSorted((a, b) => a.id.localeCompare(b.id))
  const pairs = jobs.map(({ id, tags }) => [id, templatesFor(tags, templates).map((template) => template.id)] as const)
  return Object.fromEntries(pairs.filter(([, ids]) => ids.length > 0).map(([id, ids]) => [id, [...ids]]))
}
