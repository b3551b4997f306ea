/** As it travels. */
export interface Person {
  readonly first_name: string
  readonly last_name: string
  readonly email: string
  readonly mobile_phone?: string
}

/** The five ids both versions share: https://support.crosschq.com/knowledge/crosschq-partner-api */
export const RELATIONSHIPS = ['managers', 'employees', 'peers', 'business', 'social'] as const

export type RelationshipId = (typeof RELATIONSHIPS)[number]

export type Counts = Readonly<Partial<Record<RelationshipId, number>>>

export interface Limits {
  readonly label: string
  readonly min: number
  readonly max: number
  readonly default: number
}

/** What the API calls a job role. */
export interface Survey {
  readonly codename: string
  readonly name: string
  readonly relationships: Readonly<Partial<Record<RelationshipId, Limits>>>
}

export interface Reference extends Person {
  readonly relationship: RelationshipId
  readonly state: ReferenceState
}

export type ReferenceState = 'pending' | 'completed' | 'cancelled'
export type RequestState = 'pending' | 'inProgress' | 'pastDue' | 'completed' | 'cancelled'
export type HiringStatus = 'pending' | 'hired' | 'rejected'

/** What a caller of the API, or a person on Crosschq's screen, asks for. */
export interface RequestDraft {
  readonly candidate: Person
  readonly jobrole: string
  readonly requestor: string
  readonly counts: Counts
  readonly hiringManagers: readonly Person[]
  readonly jobPosition: string | null
  readonly candidateMessage: string
  readonly usesSms: boolean
  readonly tellsPastDue: boolean
  readonly tellsCompleted: boolean
}

export interface ReferenceRequest extends RequestDraft {
  readonly id: string
  readonly startedIn: 'api' | 'crosschq'
  readonly state: RequestState
  readonly stateChangedAt?: number
  readonly selfReferenceAt?: number
  readonly references: readonly Reference[]
  /** A number in earnest; tests put other things here to see what becomes of them. */
  readonly score?: unknown
  readonly report: 'none' | 'page' | 'pdf'
  readonly hiringStatus: HiringStatus
  readonly hiringStatusAt?: number
  readonly createdAt: number
  readonly updatedAt?: number
}

/** Something Crosschq sent to a person. */
export interface Invitation {
  readonly type: 'candidate' | 'reference' | 'pastDue' | 'completed'
  readonly channel: 'email' | 'sms'
  readonly to: string
  readonly requestId: string
  readonly at: number
}

export interface Template {
  readonly id: string
  readonly name: string
  readonly ats_tag: string
  readonly description: string | null
  readonly job_position: string | null
  readonly jobrole: string
  readonly config_params: Counts
  readonly any_relationship_count: number
  readonly hiring_manager: Person | null
  readonly candidate_message: string | null
}

export interface Prospect {
  readonly id: string
  readonly first_name: string
  readonly last_name: string
  readonly email: string | null
  readonly mobile_phone: string | null
  readonly linkedin_url: string | null
  readonly job_title: string | null
  readonly company: string | null
  readonly tags: readonly string[]
  readonly created_at: string
  readonly updated_on: string | null
}
