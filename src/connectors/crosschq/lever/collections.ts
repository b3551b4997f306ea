import { RejectedRecordError } from '../../../lib/errors.ts'
import type { Page } from '../../../record/record.ts'
import type { Lever } from '../../../systems/lever/client.ts'
import type { LeverJob } from '../../../systems/lever/jobs.ts'
import type { Collection, Mirror } from '../../mirror.ts'
import { answerCollection } from '../answer-row.ts'
import { prospectCollection } from '../prospects.ts'
import { requestCollection } from '../request-collection.ts'
import { applicationCollection } from './application-collection.ts'
import type { JobRow, StageRow } from './rows.ts'
import { renamed } from './stage.ts'
import type { Systems } from './systems.ts'

export const JOBS = 'lever.jobs'
export const STAGES = 'lever.stages'

const hour = 60 * 60_000
const OVERLAP_MS = 5 * 60_000

/** The lists this connector mirrors, and what of each row can cause a write. */
export function collectionsOf(systems: Systems): readonly Collection[] {
  const requests = requestCollection(systems.crosschq, systems.now)
  const prospects = prospectCollection(systems.crosschq, systems.now)
  return [applicationCollection(systems), jobs(systems), stages(systems), requests, answerCollection(), prospects]
}

/** Read for the tags alone. Whether a new tag counts as an update is not documented, so all are read every hour. */
function jobs({ lever, now }: Systems): Collection<JobRow> {
  return {
    name: JOBS,
    async *read(since) {
      const token = new Date(now().getTime() - OVERLAP_MS).toISOString()
      for await (const { rows, rejected } of lever.jobs(since)) yield { rows: rows.map(jobRow), rejected }
      yield { rows: [], rejected: [], token }
    },
    async look(id) {
      const job = await lever.job(id)
      return job && jobRow(job)
    },
    essence: ({ tags }) => ({ tags: [...tags] }),
    fullRead: { everyMs: hour, alwaysBelow: 0 },
  }
}

export function jobRow({ id, tags }: LeverJob): JobRow {
  return { id, tags }
}

/** With the names they had, so that the one in the config goes on meaning the same stage. */
function stages({ lever }: Systems): Collection<StageRow> {
  return {
    name: STAGES,
    read: (_since, mirror) => stagePage(lever, mirror),
    async look(id, mirror) {
      const stage = await lever.stage(id)
      return stage && renamed(await mirror.row(STAGES, id), stage)
    },
    essence: ({ title, formerly }) => ({ title, formerly: [...formerly] }),
  }
}

async function* stagePage(lever: Lever, mirror: Mirror): AsyncGenerator<Page<StageRow>> {
  yield { rows: await stagesNow(lever, mirror), rejected: [] }
}

export async function stagesNow(lever: Lever, mirror: Mirror): Promise<readonly StageRow[]> {
  const known = new Map((await mirror.rows<StageRow>(STAGES)).map((stage) => [stage.id, stage]))
  return (await lever.stages()).map((stage) => renamed(known.get(stage.id), stage))
}

/** `hidden`: it is there, and confidential. */
export async function jobNow(lever: Lever, id: string): Promise<LeverJob | 'hidden' | undefined> {
  try {
    return await lever.job(id)
  } catch (error) {
    if (error instanceof RejectedRecordError && error.facts.status === 403) return 'hidden'
    throw error
  }
}
