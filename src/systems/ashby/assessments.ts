import type { Json } from '../../lib/json.ts'
import { type Ask, type Written, written } from './call.ts'

/** One line of what Ashby shows of an assessment. Identifiers are unique within an update. */
export interface AssessmentValue {
  readonly identifier: string
  readonly label: string
  readonly type: 'numeric_score' | 'numeric_duration_minutes' | 'url' | 'string' | 'boolean_success'
  readonly value: string | number | boolean
  readonly description?: string
}

/**
 * What Ashby is to know of an assessment that it started with us. A status is needed unless it is cancelled; "Started"
 * as its value marks the start. A result means completed, and then a profile URL (type `url`) is needed.
 */
export interface AssessmentUpdate {
  readonly assessmentId: string
  /** Epoch milliseconds, whole, and each time later than the last: whether Ashby drops older ones is undocumented. */
  readonly timestamp: number
  readonly status?: AssessmentValue
  readonly profileUrl?: AssessmentValue
  readonly result?: AssessmentValue
  readonly cancelledReason?: AssessmentValue
  readonly metadata?: readonly AssessmentValue[]
}

export interface AssessmentCalls {
  updateAssessment(input: AssessmentUpdate): Promise<Written>
}

/** https://developers.ashbyhq.com/reference/assessmentupdate */
export function assessmentCalls(ask: Ask): AssessmentCalls {
  return {
    updateAssessment: (update) =>
      written(ask, {
        endpoint: 'assessment.update',
        effect: 'repeatable',
        body: bodyOf(update),
        answer: 'undocumented',
      }),
  }
}

/** In snake case, unlike everything else that goes to Ashby. */
function bodyOf({ assessmentId, timestamp, status, profileUrl, result, cancelledReason, metadata }: AssessmentUpdate) {
  return {
    assessment_id: assessmentId,
    timestamp,
    assessment_status: status && lineOf(status),
    assessment_profile_url: profileUrl && lineOf(profileUrl),
    assessment_result: result && lineOf(result),
    cancelled_reason: cancelledReason && lineOf(cancelledReason),
    metadata: metadata?.map(lineOf),
  }
}

function lineOf({ identifier, label, description, type, value }: AssessmentValue): Json {
  return { identifier, label, description, type, value }
}
