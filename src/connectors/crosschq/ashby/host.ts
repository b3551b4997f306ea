import type { Json } from '../../../lib/json.ts'
import { candidatePage as candidatePageInApp } from '../../../systems/ashby/pages.ts'
import type { Mirror } from '../../mirror.ts'
import type { Host } from '../host.ts'
import { APPLICATIONS, JOBS, ORDERS, type Systems, USERS } from './collections.ts'
import type { CrosschqAshbyConfig } from './config.ts'
import { createDisplay } from './display.ts'
import { openRun } from './host-run.ts'
import { candidatePage } from './page.ts'
import type { ApplicationRow, JobRow, OrderRow } from './rows.ts'
import { resolvedTriggers, triggerName } from './wants.ts'

/** Ashby as the family's ATS: its assessments' requests, and arrivals in the stages that the mapping names. */
export function ashbyHost(systems: Systems, { requests, results }: CrosschqAshbyConfig): Host {
  const page = candidatePage(systems.ashby)
  return {
    name: 'Ashby',
    applications: APPLICATIONS,
    related: [ORDERS, USERS, JOBS],
    outcomeRelated: [ORDERS],
    settings: (mirror) => settingsOf(systems, requests.backfill, mirror),
    requestorRemedy: 'name a Recruiter in the hiring team in Ashby',
    waitsFor: () => systems.mapping().triggers.map(triggerName),
    applicationPage: (row) => candidatePageInApp((row as ApplicationRow).candidateId, row.id),
    standing: ({ row, isGone }) => (isGone ? 'gone' : standingOf(row as ApplicationRow)),
    calledOff: ({ related }) => {
      const orders = (related[ORDERS] ?? []) as readonly OrderRow[]
      return orders.filter(({ state }) => state === 'cancelled').map(({ id }) => id)
    },
    open: (mirror) => openRun(systems, requests, mirror),
    page,
    display: createDisplay(systems, results.fields, page) as Host['display'],
  }
}

/** https://developers.ashbyhq.com/reference/applicationlist: Lead, Active, Hired, Archived. */
function standingOf({ status }: ApplicationRow) {
  if (status === 'Archived') return 'rejected'
  return status === 'Hired' ? 'hired' : 'active'
}

/** As resolved: a job may come after the trigger that names it, and after the first who applied for it. */
async function settingsOf({ mapping }: Systems, backfill: boolean, mirror: Mirror): Promise<Json> {
  const triggers = resolvedTriggers(mapping().triggers, await mirror.rows<JobRow>(JOBS))
  return { backfill, triggers: triggers.map(({ at: _, ...trigger }) => ({ ...trigger })) }
}
