import type { Row } from '../record/record.ts'

/**
 * Our own outbox, as the flows of one connection see it: mail to people, one of a kind for a record, ever. A flow whose
 * target it is queues a row; sending is tried and tried again elsewhere, and a run never waits for it.
 */
export interface Notifications {
  /** Why nothing could be sent as this daemon is set up; undefined: it can. */
  readonly problem?: string
  /** Answers with the id, the known one where this was queued before. */
  queue(draft: NotificationDraft): Promise<string>
  find(kind: NotificationKind, record: string): Promise<NotificationRow | undefined>
}

export type NotificationKind = 'hiring_prompt' | 'completed'

export interface NotificationDraft {
  /** Whose record it is: that flow looks at it again when the mail cannot be sent. */
  readonly flow: string
  readonly kind: NotificationKind
  readonly record: string
  /** One address. */
  readonly recipient: string
  /** What the mail says, which may be about people: it is kept with the mail only, and no longer than needed. */
  readonly facts: Readonly<Record<string, string>>
}

export interface NotificationRow extends Row {
  /** `unclear`: it may have been sent, and is not sent again. */
  readonly state: 'queued' | 'sending' | 'sent' | 'failed' | 'unclear'
  readonly attempts: number
  /** What went wrong last, without an address. */
  readonly problem?: string
}

/** Pure: the answer becomes a row of an own collection, and flows do the rest. */
export type AnswerBook = (answer: PromptAnswer) => {
  readonly collection: string
  readonly row: Row
  /** `<flow>/<id>`, for a run at once. */
  readonly records: readonly string[]
}

export interface PromptAnswer {
  /** The record and facts of the prompt. */
  readonly record: string
  readonly facts: Readonly<Record<string, string>>
  readonly answer: 'hired' | 'not_hired'
  readonly at: Date
}
