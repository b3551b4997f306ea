import type { EmploymentType, FieldValue, HiringTeamMember } from './model.ts'

export const JOB_STATUSES = ['Draft', 'Open', 'Closed', 'Archived'] as const

export interface Job {
  readonly id: string
  readonly title: string
  readonly confidential: boolean
  readonly status: (typeof JOB_STATUSES)[number]
  readonly employmentType: EmploymentType
  readonly locationId?: string
  readonly departmentId?: string
  readonly defaultInterviewPlanId: string
  readonly interviewPlanIds: readonly string[]
  readonly customFields: readonly FieldValue[]
  readonly jobPostingIds: readonly string[]
  readonly customRequisitionId: string | null
  readonly hiringTeam: readonly HiringTeamMember[]
  readonly createdAt: string
  readonly updatedAt: string
  readonly openedAt: string | null
  readonly closedAt: string | null
}

export interface InterviewPlan {
  readonly id: string
  readonly title: string
  readonly isArchived: boolean
  readonly createdAt: string
  readonly updatedAt: string
}

export type StageType = 'Lead' | 'PreInterviewScreen' | 'Active' | 'Offer' | 'Hired' | 'Archived'

export interface Stage {
  readonly id: string
  readonly title: string
  readonly type: StageType
  readonly orderInInterviewPlan: number
  readonly interviewStageGroupId: string | null
  readonly interviewPlanId: string
}

/** What happens in a stage: interviews, or a partner's assessment, which has none. */
export interface Activity {
  readonly id: string
  readonly stageId: string
  readonly title: string
  readonly interviews: readonly ActivityInterview[]
}

export interface ActivityInterview {
  readonly id: string
  readonly title: string
  readonly interviewId: string
  readonly interviewDurationMinutes: number
  readonly isSchedulable: boolean
}

export interface CloseReason {
  readonly id: string
  readonly reasonText: string
  readonly isArchived: boolean
}

export interface ArchiveReason {
  readonly id: string
  readonly text: string
  readonly reasonType: 'RejectedByCandidate' | 'RejectedByOrg' | 'Other'
  readonly isArchived: boolean
}

export interface HiringTeamRole {
  readonly id: string
  readonly title: string
}
