import { candidatePage as candidatePageInApp } from '../../../systems/smartrecruiters/pages.ts'
import type { Host } from '../host.ts'
import { APPLICATIONS } from './application-collection.ts'
import type { CrosschqSmartRecruitersConfig } from './config.ts'
import { ATTACHING, createDisplay } from './display.ts'
import { openRun, triggerName } from './host-run.ts'
import { candidatePage } from './page.ts'
import { smartRecruitersProspects } from './prospects.ts'
import type { ApplicationRow } from './rows.ts'
import type { Systems } from './systems.ts'
import { TAGS } from './tag-collection.ts'

/** SmartRecruiters as the family's ATS: who comes to the step is asked for, by the template whose tag the job has. */
export function smartRecruitersHost(systems: Systems, config: CrosschqSmartRecruitersConfig): Host {
  const { trigger, jobField, requests, attachReport } = config
  return {
    name: 'SmartRecruiters',
    applications: APPLICATIONS,
    related: [TAGS],
    outcomeRelated: [],
    settings: async () => ({ backfill: requests.backfill, step: trigger.step, jobField }),
    waitsFor: () => [triggerName(trigger), ...(attachReport ? [ATTACHING] : [])],
    applicationPage: (row) => candidatePageInApp((row as ApplicationRow).candidateId),
    standing: ({ row, isGone }) => (isGone ? 'gone' : (row as ApplicationRow).standing),
    calledOff: () => [],
    open: (mirror) => openRun(systems, config, mirror),
    requestorRemedy: "name a Recruiter in the job's hiring team in SmartRecruiters",
    page: candidatePage(systems.smartRecruiters),
    display: createDisplay(systems, attachReport) as Host['display'],
    prospects: smartRecruitersProspects(systems.smartRecruiters, config.export),
  }
}
