import type { FileHandle } from './model-files.ts'

/**
 * What the organisation holds, as https://developers.ashbyhq.com/reference describes it. Everything is a value that is
 * replaced, never changed in place: stale reads and sync tokens depend on old values staying what they were.
 */
export type FieldContent = boolean | number | string | readonly string[] | Readonly<Record<string, unknown>> | null

export interface FieldValue {
  readonly id: string
  readonly title: string
  readonly isPrivate: boolean
  readonly valueLabel?: string | readonly string[]
  readonly value: FieldContent
}

export interface SelectableValue {
  readonly label: string
  readonly value: string
  readonly isArchived: boolean
}

export const DEFINITION_OBJECTS = [
  'Application',
  'Candidate',
  'Employee',
  'Job',
  'Offer',
  'Opening',
  'Talent_Project',
] as const
export type DefinitionObject = (typeof DEFINITION_OBJECTS)[number]

export const CREATABLE_FIELD_TYPES = [
  'Boolean',
  'CompensationRange',
  'Currency',
  'Date',
  'LongText',
  'MultiValueSelect',
  'Number',
  'NumberRange',
  'String',
  'ValueSelect',
  'Url',
  'UUID',
  'Location',
] as const
export type FieldType = (typeof CREATABLE_FIELD_TYPES)[number] | 'Email' | 'Phone'

export interface FieldDefinition {
  readonly id: string
  readonly title: string
  readonly objectType: DefinitionObject
  readonly fieldType: FieldType
  readonly isArchived: boolean
  readonly isRequired: boolean
  readonly isPrivate: boolean
  readonly isDateOnlyField?: boolean
  readonly description?: string | null
  readonly selectableValues?: readonly SelectableValue[]
}

export interface HiringTeamMember {
  readonly userId: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly role: string
}

export const EMPLOYMENT_TYPES = ['FullTime', 'PartTime', 'Intern', 'Contract', 'Temporary'] as const
export type EmploymentType = (typeof EMPLOYMENT_TYPES)[number]

/** Filled is missing on purpose: it appears when a hire uses the opening and cannot be set. */
export const SETTABLE_STATES = ['Draft', 'Approved', 'Open', 'Closed'] as const
export type OpeningState = (typeof SETTABLE_STATES)[number] | 'Filled'

export interface OpeningVersion {
  readonly id: string
  readonly identifier: string | null
  readonly description: string | null
  readonly authorId: string
  readonly createdAt: string
  readonly teamId: string | null
  readonly jobIds: readonly string[]
  readonly targetHireDate: string | null
  readonly targetStartDate: string | null
  readonly isBackfill: boolean
  readonly employmentType: EmploymentType
  readonly locationIds: readonly string[]
  readonly hiringTeam: readonly HiringTeamMember[]
  readonly customFields: readonly FieldValue[]
}

export interface Opening {
  readonly id: string
  readonly openedAt: string | null
  readonly closedAt: string | null
  readonly isArchived: boolean
  readonly archivedAt: string | null
  readonly closeReasonId: string | null
  readonly openingState: OpeningState
  readonly latestVersion: OpeningVersion
}

export interface ContactPoint {
  readonly value: string
  readonly type: 'Personal' | 'Work' | 'Other'
  readonly isPrimary: boolean
}

export interface Candidate {
  readonly id: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly name: string
  readonly emailAddresses: readonly ContactPoint[]
  readonly phoneNumbers: readonly ContactPoint[]
  readonly applicationIds: readonly string[]
  readonly customFields: readonly FieldValue[]
  readonly fileHandles: readonly FileHandle[]
  readonly externalMappingId?: string
}

export interface HistoryEvent {
  readonly id: string
  readonly stageId: string
  readonly title: string
  readonly enteredStageAt: string
  readonly leftStageAt?: string
  readonly stageNumber: number
  readonly allowedActions: readonly string[]
  readonly actorId: string | null
}

export type ApplicationStatus = 'Hired' | 'Archived' | 'Active' | 'Lead'

export interface Application {
  readonly id: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly status: ApplicationStatus
  readonly candidateId: string
  readonly jobId: string
  readonly stageId: string
  readonly customFields: readonly FieldValue[]
  readonly hiringTeam: readonly HiringTeamMember[]
  readonly history: readonly HistoryEvent[]
  readonly archivedAt?: string
  readonly archiveReasonId?: string
  /** The opening this application is meant for, once an offer names one. */
  readonly openingId?: string
}

export interface Salary {
  readonly value: number
  readonly currencyCode: string
}

export interface OfferVersion {
  readonly id: string
  readonly createdAt: string
  readonly startDate?: string
  readonly salary: Salary | null
  readonly openingId: string | null
  readonly customFields: readonly FieldValue[]
  readonly fileHandles: readonly never[]
  readonly author: User
  readonly approvalStatus: 'Approved' | 'WaitingOnApprovals' | 'Declined' | null
}

export const ACCEPTANCE_STATUSES = [
  'Accepted',
  'Declined',
  'Pending',
  'Created',
  'Cancelled',
  'WaitingOnResponse',
] as const
export const OFFER_STATUSES = [
  'WaitingOnApprovalStart',
  'WaitingOnOfferApproval',
  'WaitingOnApprovalDefinition',
  'WaitingOnCandidateResponse',
  'CandidateRejected',
  'CandidateAccepted',
  'OfferCancelled',
] as const

export interface Offer {
  readonly id: string
  readonly applicationId: string
  readonly decidedAt: string | null
  readonly acceptanceStatus: (typeof ACCEPTANCE_STATUSES)[number]
  readonly offerStatus: (typeof OFFER_STATUSES)[number]
  /** Oldest first. */
  readonly versions: readonly [OfferVersion, ...OfferVersion[]]
}

export interface Department {
  readonly id: string
  readonly name: string
  readonly externalName: string | null
  readonly isArchived: boolean
  readonly parentId: string | null
  readonly createdAt: string
  readonly updatedAt: string
  readonly extraData: Readonly<Record<string, string>> | null
}

export interface Location {
  readonly id: string
  readonly name: string
  readonly isArchived: boolean
  readonly type: 'Location' | 'LocationHierarchy'
  readonly workplaceType?: 'OnSite' | 'Hybrid' | 'Remote'
  readonly parentLocationId?: string
  readonly extraData?: Readonly<Record<string, string>>
}

export interface User {
  readonly id: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly globalRole: 'Organization Admin' | 'Elevated Access' | 'Limited Access' | 'External Recruiter'
  readonly isEnabled: boolean
  readonly updatedAt: string
}
