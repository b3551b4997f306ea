import type { Json } from '../../../lib/json.ts'
import type { Change } from '../../../plan/change.ts'
import type { AssessmentUpdate, AssessmentValue } from '../../../systems/ashby/assessments.ts'
import type { Written } from '../../mirror.ts'
import type { RequestRow } from '../request-row.ts'

export const UPDATE = 'assessment.update'

/** One update of the assessment, without its time: that is chosen as it is sent, so that a plan stays the same plan. */
export interface TileUpdate {
  readonly type: 'started' | 'progress' | 'completed' | 'cancelled'
  readonly assessment: string
  readonly statusText: string
  readonly progress: number | null
  readonly score: number | null
  readonly reportUrl: string | null
}

/**
 * What Ashby is yet to be told: first that it started, then each new status or progress, once that it is complete or was
 * cancelled in Crosschq, and after that nothing more (S15–S17). Pure; `told` is what was sent before.
 */
export function planTile(request: RequestRow, told: readonly Written[]): readonly Change[] {
  const sent = told.filter(({ action }) => action === UPDATE).map(({ input }) => input as unknown as TileUpdate)
  const last = sent.at(-1)
  if (sent.some(({ type }) => type === 'completed' || type === 'cancelled')) return []
  const started = last ? [] : [change(request, 'started', last)]
  const end = endOf(request)
  if (end) return [...started, change(request, end, last)]
  return last && isNews(request, last) ? [change(request, 'progress', last)] : started
}

/** A result without the report's address would be refused (https://developers.ashbyhq.com/reference/assessmentupdate). */
function endOf({ status, reportUrl }: RequestRow): 'completed' | 'cancelled' | undefined {
  if (status === 'cancelled') return 'cancelled'
  return status === 'completed' && reportUrl !== undefined ? 'completed' : undefined
}

function isNews(request: RequestRow, last: TileUpdate): boolean {
  return statusText(request) !== last.statusText || (request.progress ?? null) !== last.progress
}

/** Whatever Crosschq calls it is passed on as it is. */
function statusText({ statusText, status }: RequestRow): string {
  return statusText ?? status.replaceAll('_', ' ')
}

function change(request: RequestRow, type: TileUpdate['type'], last: TileUpdate | undefined): Change {
  const { id, key: assessment, progress = null, score = null, reportUrl = null } = request
  const input: TileUpdate = { type, assessment, statusText: statusText(request), progress, score, reportUrl }
  const after = shownStatus(input)
  const fields = [
    { field: 'status', before: last ? shownStatus(last) : null, after },
    ...(type === 'completed' ? [{ field: 'result', before: null, after: resultOf(input).value as Json }] : []),
  ]
  return {
    ...{ flow: 'results', record: id, target: id, action: UPDATE, effect: 'update', fields },
    input: input as unknown as Json,
  }
}

/** "Started" is what Ashby takes the time of the start from. */
function shownStatus({ type, statusText }: TileUpdate): string {
  if (type === 'started') return 'Started'
  return type === 'cancelled' ? 'Cancelled' : statusText
}

export function updateOf(update: TileUpdate, timestamp: number): AssessmentUpdate {
  const { type, assessment: assessmentId, progress, reportUrl } = update
  const status = text('crosschq_status', 'Status', shownStatus(update))
  if (type === 'cancelled') {
    const cancelledReason = text('crosschq_cancelled', 'Cancelled', 'The reference request was cancelled')
    return { assessmentId, timestamp, status, cancelledReason }
  }
  const link = reportUrl && { identifier: 'crosschq_report', label: 'Report', type: 'url' as const, value: reportUrl }
  return {
    ...{ assessmentId, timestamp, status },
    ...(progress !== null && { metadata: [text('crosschq_progress', 'Progress', `${progress} %`)] }),
    ...(type === 'completed' && link && { result: resultOf(update), profileUrl: link }),
  }
}

/** The score as Crosschq has it; where there is none, no number is made up (S17). */
function resultOf({ score }: TileUpdate): AssessmentValue {
  if (score === null) return text('crosschq_result', 'Result', 'Complete')
  const description = 'From 1 to 5'
  return { identifier: 'crosschq_score', label: 'Score', type: 'numeric_score', value: score, description }
}

function text(identifier: string, label: string, value: string): AssessmentValue {
  return { identifier, label, type: 'string', value }
}
