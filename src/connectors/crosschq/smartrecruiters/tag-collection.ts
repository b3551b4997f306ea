import { RejectedRecordError } from '../../../lib/errors.ts'
import { foldTitle } from '../../../mapping/triggers.ts'
import type { Page, RejectedRow } from '../../../record/record.ts'
import type { SmartRecruiters } from '../../../systems/smartrecruiters/client.ts'
import { tagsIn } from '../../../systems/smartrecruiters/job-fields.ts'
import type { Collection, Mirror } from '../../mirror.ts'
import { APPLICATIONS } from './application-collection.ts'
import type { CrosschqSmartRecruitersConfig } from './config.ts'
import { type ApplicationRow, isInStep, type TagRow } from './rows.ts'
import type { Systems } from './systems.ts'

export const TAGS = 'smartrecruiters.tags'

const minute = 60_000
const OVERLAP_MS = 5 * minute

type Wanted = Pick<CrosschqSmartRecruitersConfig, 'jobField' | 'trigger'>

/**
 * A job's fields stand only in a job that is read by itself, so only the jobs of those are read who stand in the step: when
 * they changed, and each time while they have no tag. A request itself goes by the tag that the job has at that moment.
 */
export function tagCollection({ smartRecruiters, setup, now }: Systems, wanted: Wanted): Collection<TagRow> {
  return {
    name: TAGS,
    async *read(since, mirror) {
      await setup.look()
      const token = new Date(now().getTime() - OVERLAP_MS).toISOString()
      const changed = since === undefined ? undefined : await changedJobs(smartRecruiters, since)
      const known = new Map((await mirror.rows<TagRow>(TAGS)).map((row) => [row.id, row]))
      const isDue = ({ id, jobId }: ApplicationRow) => !changed || !known.get(id)?.tags.length || changed.has(jobId)
      const here = await applicationsInStep(mirror, wanted.trigger.step)
      yield* tagPages(smartRecruiters, here.filter(isDue), wanted.jobField)
      yield { rows: here.filter((row) => !isDue(row)).map(({ id }) => known.get(id)!), rejected: [], token }
    },
    // Whoever looks at one application asks its job itself.
    look: async (id, mirror) => mirror.row<TagRow>(TAGS, id),
    essence: ({ jobId, tags }) => ({ jobId, tags: [...tags] }),
    ref: ({ id }) => id,
    lookFor: async () => [],
    fullRead: { everyMs: 60 * minute, alwaysBelow: 0 },
  }
}

async function applicationsInStep(mirror: Mirror, step: string): Promise<readonly ApplicationRow[]> {
  const named = await mirror.rowsByRef<ApplicationRow>(APPLICATIONS, foldTitle(step))
  return named.filter((row) => isInStep(row, step))
}

async function changedJobs(smartRecruiters: SmartRecruiters, since: string): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  for await (const { rows } of smartRecruiters.jobs(since)) for (const { id } of rows) ids.add(id)
  return ids
}

async function* tagPages(
  smartRecruiters: SmartRecruiters,
  applications: readonly ApplicationRow[],
  jobField: string,
): AsyncGenerator<Page<TagRow>> {
  for (const [jobId, ofJob] of Map.groupBy(applications, ({ jobId }) => jobId)) {
    const tags = await tagsOf(smartRecruiters, jobId, jobField)
    if ('problem' in tags) yield { rows: [], rejected: ofJob.map(({ id }) => ({ ...tags, id })) }
    else yield { rows: ofJob.map(({ id }) => ({ id, jobId, tags })), rejected: [] }
  }
}

async function tagsOf(
  smartRecruiters: SmartRecruiters,
  jobId: string,
  jobField: string,
): Promise<readonly string[] | RejectedRow> {
  try {
    return tagsIn((await smartRecruiters.job(jobId))?.fields ?? [], jobField)
  } catch (error) {
    if (error instanceof RejectedRecordError) return { problem: error.message }
    throw error
  }
}
