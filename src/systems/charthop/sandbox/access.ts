import type { JobView, Sensitivity } from './model.ts'

/** A verb of the permission table. `job.recruiting` covers open jobs only. */
export type Permission = 'read' | 'job' | 'job.recruiting' | 'person' | 'change' | 'field'

export interface AccessLevel {
  readonly may: readonly Permission[]
  /** Fields of these sensitivities are shown; the others are missing from rows. */
  readonly sees: readonly Sensitivity[]
  /** What it sees of open jobs, where that is more than what it sees of people. */
  readonly seesOpenJobs?: readonly Sensitivity[]
}

const PUBLIC: readonly Sensitivity[] = ['GLOBAL', 'ORG']
const SENSITIVE: readonly Sensitivity[] = [...PUBLIC, 'SENSITIVE', 'PERSONAL', 'MANAGER']
const EVERYTHING: readonly Sensitivity[] = [...SENSITIVE, 'HIGH', 'PRIVATE']
const viewer: AccessLevel = { may: ['read'], sees: PUBLIC }

/**
 * Level names: the access enum of https://api.charthop.com/swagger. What each may do: docs.charthop.com (access levels,
 * roles); the pairing of the names of the screen with those of the API is unverified, and so is the finer grain.
 */
export const ACCESS_LEVELS = {
  NONE: { may: [], sees: [] },
  VIEW: viewer,
  LIMITED: viewer,
  MEMBER: viewer,
  TECH_OWNER: { may: ['read', 'field'], sees: PUBLIC },
  SENSITIVE: { may: ['read'], sees: EVERYTHING },
  RECRUIT_SENSITIVE: { may: ['read'], sees: PUBLIC, seesOpenJobs: EVERYTHING },
  RECRUIT_PRIMARY: { may: ['read', 'job.recruiting', 'person', 'change'], sees: PUBLIC, seesOpenJobs: EVERYTHING },
  PRIMARY: { may: ['read', 'job', 'job.recruiting', 'person', 'change'], sees: EVERYTHING },
  OWNER: { may: ['read', 'job', 'job.recruiting', 'person', 'change', 'field'], sees: EVERYTHING },
} as const satisfies Readonly<Record<string, AccessLevel>>

export type AccessName = keyof typeof ACCESS_LEVELS

export function mayDo(access: AccessName, permission: Permission): boolean {
  const level: AccessLevel = ACCESS_LEVELS[access]
  return level.may.includes(permission)
}

export function mayWriteJob(access: AccessName, job: JobView | undefined): boolean {
  return mayDo(access, 'job') || (mayDo(access, 'job.recruiting') && (job === undefined || isHiring(job)))
}

/** Whether a value of this sensitivity is shown; `job` is the job it belongs to, if any. */
export function sees(access: AccessName, sensitive: Sensitivity, job?: JobView): boolean {
  const level: AccessLevel = ACCESS_LEVELS[access]
  const seen = job && isHiring(job) ? (level.seesOpenJobs ?? level.sees) : level.sees
  return seen.includes(sensitive)
}

/** An open job marked sensitive is hidden as a whole from those who may not see that much. */
export function seesJob(access: AccessName, job: JobView): boolean {
  if (!isHiring(job)) return true
  return sees(access, (job.values.sensitive as Sensitivity | undefined) ?? 'ORG', job)
}

function isHiring(job: JobView): boolean {
  return job.state === 'OPEN' || job.state === 'START'
}
