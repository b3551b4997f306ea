import { z } from 'zod'
import { FatalError, RejectedRecordError } from '../../lib/errors.ts'
import type { Page } from '../../record/record.ts'
import type { Confidentiality } from './applications.ts'
import { ArchiveReason, type LeverArchiveReason } from './archive-reasons.ts'
import { type Ask, bodyOf, lookUp } from './call.ts'
import { allOf, pagesOf } from './listing.ts'
import { id, moment, text } from './schema-parts.ts'

export interface LeverStage {
  /** A UUID, or a word such as `applicant-new` for those that every account has. */
  readonly id: string
  readonly title: string
}

/** Somebody who works in Lever. */
export interface LeverUser {
  readonly id: string
  readonly name?: string
  readonly email?: string
  /** super admin, admin, team member, limited team member, interviewer, or the id of a role of the account's own. */
  readonly role?: string
  readonly isActive: boolean
}

export interface OrganizationCalls {
  /** In the order of the pipeline. */
  stages(): Promise<readonly LeverStage[]>
  stage(id: string): Promise<LeverStage | undefined>
  /** Inactive ones too: what was archived with one still names it. */
  archiveReasons(): Promise<readonly LeverArchiveReason[]>
  /** Deactivated ones too: a job can still name them. */
  users(): AsyncIterable<Page<LeverUser>>
  user(id: string): Promise<LeverUser | undefined>
  /** An active one, for `performAs`; an error where several have the address. */
  userByEmail(email: string): Promise<LeverUser | undefined>
  /** Throws where the key is not taken, or may not read users. */
  checkKey(): Promise<void>
  /** Access to confidential records can only be given when a key is made. */
  seesConfidential(): Promise<boolean>
}

export function organizationCalls(ask: Ask): OrganizationCalls {
  return {
    stages: () => allOf(ask, { path: '/stages', template: '/stages', permission: 'stages:read', row: Stage }),
    stage: (asked) => {
      const question = { template: '/stages/{stageId}', path: `/stages/${asked}`, permission: 'stages:read' }
      return lookUp(ask, { ...question, method: 'GET', effect: 'read' }, asked, Stage)
    },
    archiveReasons: () => allOf(ask, { ...REASONS, row: ArchiveReason }),
    users: () => pagesOf(ask, { ...USERS, query: { includeDeactivated: true }, row: User }),
    user: (asked) => {
      const question = { template: '/users/{userId}', path: `/users/${asked}`, permission: 'users:read' }
      return lookUp(ask, { ...question, method: 'GET', effect: 'read' }, asked, User)
    },
    userByEmail: (email) => userByEmail(ask, email),
    checkKey: async () => {
      bodyOf(await ask({ ...USERS, method: 'GET', effect: 'read', query: { limit: 1 } }))
    },
    seesConfidential: () => seesConfidential(ask),
  }
}

const USERS = { path: '/users', template: '/users', permission: 'users:read' }
const REASONS = { path: '/archive_reasons', template: '/archive_reasons', permission: 'archive_reasons:read' }
const POSTINGS = { path: '/postings', template: '/postings', permission: 'postings:read' }

/** https://hire.lever.co/developer/documentation#stages */
const Stage = z.object({ id, text }).transform(({ id, text: title }): LeverStage => ({ id, title: title ?? '' }))

/** https://hire.lever.co/developer/documentation#users */
const User = z.object({ id, name: text, email: text, accessRole: text, deactivatedAt: moment }).transform(
  ({ accessRole, deactivatedAt, ...user }): LeverUser => ({
    ...user,
    role: accessRole,
    isActive: deactivatedAt === undefined,
  }),
)

async function userByEmail(ask: Ask, email: string): Promise<LeverUser | undefined> {
  const wanted = email.trim().toLowerCase()
  if (wanted === '') return undefined
  const query = { email: [...new Set([email.trim(), wanted])] }
  const users = await allOf(ask, { ...USERS, query, row: User })
  const found = users.filter((user) => user.isActive && user.email?.toLowerCase() === wanted)
  if (found.length <= 1) return found[0]
  throw new RejectedRecordError('Several active users of Lever have this address; name one by its id', {
    path: USERS.template,
  })
}

/**
 * A key that may read no job at all, or an address without an API, shows in the first of the two calls. With which status
 * Lever refuses the second is not documented.
 */
async function seesConfidential(ask: Ask): Promise<boolean> {
  const read = (confidentiality: Confidentiality) =>
    ask({ ...POSTINGS, method: 'GET', effect: 'read', query: { limit: 1, confidentiality } })
  bodyOf(await read('non-confidential'))
  try {
    return (await read('all')).answer.status < 300
  } catch (error) {
    if (error instanceof FatalError && error.facts.status === 403) return false
    throw error
  }
}
