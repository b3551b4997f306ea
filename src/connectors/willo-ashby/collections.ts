import type { Page } from '../../record/record.ts'
import type { Collection } from '../mirror.ts'
import { participants } from './participants.ts'
import { plans } from './plans.ts'
import { type ApplicationRow, applicationRow, type InterviewRow, type JobRow, jobRow } from './rows.ts'
import type { Systems } from './systems.ts'

const hour = 60 * 60_000

/** The lists this connector mirrors, and what of each row can cause a write. */
export function collectionsOf(systems: Systems): readonly Collection[] {
  return [jobs(systems), plans(systems), interviews(systems), applications(systems), participants(systems)]
}

function jobs({ ashby }: Systems): Collection<JobRow> {
  return {
    name: 'ashby.jobs',
    read: (since) => mapped(ashby.jobs(since), jobRow),
    async look(id) {
      const job = await ashby.job(id)
      return job && jobRow(job)
    },
    essence: ({ id, ...job }) => job,
    fullRead: { everyMs: hour, alwaysBelow: 0 },
  }
}

/** Few, and Willo tells no changes: read whole. */
function interviews({ willo }: Systems): Collection<InterviewRow> {
  return {
    name: 'willo.interviews',
    read: () => mapped(willo.interviews(), ({ key, title }) => ({ id: key, title })),
    async look(id) {
      const found = await willo.interview(id)
      return found && { id: found.key, title: found.title }
    },
    essence: ({ id, ...interview }) => interview,
  }
}

/** The time of the last update counts: somebody who left a stage and came back shows nothing else between two reads. */
function applications({ ashby }: Systems): Collection<ApplicationRow> {
  return {
    name: 'ashby.applications',
    read: (since, _mirror, from) => mapped(ashby.applications(since, from), applicationRow),
    async look(id) {
      const application = await ashby.application(id)
      return application && applicationRow(application)
    },
    essence: ({ id, ...application }) => application,
    fullRead: { everyMs: 24 * hour, alwaysBelow: 0 },
  }
}

async function* mapped<A, B>(pages: AsyncIterable<Page<A>>, map: (row: A) => B): AsyncGenerator<Page<B>> {
  for await (const page of pages) yield { ...page, rows: page.rows.map(map) }
}
