/** What the sandbox keeps. Values are keyed by field code; a code that is absent or null has no value. */
export type Values = Readonly<Record<string, unknown>>

/** YYYY-MM-DD, the form of every date in ChartHop. */
export type Day = string

export type Effect =
  | { readonly type: 'set'; readonly values: Values }
  | {
      readonly type: 'fill'
      readonly cause: 'HIRE' | 'MOVE'
      readonly personId: string
      readonly announceDate?: Day
    }
  | { readonly type: 'vacate'; readonly cause: 'DEPART' | 'MOVE'; readonly personId: string }
  | { readonly type: 'delete' }

/** One line of a job's timeline: what holds from a day on, and the change it came from. */
export interface Entry {
  readonly seq: number
  readonly date: Day
  readonly changeId: string
  readonly effect: Effect
}

export type JobState = 'OPEN' | 'FILLED' | 'DEPART' | 'START'

export interface Upcoming {
  readonly id: string
  readonly type: 'HIRE' | 'MOVE' | 'DEPART'
  readonly date: Day
  readonly announceDate?: Day
  readonly personId: string
}

/** A job as of one day: the timeline, folded. */
export interface JobView {
  readonly id: string
  readonly exists: boolean
  readonly createDate: Day
  readonly state: JobState
  /** Who holds the job, or the announced upcoming hire. */
  readonly personId?: string
  /** The day the holder took the job; absent while nobody holds it. */
  readonly filledOn?: Day
  readonly upcoming: readonly Upcoming[]
  readonly values: Values
}

export interface Job {
  readonly id: string
  readonly createDate: Day
  readonly entries: Entry[]
  /** As of the sandbox's today. */
  now: JobView
}

export interface PersonView {
  readonly id: string
  readonly name: PersonName
  /** By ChartHop's contact type, e.g. WORK_EMAIL. */
  readonly contacts: Readonly<Record<string, string>>
  readonly values: Values
}

export interface Person {
  readonly id: string
  now: PersonView
  /** Jobs whose timeline names this person. */
  readonly jobIds: Set<string>
}

export interface PersonName {
  readonly first?: string
  readonly middle?: string
  readonly last: string
  readonly pref?: string
  readonly prefLast?: string
}

export const CHANGE_TYPES = [
  'HIRE',
  'DEPART',
  'MOVE',
  'UPCOMING',
  'CREATE',
  'UPDATE',
  'DATA',
  'DELETE',
  'RELATE',
  'BACKFILL',
] as const
export type ChangeType = (typeof CHANGE_TYPES)[number]

export interface Change {
  readonly id: string
  readonly orgId: string
  readonly type: ChangeType
  readonly jobId: string
  readonly personId?: string
  readonly otherJobId?: string
  readonly date: Day
  readonly announceDate?: Day
  readonly departType?: string
  readonly departRegret?: string
  readonly reason?: string
  readonly promotionType?: string
  readonly note?: string
  readonly update?: Values
  readonly status: 'ACTIVE'
  readonly sort: number
  readonly createId: string
  readonly createAt: string
  readonly updateId?: string
  readonly updateAt?: string
}

export interface Option {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly num?: number
}

export interface Field {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly type: string
  readonly plural: 'SINGLE' | 'LIST' | 'SET'
  readonly entityType: string
  readonly sensitive: Sensitivity
  readonly builtIn: boolean
  readonly readonly: boolean
  readonly status: 'ACTIVE' | 'HIDDEN'
  readonly isUnique: boolean
  readonly isRequired: boolean
  readonly description?: string
  readonly values?: readonly Option[]
}

export type Sensitivity = 'GLOBAL' | 'ORG' | 'SENSITIVE' | 'PERSONAL' | 'MANAGER' | 'HIGH' | 'PRIVATE'

export interface Group {
  readonly id: string
  readonly type: 'DEPARTMENT' | 'LOCATION' | 'TEAM'
  readonly name: string
}

export interface Org {
  readonly id: string
  readonly slug: string
  readonly name: string
}

/** An event of ChartHop's log; `payload` is left out of lists. */
export interface OrgEvent {
  readonly id: string
  readonly orgId: string
  readonly userId: string
  readonly type: string
  readonly subtype?: string
  readonly entityType: string
  readonly entityId: string
  readonly jobId?: string
  readonly personId?: string
  readonly at: string
  readonly date?: Day
  readonly fields?: readonly string[]
  readonly code: string
  readonly payload: unknown
}
