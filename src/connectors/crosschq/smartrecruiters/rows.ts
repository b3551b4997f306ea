import { foldTitle } from '../../../mapping/triggers.ts'
import type {
  ApplicationStatus,
  SmartRecruitersApplication,
  StatusChange,
} from '../../../systems/smartrecruiters/application-schema.ts'
import type { ApplicationStanding } from '../host.ts'

/** One person on one job, without anybody's name. */
export interface ApplicationRow {
  readonly id: string
  readonly candidateId: string
  readonly jobId: string
  readonly status: ApplicationStatus
  /** By name: nothing carries an id of it. */
  readonly step?: string
  readonly standing: ApplicationStanding
}

/** The tags of the job of an application that stands in the step, kept so that another tag has it looked at again (R8). */
export interface TagRow {
  /** The application's. */
  readonly id: string
  readonly jobId: string
  /** In lower case. */
  readonly tags: readonly string[]
}

export function applicationRow(application: SmartRecruitersApplication, isWithdrawnRejected: boolean): ApplicationRow {
  const { id, candidateId, jobId, status, step } = application
  return { id, candidateId, jobId, status, ...(step && { step }), standing: standingOf(status, isWithdrawnRejected) }
}

/** A transfer says nothing of how it ends: the person has another application now. */
function standingOf(status: ApplicationStatus, isWithdrawnRejected: boolean): ApplicationStanding {
  if (status === 'HIRED') return 'hired'
  return status === 'REJECTED' || (status === 'WITHDRAWN' && isWithdrawnRejected) ? 'rejected' : 'active'
}

/** Only within these may a company have steps of its own; a step that is told beside another status is a remnant. */
const WITH_STEPS: readonly ApplicationStatus[] = ['IN_REVIEW', 'INTERVIEW', 'OFFERED']

export function isInStep({ status, step }: Pick<ApplicationRow, 'status' | 'step'>, wanted: string): boolean {
  return WITH_STEPS.includes(status) && step !== undefined && foldTitle(step) === foldTitle(wanted)
}

/**
 * When the application came to the step where it stands now, ISO 8601; undefined where the history, oldest first, does not
 * show it there. Whoever is only saved again, or moved within the step, came once.
 */
export function entryOf(history: readonly StatusChange[], step: string): string | undefined {
  const before = history.findLastIndex((change) => !isInStep(change, step))
  return history[before + 1]?.changedAt
}

/** One arrival of one application in the step. */
export function arrivalOf(application: string, enteredAt: string): string {
  return `${application}:${Date.parse(enteredAt)}`
}
