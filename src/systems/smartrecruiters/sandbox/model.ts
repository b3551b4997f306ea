export type Role = 'ADMINISTRATOR' | 'EXTENDED' | 'STANDARD'

export interface User {
  readonly id: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly role: Role
  readonly active: boolean
}

export const STATUSES = [
  'LEAD',
  'NEW',
  'IN_REVIEW',
  'INTERVIEW',
  'OFFERED',
  'HIRED',
  'REJECTED',
  'WITHDRAWN',
  'TRANSFERRED',
] as const
export type Status = (typeof STATUSES)[number]

/** Steps may be had within these only. */
export const STEP_STATUSES = ['IN_REVIEW', 'INTERVIEW', 'OFFERED'] as const
export type StepStatus = (typeof STEP_STATUSES)[number]

export interface Process {
  readonly id: string
  readonly name: string
  readonly active: boolean
  readonly steps: Readonly<Record<StepStatus, readonly string[]>>
}

export interface JobField {
  readonly id: string
  readonly label: string
  readonly active: boolean
  /** The definition does not say which it is. */
  readonly kind: 'text' | 'choice'
  readonly values: readonly { readonly id: string; readonly label: string; readonly archived: boolean }[]
}

export const TEAM_ROLES = ['HIRING_MANAGER', 'INTERVIEW_TEAM', 'RECRUITER', 'EXECUTIVE', 'COORDINATOR'] as const

export interface TeamMember {
  readonly userId: string
  readonly role: (typeof TEAM_ROLES)[number]
}

export interface Job {
  readonly id: string
  readonly title: string
  readonly refNumber: string
  readonly status: string
  readonly creatorId: string
  readonly team: readonly TeamMember[]
  /** By the field's id: its text, or the id of the chosen value. */
  readonly fields: Readonly<Record<string, string>>
  readonly createdAt: number
  readonly updatedAt: number
}

export interface Candidate {
  readonly id: string
  readonly firstName: string
  readonly lastName: string
  readonly email?: string
  readonly phone?: string
  readonly linkedin?: string
  readonly tags: readonly string[]
  readonly internal: boolean
  readonly createdAt: number
  readonly updatedAt: number
}

export interface SourceUse {
  readonly typeId: string
  readonly id: string
}

export interface Application {
  readonly id: string
  readonly candidateId: string
  readonly jobId: string
  readonly status: Status
  readonly step?: string
  readonly startsOn?: string
  readonly reasonId?: string
  /** Left out: the person came by the API. */
  readonly source?: SourceUse
  readonly history: readonly { readonly at: number; readonly status: Status; readonly step?: string }[]
  readonly createdAt: number
}

export interface Attachment {
  readonly id: string
  readonly candidateId: string
  readonly jobId?: string
  readonly name: string
  readonly type: string
  readonly contentType: string
  readonly bytes: Buffer
}

export interface Message {
  readonly id: string
  readonly content: string
  readonly authorId: string
  readonly visibility: 'PRIVATE' | 'DIRECT' | 'OPEN' | 'EVERYONE'
  readonly candidateIds: readonly string[]
  readonly createdAt: number
}

export interface SourceType {
  readonly id: string
  readonly label: string
  readonly sources: readonly { readonly id: string; readonly label: string }[]
}

export interface Reason {
  readonly id: string
  readonly label: string
}

export interface Subscription {
  readonly id: string
  readonly ownerId: string
  readonly callbackUrl: string
  readonly events: readonly string[]
  readonly alertingEmailAddress?: string
  readonly callbackAuthentication?: Readonly<Record<string, string>>
  readonly status: 'inactive' | 'active'
  /** The newest last; one before it lives for another day. */
  readonly keys: readonly { readonly key: string; readonly expiresAt?: number }[]
}
