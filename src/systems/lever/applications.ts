import { z } from 'zod'
import type { Page } from '../../record/record.ts'
import { Application, type LeverApplication } from './application-schema.ts'
import { type Ask, lookUp } from './call.ts'
import { allOf, type Listing, pagesOf } from './listing.ts'
import { id, millisecondsOf, moment } from './schema-parts.ts'

/** Moments are ISO 8601; what happened then or later is meant. Everything given must hold. */
export interface ApplicationFilter {
  readonly createdSince?: string
  readonly updatedSince?: string
  /** Moved to another stage. */
  readonly advancedSince?: string
  readonly archivedSince?: string
  readonly stageId?: string
  readonly jobId?: string
  /** Left out: both. */
  readonly isArchived?: boolean
  /** One of them. */
  readonly archiveReasonIds?: readonly string[]
}

export interface DeletedApplication {
  readonly id: string
  readonly deletedAt?: string
}

export interface ApplicationCalls {
  /** Active, archived and hired ones, and leads. `from` is the cursor of a page that was kept: it goes on behind it. */
  applications(filter?: ApplicationFilter, from?: string): AsyncIterable<Page<LeverApplication>>
  /** Those that changed in any way since then, or more; some come several times. */
  applicationsSince(since: string): AsyncIterable<Page<LeverApplication>>
  application(id: string): Promise<LeverApplication | undefined>
  /** Of everybody with this address, whatever its case: archived ones and leads too. */
  applicationsOf(email: string): Promise<readonly LeverApplication[]>
  deletedApplications(since?: string): AsyncIterable<Page<DeletedApplication>>
}

export type Confidentiality = 'non-confidential' | 'all'

export function applicationCalls(ask: Ask, confidentiality: Confidentiality): ApplicationCalls {
  const listing = (filter: ApplicationFilter, from?: string): Listing<LeverApplication> => ({
    ...OPPORTUNITIES,
    query: { ...queryOf(filter), ...EXPANDED, confidentiality },
    row: Application,
    from,
  })
  return {
    applications: (filter = {}, from) => pagesOf(ask, listing(filter, from)),
    applicationsSince: (since) => changed(ask, listing, since),
    application: (asked) => application(ask, asked),
    applicationsOf: (email) => applicationsOf(ask, email, confidentiality),
    deletedApplications: (since) => deleted(ask, since),
  }
}

const PERMISSION = 'opportunities:read'
const OPPORTUNITIES = { path: '/opportunities', template: '/opportunities', permission: PERMISSION }

/** An opportunity names its job only inside its application. */
const EXPANDED = { expand: ['applications'] }

function queryOf(filter: ApplicationFilter) {
  return {
    created_at_start: millisecondsOf(filter.createdSince),
    updated_at_start: millisecondsOf(filter.updatedSince),
    advanced_at_start: millisecondsOf(filter.advancedSince),
    archived_at_start: millisecondsOf(filter.archivedSince),
    stage_id: filter.stageId,
    posting_id: filter.jobId,
    archived: filter.isArchived,
    archive_reason_id: filter.archiveReasonIds,
  }
}

/**
 * An opportunity's `updatedAt` may be null, and which changes move it is not documented, so each of Lever's clocks is
 * asked. The cursors are those of four lists, so none is passed on.
 */
async function* changed(
  ask: Ask,
  listing: (filter: ApplicationFilter) => Listing<LeverApplication>,
  since: string,
): AsyncGenerator<Page<LeverApplication>, void> {
  const clocks = ['updatedSince', 'createdSince', 'advancedSince', 'archivedSince'] as const
  for (const clock of clocks) {
    for await (const { rows, rejected } of pagesOf(ask, listing({ [clock]: since }))) yield { rows, rejected }
  }
}

function application(ask: Ask, asked: string): Promise<LeverApplication | undefined> {
  const template = '/opportunities/{opportunityId}'
  const question = { template, path: `/opportunities/${asked}`, permission: PERMISSION, query: EXPANDED }
  return lookUp(ask, { ...question, method: 'GET', effect: 'read' }, asked, Application)
}

/**
 * All of them or an error: with one missing, a person would be created a second time. Whether the filter looks at the
 * case is not documented, so the address is asked for as given and in small
 * letters.
 */
async function applicationsOf(
  ask: Ask,
  email: string,
  confidentiality: Confidentiality,
): Promise<readonly LeverApplication[]> {
  const wanted = email.trim().toLowerCase()
  if (wanted === '') return []
  const query = { email: [...new Set([email.trim(), wanted])], ...EXPANDED, confidentiality }
  const rows = await allOf(ask, { ...OPPORTUNITIES, query, row: Application })
  return rows.filter(({ emails }) => emails.some((each) => each.toLowerCase() === wanted))
}

const Deleted = z.object({ id, deletedAt: moment }) satisfies z.ZodType<DeletedApplication>

function deleted(ask: Ask, since: string | undefined): AsyncIterable<Page<DeletedApplication>> {
  const path = '/opportunities/deleted'
  const query = { deleted_at_start: millisecondsOf(since) }
  return pagesOf(ask, { path, template: path, permission: PERMISSION, query, row: Deleted })
}
