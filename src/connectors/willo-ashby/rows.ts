import type { AshbyJob, AshbyStage } from '../../systems/ashby/job-schema.ts'
import type { AshbyApplication } from '../../systems/ashby/schema.ts'
import type { WilloParticipant } from '../../systems/willo/schema.ts'

/** What is mirrored of each list: what decisions need, and of people no name, address or number. */
export interface JobRow {
  readonly id: string
  readonly title: string
  /** Draft, Open, Closed or Archived, or whatever Ashby adds one day. */
  readonly status: string
  readonly planIds: readonly string[]
}

export interface PlanRow {
  readonly id: string
  readonly title: string
  readonly isArchived: boolean
  readonly stages: readonly { readonly id: string; readonly title: string }[]
}

export interface InterviewRow {
  /** Willo's key. */
  readonly id: string
  readonly title: string
}

export interface ApplicationRow {
  readonly id: string
  readonly status: string
  readonly candidateId: string
  readonly jobId?: string
  readonly stageId?: string
  readonly updatedAt?: string
}

export interface ParticipantRow {
  /** Willo's key. */
  readonly id: string
  /** Key of the interview. */
  readonly interview: string
  readonly isCompleted: boolean
  /** Willo no longer has it. */
  readonly isGone: boolean
  readonly completedAt?: string
  /** Where people see the response. */
  readonly link?: string
}

export function jobRow({ id, title, status, planIds, defaultPlanId }: AshbyJob): JobRow {
  return { id, title, status, planIds: [...new Set([...planIds, ...(defaultPlanId ? [defaultPlanId] : [])])] }
}

export function applicationRow(application: AshbyApplication): ApplicationRow {
  const { id, status, candidateId, jobId, stage, updatedAt } = application
  return {
    ...{ id, status, candidateId },
    ...(jobId && { jobId }),
    ...(stage && { stageId: stage.id }),
    ...(updatedAt && { updatedAt }),
  }
}

export function participantRow({ isCompleted, completedAt, link, ...row }: WilloParticipant, interview: string) {
  return {
    ...{ id: row.key, interview, isCompleted, isGone: false },
    ...(completedAt && { completedAt }),
    ...(link && { link }),
  } satisfies ParticipantRow
}

export function goneParticipant(id: string, interview: string): ParticipantRow {
  return { id, interview, isCompleted: false, isGone: true }
}

export function stageRow({ id, title }: AshbyStage): PlanRow['stages'][number] {
  return { id, title }
}
