/** Which may be subscribed to: https://developers.smartrecruiters.com (47 of them in 2024; the sandbox tells of the first ten). */
export const TOLD = [
  'application.created',
  'application.status.updated',
  'application.source.updated',
  'application.attachment.created',
  'candidate.created',
  'candidate.updated',
  'candidate.deleted',
  'job.created',
  'job.updated',
  'job.hiring-team.updated',
] as const
export type EventName = (typeof TOLD)[number]

const OTHERS = [
  ...['application.fields.updated', 'application.onboarding-status.updated', 'application.screening-answers.created'],
  ...['application.screening-answers.updated', 'job.status.updated', 'job.ad.created', 'job.ad.updated'],
  ...['job.ad.postings.updated', 'position.created', 'position.updated', 'position.deleted', 'offer.created'],
  ...['offer.updated', 'review.created', 'review.updated', 'review.deleted'],
]

export const EVENTS: ReadonlySet<string> = new Set([...TOLD, ...OTHERS])

/** Ids only, never a status. */
export interface Event {
  readonly name: EventName
  readonly body: Readonly<Record<string, string>>
  /** The path of the changed thing. */
  readonly path: string
  readonly by: 'api' | 'person'
}
