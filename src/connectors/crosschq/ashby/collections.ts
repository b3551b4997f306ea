import { RejectedRecordError } from '../../../lib/errors.ts'
import type { CrosschqMapping } from '../../../mapping/crosschq-load.ts'
import { foldTitle } from '../../../mapping/triggers.ts'
import type { Page } from '../../../record/record.ts'
import type { Ashby } from '../../../systems/ashby/client.ts'
import type { AshbyJob } from '../../../systems/ashby/job-schema.ts'
import type { Crosschq } from '../../../systems/crosschq/client.ts'
import type { Collection } from '../../mirror.ts'
import { requestCollection } from '../request-collection.ts'
import { type ApplicationRow, applicationRow, type JobRow, type OrderRow, type UserRow } from './rows.ts'

const hour = 60 * 60_000

export const APPLICATIONS = 'ashby.applications'
export const USERS = 'ashby.users'
export const JOBS = 'ashby.jobs'
export const ORDERS = 'partner.orders'

export interface Systems {
  readonly crosschq: Crosschq
  readonly ashby: Ashby
  mapping(): CrosschqMapping
  now(): Date
}

/** The lists this connector mirrors, and what of each row can cause a write. */
export function collectionsOf(systems: Systems): readonly Collection[] {
  return [
    applications(systems),
    users(systems),
    jobs(systems),
    orders(),
    requestCollection(systems.crosschq, systems.now),
  ]
}

/** The time of the last update counts: somebody who left a stage and came back shows nothing else between two reads. */
function applications({ ashby }: Systems): Collection<ApplicationRow> {
  return {
    name: APPLICATIONS,
    read: (since, _mirror, from) => mapped(ashby.applications(since, from), applicationRow),
    async look(id) {
      const application = await ashby.application(id)
      return application && applicationRow(application)
    },
    essence: ({ id, ...application }) => application,
    fullRead: { everyMs: 24 * hour, alwaysBelow: 0 },
  }
}

/** A recruiter who may no longer sign in owns no request. */
function users({ ashby }: Systems): Collection<UserRow> {
  return {
    name: USERS,
    read: (since) => mapped(ashby.users(since), ({ id, isEnabled }) => ({ id, isEnabled })),
    look: async () => undefined,
    essence: ({ isEnabled }) => ({ isEnabled }),
    fullRead: { everyMs: hour, alwaysBelow: 0 },
  }
}

/** Only for triggers. Stages have no permission of their own this way, which the key of this connector does not have (S3). */
function jobs({ ashby, mapping }: Systems): Collection<JobRow> {
  const isNamed = ({ id, title }: Pick<AshbyJob, 'id' | 'title'>) =>
    mapping().triggers.some(({ job }) => job === id || foldTitle(job) === foldTitle(title))
  const rowOf = (job: AshbyJob) => jobRow(ashby, job, isNamed(job))
  return {
    name: JOBS,
    async *read(since, mirror) {
      if (mapping().triggers.length === 0) return yield { rows: [], rejected: [] }
      const seen = new Set<string>()
      for await (const { rows, ...page } of ashby.jobs(since)) {
        for (const { id } of rows) seen.add(id)
        const isLast = page.cursor === undefined
        const others = since && isLast ? await named(mirror.rows<JobRow>(JOBS)) : []
        yield { ...page, rows: [...(await inTurn(rows, rowOf)), ...others] }
      }

      /** A trigger that is new names a job that did not change. */
      async function named(known: Promise<readonly JobRow[]>) {
        const bare = (await known).filter((job) => !seen.has(job.id) && job.stages.length === 0 && isNamed(job))
        return inTurn(bare, async (job) => ({ ...job, stages: await stagesOf(ashby, job.id) }))
      }
    },
    async look(id) {
      const job = await ashby.job(id)
      return job && rowOf(job)
    },
    essence: ({ title, isOpen, stages }) => ({ title, isOpen, stages: stages.map((stage) => ({ ...stage })) }),
    fullRead: { everyMs: hour, alwaysBelow: 0 },
  }
}

async function jobRow(ashby: Ashby, { id, title, status }: AshbyJob, withStages: boolean): Promise<JobRow> {
  return { id, title, isOpen: status === 'Open', stages: withStages ? await stagesOf(ashby, id) : [] }
}

export async function stagesOf(ashby: Ashby, jobId: string): Promise<JobRow['stages']> {
  try {
    return (await ashby.jobStages(jobId)).map(({ id, title, planId }) => ({ id, title, ...(planId && { planId }) }))
  } catch (error) {
    // A job without a plan, say; its triggers are told as unknown then.
    if (error instanceof RejectedRecordError) return []
    throw error
  }
}

/** What Ashby asked for as it waited; nothing is read anywhere. */
function orders(): Collection<OrderRow> {
  return {
    name: ORDERS,
    isOwn: true,
    async *read() {},
    look: async () => undefined,
    essence: ({ id, person: _person, team: _team, ...order }) => order,
    ref: ({ application }) => application,
  }
}

async function inTurn<A, B>(rows: readonly A[], act: (row: A) => Promise<B>): Promise<B[]> {
  const made: B[] = []
  for (const row of rows) made.push(await act(row))
  return made
}

async function* mapped<A, B>(pages: AsyncIterable<Page<A>>, map: (row: A) => B): AsyncGenerator<Page<B>> {
  for await (const page of pages) yield { ...page, rows: page.rows.map(map) }
}
