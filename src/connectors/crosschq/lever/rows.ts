import type { LeverApplication } from '../../../systems/lever/application-schema.ts'
import type { ApplicationStanding } from '../host.ts'

/** What Lever calls an opportunity, without anybody's name. */
export interface ApplicationRow {
  readonly id: string
  readonly stageId: string
  /** ISO 8601; when it last came to its stage. */
  readonly enteredAt?: string
  /** None: a lead, who has applied for nothing. */
  readonly jobId?: string
  readonly standing: ApplicationStanding
}

/** What Lever calls a posting. */
export interface JobRow {
  readonly id: string
  /** Its "additional tags", as Lever has them. */
  readonly tags: readonly string[]
}

export interface StageRow {
  readonly id: string
  readonly title: string
  /** Titles it had since it was first seen. */
  readonly formerly: readonly string[]
}

export function applicationRow(application: LeverApplication, standing: ApplicationStanding): ApplicationRow {
  const { id, stageId, job } = application
  const enteredAt = entryOf(application)
  return { id, stageId, standing, ...(enteredAt && { enteredAt }), ...(job && { jobId: job.id }) }
}

/** Where the stage and its history disagree, nothing newer than the history is believed: the next look has both. */
function entryOf({ stageId, stageChanges, createdAt }: LeverApplication): string | undefined {
  if (stageChanges.length === 0) return createdAt
  return stageChanges.findLast((change) => change.stageId === stageId)?.at
}

/** One arrival of one application in a stage; undefined where Lever does not say when it was. */
export function arrivalOf({ id, enteredAt }: ApplicationRow): string | undefined {
  return enteredAt && `${id}:${Date.parse(enteredAt)}`
}
