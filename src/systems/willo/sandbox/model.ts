/** 32 hexadecimal characters, without dashes. */
export type Key = string

/** https://support.willo.video/article/39-add-or-remove-users */
export type Role = 'Standard' | 'Admin' | 'Owner'

export interface User {
  readonly key: Key
  readonly email: string
  readonly full_name: string
  readonly role: Role
  readonly apiKey: string
}

export interface Department {
  readonly key: Key
  readonly name: string
}

export interface Question {
  readonly text: string
  readonly type: 'video' | 'audio' | 'text'
}

/** The set of questions; people who are asked them are participants. */
export interface Interview {
  readonly key: Key
  readonly title: string
  readonly ownerKey: Key
  readonly sharedWith: readonly Key[]
  readonly department: Department | null
  readonly questions: readonly Question[]
  readonly createdAt: number
  readonly scheduledAt: number | null
}

export interface Stage {
  readonly key: Key
  readonly name: string
}

export interface Response {
  readonly question: string
  readonly type: Question['type']
  readonly media_url: string | null
  readonly text: string | null
  readonly transcript: string | null
}

export type Progress = 'invited' | 'opened' | 'started' | 'completed'

export interface Participant {
  readonly key: Key
  /** In the address of the page that shows the answers. */
  readonly shareKey: Key
  readonly interviewKey: Key
  readonly name: string
  readonly email: string | null
  readonly phone: string | null
  readonly cameBy: 'api' | 'hand' | 'link'
  readonly progress: Progress
  readonly stageKey: Key
  /** Also those of a session that is not finished. */
  readonly responses: readonly Response[]
  readonly scores: readonly number[]
  readonly comments: readonly string[]
  readonly createdAt: number
  readonly completedAt: number | null
}

/** One invitation, by e-mail, and by SMS where there is a phone number. */
export interface Invitation {
  readonly participantKey: Key
  readonly interviewKey: Key
  readonly email: string | null
  readonly phone: string | null
  readonly at: number
}

/** The screen has four: New Response, Stage Change, New Comment, New Score; only the first two were seen in calls. */
export const EVENTS = ['new_response', 'stage_change', 'new_comment', 'new_score'] as const

export type EventName = (typeof EVENTS)[number]

export interface Webhook {
  readonly key: Key
  readonly url: string
  readonly event: EventName
  readonly follow_all_interviews: boolean
  readonly interviews: readonly Key[]
  readonly departments: readonly Key[]
  readonly users: readonly Key[]
  readonly payload_configuration: unknown
  readonly api_version: string
  readonly status: string
}
