import { RejectedRecordError } from '../../../lib/errors.ts'
import type { Page } from '../../../record/record.ts'
import type { LeverApplication } from '../../../systems/lever/application-schema.ts'
import type { Collection } from '../../mirror.ts'
import { type ApplicationRow, applicationRow } from './rows.ts'
import type { Systems } from './systems.ts'

export const APPLICATIONS = 'lever.applications'

const minute = 60_000
const DAY_MS = 24 * 60 * minute
/** Lever's clock and ours may differ, and a change may show up late in its lists. */
const OVERLAP_MS = 5 * minute

/** Lever tells no token of its own for "changes since", so the moment a read began is one. */
export function applicationCollection({ lever, standingOf, now }: Systems): Collection<ApplicationRow> {
  const rowOf = async (application: LeverApplication) =>
    applicationRow(application, await standingOf(application.archived))
  return {
    name: APPLICATIONS,
    async *read(since, _mirror, from) {
      const { startedAt, cursor } = from ? resumed(from) : { startedAt: now().getTime() }
      let latest = 0
      const pages = since ? lever.applicationsSince(since) : lever.applications({}, cursor)
      for await (const page of pages) {
        latest = Math.max(latest, ...page.rows.map(lastMoment))
        yield await pageOf(page, startedAt, rowOf)
      }
      const token = latest > 0 ? new Date(Math.min(latest, startedAt) - OVERLAP_MS).toISOString() : since
      yield { rows: [], rejected: [], ...(token && { token }) }
    },
    async look(id, mirror) {
      try {
        const application = await lever.application(id)
        return application && (await rowOf(application))
      } catch (error) {
        // It became confidential: it is there, and what was known of it stays.
        if (error instanceof RejectedRecordError && error.facts.status === 403) return mirror.row(APPLICATIONS, id)
        throw error
      }
    },
    essence: ({ id, ...application }) => application,
    fullRead: { everyMs: DAY_MS, alwaysBelow: 0 },
  }
}

/** A later token would lose what changed on the pages that were read before the interruption. */
function resumed(from: string): { readonly startedAt: number; readonly cursor: string } {
  const space = from.indexOf(' ')
  return { startedAt: Number(from.slice(0, space)), cursor: from.slice(space + 1) }
}

async function pageOf(
  { rows, rejected, cursor }: Page<LeverApplication>,
  startedAt: number,
  rowOf: (application: LeverApplication) => Promise<ApplicationRow>,
): Promise<Page<ApplicationRow>> {
  const mapped: ApplicationRow[] = []
  for (const row of rows) mapped.push(await rowOf(row))
  return { rows: mapped, rejected, ...(cursor && { cursor: `${startedAt} ${cursor}` }) }
}

/** By Lever's clock; of all that an application says, what is certain to be there. */
function lastMoment({ createdAt, updatedAt, advancedAt, archived }: LeverApplication): number {
  const moments = [createdAt, updatedAt, advancedAt, archived?.at].map((moment) => Date.parse(moment ?? ''))
  return Math.max(0, ...moments.filter((ms) => !Number.isNaN(ms)))
}
