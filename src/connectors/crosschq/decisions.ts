import type { Decision, Flow, Found } from '../flow.ts'
import type { Source } from '../mirror.ts'
import { ANSWERS, type AnswerRow, DECISIONS } from './answer-row.ts'
import { isSpent } from './answers.ts'
import { type AtsNow, isDecidedAfter, lookAtAts, planOutcomeInAts, setOutcome, settleOutcome } from './ats-outcome.ts'
import type { OutcomePort } from './host.ts'
import { isPublicOfRequest } from './public-values.ts'
import { skip } from './skips.ts'

export type DecisionSource = Source<AnswerRow> & { readonly now?: AtsNow }

export type DesiredDecision = {
  readonly outcome: AnswerRow['outcome']
  readonly at: string
  /** The ATS was told something else after the answer was given: the last writer wins. */
  readonly isOverruled: boolean
}

/** What the owner answered, told to the ATS: once, whatever becomes of Crosschq (S60, R2, R3). */
export function decisionsFlow(ats: string, port: OutcomePort): Flow<DecisionSource, DesiredDecision, AtsNow, null> {
  return {
    name: DECISIONS,
    source: ANSWERS,
    settings: async () => port.settings(),
    prepare: async () => null,
    gather: async (source) => {
      const answer = source as DecisionSource
      return isSpent(answer) ? answer : { ...answer, now: await lookAtAts(port, answer.id, answer.row.application) }
    },
    desire: (source) => desireDecision(source, ats),
    find: async (source, desired) => {
      const isDue = planDecision(source, desired).length > 0
      return (isDue && (await port.obstacle?.(desired.outcome))) || found(source)
    },
    plan: planDecision,
    apply: (change) => setOutcome(port, change),
    settle: (change) => settleOutcome(port, change),
    readBack: ({ row }) => lookAtAts(port, row.id, row.application),
    isPublic: isPublicOfRequest,
  }
}

export function desireDecision(source: DecisionSource, ats: string): Decision<DesiredDecision> {
  const { row, now } = source
  const { outcome, at } = row
  if (isSpent(source)) return { type: 'desired', desired: source.acknowledged as DesiredDecision, issues: [] }
  if (now!.standing === 'gone') return skip('application_gone', `the application is gone from ${ats}`)
  const differs = now!.standing !== 'active' && now!.standing !== outcome
  const isOverruled = differs && isDecidedAfter(now!, at)
  const [reason, message] = isOverruled
    ? ['decided_later', `the candidate was closed in ${ats} after the owner had answered; ${ats} stays as it is`]
    : ['decided_before', `${ats} had another outcome before the owner answered; the answer replaces it`]
  return {
    type: 'desired',
    desired: { outcome, at, isOverruled },
    issues: differs ? [{ reason, message, attention: false }] : [],
  }
}

function found({ id, link, now }: DecisionSource): Found<AtsNow> {
  return { type: 'object', id, actual: now ?? { id, standing: 'unclear' }, origin: link ? 'linked' : 'adopted' }
}

export function planDecision(source: DecisionSource, { outcome, isOverruled }: DesiredDecision, actual?: AtsNow) {
  const now = actual ?? source.now
  if (isSpent(source) || isOverruled || !now) return []
  return planOutcomeInAts({ flow: DECISIONS, record: source.id }, { application: source.row.application, outcome }, now)
}
