import { foldTitle } from '../../../mapping/triggers.ts'
import {
  partsOfApplicationId,
  type SmartRecruitersApplication,
} from '../../../systems/smartrecruiters/application-schema.ts'
import type { Collection } from '../../mirror.ts'
import type { CrosschqSmartRecruitersConfig } from './config.ts'
import { type ApplicationRow, applicationRow } from './rows.ts'
import type { Systems } from './systems.ts'

export const APPLICATIONS = 'smartrecruiters.applications'

const minute = 60_000
/** SmartRecruiters' clock and ours may differ, and a change may show up late in its list. */
const OVERLAP_MS = 5 * minute
/** Two pages of people: those are read whole each time, since it is not documented that a step moves `updatedOn`. */
const FEW = 200

export function applicationCollection(
  { smartRecruiters, now }: Systems,
  { treatWithdrawnAsRejected }: CrosschqSmartRecruitersConfig,
): Collection<ApplicationRow> {
  const rowOf = (application: SmartRecruitersApplication) => applicationRow(application, treatWithdrawnAsRejected)
  return {
    name: APPLICATIONS,
    async *read(since) {
      const token = new Date(now().getTime() - OVERLAP_MS).toISOString()
      for await (const { rows, rejected } of smartRecruiters.applications(since))
        yield { rows: rows.map(rowOf), rejected }
      yield { rows: [], rejected: [], token }
    },
    async look(id) {
      const parts = partsOfApplicationId(id)
      const application = parts && (await smartRecruiters.application(parts.candidateId, parts.jobId))
      return application && rowOf(application)
    },
    essence: ({ status, step = null, standing }) => ({ status, step, standing }),
    ref: ({ step }) => step && foldTitle(step),
    fullRead: { everyMs: 6 * 60 * minute, alwaysBelow: FEW },
  }
}
