export const ASSESSMENT_VALUE_TYPES = [
  'numeric_score',
  'numeric_duration_minutes',
  'url',
  'string',
  'boolean_success',
] as const

export interface AssessmentValue {
  readonly identifier: string
  readonly label: string
  readonly description?: string | undefined
  readonly type: (typeof ASSESSMENT_VALUE_TYPES)[number]
  readonly value: string | number | boolean
}

/** As https://developers.ashbyhq.com/reference/assessmentupdate takes it. */
export interface AssessmentUpdate {
  readonly assessment_id: string
  /** Milliseconds since 1970. */
  readonly timestamp: number
  readonly assessment_status?: AssessmentValue | undefined
  readonly assessment_profile_url?: AssessmentValue | undefined
  readonly assessment_result?: AssessmentValue | undefined
  readonly cancelled_reason?: AssessmentValue | undefined
  readonly metadata?: readonly AssessmentValue[] | undefined
}

/** A partner's assessment of an application, as a recruiter sees it: of each part the newest that was sent. */
export interface Assessment {
  /** Chosen by the partner. */
  readonly id: string
  readonly applicationId: string
  readonly assessmentTypeId: string
  readonly status?: AssessmentValue
  readonly startedAt?: string
  /** Where there is one, the assessment is completed. */
  readonly result?: AssessmentValue
  readonly profileUrl?: AssessmentValue
  /** Where there is one, the assessment is cancelled. */
  readonly cancelledReason?: AssessmentValue
  readonly metadata: readonly AssessmentValue[]
  /** Those that were accepted, oldest first. */
  readonly updates: readonly AssessmentUpdate[]
}
