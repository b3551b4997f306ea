import type { Collection } from '../mirror.ts'
import type { AnswerBook } from '../notification.ts'
import type { HiringOutcome } from './host.ts'

/** The own list of answers, and the flow that tells Crosschq of them. */
export const ANSWERS = 'answers'
/** The flow that tells the ATS. */
export const DECISIONS = 'decisions'

/** What the owner of a candidate answered to the hiring prompt of a request. */
export interface AnswerRow {
  /** The request's: one prompt, one answer. */
  readonly id: string
  readonly application: string
  readonly outcome: HiringOutcome
  readonly at: string
}

/** Kept when somebody answers; nothing is read anywhere, so that either side may be down and the other be told. */
export function answerCollection(): Collection<AnswerRow> {
  return {
    name: ANSWERS,
    isOwn: true,
    async *read() {},
    look: async () => undefined,
    essence: ({ id, ...answer }) => answer,
    ref: ({ application }) => application,
  }
}

export const keepAnswer: AnswerBook = ({ record, facts, answer, at }) => {
  const row: AnswerRow = {
    id: record,
    application: facts.application ?? '',
    outcome: answer === 'hired' ? 'hired' : 'rejected',
    at: at.toISOString(),
  }
  return { collection: ANSWERS, row, records: [`${ANSWERS}/${record}`, `${DECISIONS}/${record}`] }
}
