import type { Json } from '../../lib/json.ts'
import type { Change } from '../../plan/change.ts'
import type { Receipt } from '../flow.ts'
import type { ApplicationStanding, HiringOutcome, OutcomePort } from './host.ts'

const SET_OUTCOME = 'application.setOutcome'

/** What the ATS says of an application now. */
export interface AtsNow {
  /** The record's: several requests may concern one application. */
  readonly id: string
  readonly standing: ApplicationStanding
  readonly decidedAt?: string
}

interface SetOutcome {
  readonly application: string
  readonly outcome: HiringOutcome
}

export async function lookAtAts(port: OutcomePort, record: string, application: string): Promise<AtsNow> {
  const standing = await port.read(application)
  const decidedAt = standing === 'active' || standing === 'gone' ? undefined : await port.decidedAt?.(application)
  return { id: record, standing, ...(decidedAt && { decidedAt: decidedAt.toISOString() }) }
}

/** Decided in the ATS after that moment. Where the ATS does not say when, the other side counts as later. */
export function isDecidedAfter({ standing, decidedAt = '' }: AtsNow, at: string): boolean {
  return standing !== 'active' && decidedAt > at
}

/** Pure. What is so already is not written (R1). */
export function planOutcomeInAts(
  { flow, record }: Pick<Change, 'flow' | 'record'>,
  { application, outcome }: SetOutcome,
  { standing }: AtsNow,
): readonly Change[] {
  if (standing === outcome) return []
  const fields = [{ field: 'outcome', before: standing, after: outcome }]
  const input: Json = { application, outcome }
  return [{ flow, record, target: record, action: SET_OUTCOME, effect: 'update', fields, input }]
}

export async function setOutcome(port: OutcomePort, { record, input }: Change): Promise<Receipt> {
  const { application, outcome } = input as unknown as SetOutcome
  return { ...(await port.set(application, outcome)), target: record }
}

export async function settleOutcome(port: OutcomePort, { record, input }: Change): Promise<Receipt | 'absent'> {
  const { application, outcome } = input as unknown as SetOutcome
  return (await port.read(application)) === outcome ? { target: record } : 'absent'
}
