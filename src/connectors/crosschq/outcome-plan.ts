import type { Json } from '../../lib/json.ts'
import type { Change } from '../../plan/change.ts'
import type { HiringStatus } from '../../systems/crosschq/schema.ts'
import type { Decision } from '../flow.ts'
import type { Source, Written } from '../mirror.ts'
import type { AnswerRow } from './answer-row.ts'
import type { AtsNow } from './ats-outcome.ts'
import type { RequestRules } from './config.ts'
import { lastTold, ownWord, SET_HIRING, setHiring } from './hiring.ts'
import type { ApplicationStanding } from './host.ts'
import { isOver, type RequestRow } from './request-row.ts'
import { attention, skip } from './skips.ts'

export const OUTCOMES = 'outcomes'
export const CANCEL = 'request.cancel'

export type OutcomeSource = Source & { readonly now?: ActualOutcome }

export interface ActualOutcome {
  /** The application's. */
  readonly id: string
  readonly requests: readonly RequestRow[]
  /** What we told Crosschq of them. */
  readonly written: readonly Written[]
  /** As it is now; asked only where somebody else said something too: the owner in an answer, or people in Crosschq. */
  readonly ats?: AtsNow
  /** The latest of the application, where it reached the ATS or not. */
  readonly answer?: AnswerRow & { readonly isInAts: boolean }
}

export interface DesiredOutcome {
  /** Null: Crosschq's own word stays. */
  readonly hiring: HiringStatus | null
  /** Every request that still runs. */
  readonly cancelAll: boolean
  /** Keys of wants whose request is to stop. */
  readonly cancel: readonly string[]
  readonly [key: string]: Json
}

export function desireOutcome(
  { now }: OutcomeSource,
  standing: ApplicationStanding,
  calledOff: readonly string[],
  { cancelOnReject }: Pick<RequestRules, 'cancelOnReject'>,
): Decision<DesiredOutcome> {
  if (now!.requests.length === 0) return skip('no_request', 'no reference request was made for this application')
  const { ats, answer } = now!
  const decided = ats?.standing ?? standing
  if (decided === 'gone') return skip('application_gone', 'the application is gone; its requests are left as they are')
  const isAnswered = answer !== undefined && isLatest(answer, ats)
  if (decided === 'unclear' && !isAnswered)
    return attention(
      'outcome_unclear',
      'the application is closed and nothing says whether the candidate was hired; give it a reason, or set the status in Crosschq by hand',
    )
  const hiring = isAnswered ? null : hiringOf(decided, now!.written)
  return {
    type: 'desired',
    desired: { hiring, cancelAll: decided === 'rejected' && cancelOnReject, cancel: [...calledOff].sort() },
    issues: [],
  }
}

/** Then what stands in Crosschq is the business of the flow that tells it of answers. */
function isLatest({ at, isInAts }: NonNullable<ActualOutcome['answer']>, ats: AtsNow | undefined): boolean {
  return ats?.decidedAt === undefined ? !isInAts : at > ats.decidedAt
}

/** Back in the race after a decision that we passed on: that decision is taken back, and nothing else is. */
function hiringOf(standing: ApplicationStanding, written: readonly Written[]): HiringStatus | null {
  if (standing === 'rejected' || standing === 'hired') return standing
  return written.some(({ action }) => action === SET_HIRING) ? 'pending' : null
}

/** A request is cancelled before anything else is said of it. Hired cancels nothing (S21). Pure. */
export function planOutcome(
  { id: record }: Pick<OutcomeSource, 'id'>,
  desired: DesiredOutcome,
  actual: ActualOutcome | undefined,
): readonly Change[] {
  const { requests } = actual!
  return requests.flatMap((request) => [
    ...cancellation(record, request, desired),
    ...hiringChange(record, request, desired.hiring, actual!),
  ])
}

function cancellation(record: string, request: RequestRow, { cancelAll, cancel }: DesiredOutcome): Change[] {
  if (isOver(request) || !(cancelAll || cancel.includes(request.key))) return []
  const fields = [{ field: `${request.id}.status`, before: request.status, after: 'cancelled' }]
  const input = { request: request.id }
  return [{ flow: OUTCOMES, record, target: record, action: CANCEL, effect: 'update', fields, input }]
}

/** What people set in Crosschq stays while the candidate is in the race, or where they set it after the ATS had decided. */
function hiringChange(
  record: string,
  request: RequestRow,
  status: HiringStatus | null,
  { written, ats }: ActualOutcome,
): readonly Change[] {
  if (status === null) return []
  const told = lastTold(request.id, written)
  const isLater = ats?.decidedAt !== undefined && (request.hiringStatusUpdatedAt ?? '') > ats.decidedAt
  if (ownWord(request, told) && (status === 'pending' || isLater)) return []
  return setHiring({ flow: OUTCOMES, record }, { ...request, told }, status)
}
