/** A UUID for most things; the stages that every account has are words. */
export type Id = string
/** Milliseconds since 1970, as everywhere in Lever. */
export type Time = number

export interface User {
  readonly id: Id
  readonly name: string
  readonly username: string
  readonly email: string
  readonly accessRole: string
  readonly createdAt: Time
  readonly deactivatedAt: Time | null
}

export interface ApiKey {
  readonly key: string
  /** Such as `opportunities:write`; writing includes reading. */
  readonly permissions: 'all' | readonly string[]
  /** Can only be given when a key is made. */
  readonly confidential: boolean
}

export interface Stage {
  readonly id: Id
  readonly text: string
}

export interface ArchiveReason {
  readonly id: Id
  readonly text: string
  readonly status: 'active' | 'inactive'
  readonly type: 'hired' | 'non-hired'
}

export type Confidentiality = 'confidential' | 'non-confidential'

export const STATES = ['published', 'internal', 'closed', 'draft', 'pending', 'rejected'] as const

export interface Posting {
  readonly id: Id
  /** The title. */
  readonly text: string
  readonly state: (typeof STATES)[number]
  readonly distributionChannels: readonly string[] | null
  readonly user: Id | null
  readonly owner: Id | null
  readonly hiringManager: Id | null
  readonly confidentiality: Confidentiality
  readonly categories: Readonly<Record<'team' | 'department' | 'location' | 'commitment' | 'level', string | null>>
  /** The "additional tags" only. */
  readonly tags: readonly string[]
  readonly createdAt: Time
  readonly updatedAt: Time
}

export interface Phone {
  readonly type: string | null
  readonly value: string
}

/** A person. Links are here, so that they stand on each of the person's opportunities. */
export interface Contact {
  readonly id: Id
  readonly name: string | null
  readonly headline: string | null
  readonly location: string | null
  readonly emails: readonly string[]
  readonly phones: readonly Phone[]
  readonly links: readonly string[]
}

export interface Archived {
  readonly reason: Id
  readonly archivedAt: Time
}

export interface StageChange {
  readonly toStageId: Id
  readonly toStageIndex: number
  readonly userId: Id | null
  readonly updatedAt: Time
}

export interface Application {
  readonly id: Id
  readonly createdAt: Time
  readonly type: 'referral' | 'user' | 'posting'
  readonly posting: Id
  readonly postingOwner: Id | null
  readonly postingHiringManager: Id | null
  readonly user: Id | null
}

export const ORIGINS = ['agency', 'applied', 'internal', 'referred', 'sourced', 'university'] as const
export type Origin = (typeof ORIGINS)[number]

/** A person's way through one job. */
export interface Opportunity {
  readonly id: Id
  readonly contactId: Id
  readonly stage: Id
  readonly stageChanges: readonly StageChange[]
  readonly confidentiality: Confidentiality
  readonly archived: Archived | null
  readonly tags: readonly string[]
  readonly sources: readonly string[]
  readonly sourcedBy: Id | null
  readonly origin: Origin
  readonly owner: Id | null
  readonly followers: readonly Id[]
  /** None: a lead. */
  readonly application: Application | null
  readonly createdAt: Time
  readonly updatedAt: Time | null
  readonly lastAdvancedAt: Time | null
}

export interface Note {
  readonly id: Id
  readonly opportunityId: Id
  readonly value: string
  readonly secret: boolean
  readonly notifyFollowers: boolean
  readonly user: Id | null
  readonly createdAt: Time
  readonly deletedAt: Time | null
}

export interface StoredFile {
  readonly id: Id
  readonly opportunityId: Id
  readonly name: string
  readonly bytes: Buffer
  readonly uploadedBy: Id
  readonly uploadedAt: Time
}

export interface Deleted {
  readonly id: Id
  readonly deletedBy: Id | null
  readonly deletedAt: Time
}

export const EVENTS = [
  'applicationCreated',
  'candidateHired',
  'candidateStageChange',
  'candidateArchiveChange',
  'candidateDeleted',
  'interviewCreated',
  'interviewUpdated',
  'interviewDeleted',
  'contactCreated',
  'contactUpdated',
] as const
export type EventName = (typeof EVENTS)[number]

export interface Webhook {
  readonly id: Id
  readonly event: EventName
  readonly url: string
  readonly origins: readonly Origin[]
  /** Its own; null: deliveries are not signed. */
  readonly signatureToken: string | null
  readonly madeBy: 'api' | 'hand'
  readonly createdAt: Time
}

/** What happened, for whoever has a webhook of it. */
export interface Occurrence {
  readonly event: EventName
  readonly origin?: Origin
  readonly data: Readonly<Record<string, unknown>>
}
