import type { HiringStatus } from '../../systems/crosschq/schema.ts'
import type { Decision, Flow, Found } from '../flow.ts'
import type { Mirror, Source } from '../mirror.ts'
import { ANSWERS, type AnswerRow } from './answer-row.ts'
import { type HiringWord, ownWord, setHiring } from './hiring.ts'
import { tellCrosschq, undelivered } from './outcomes.ts'
import { isPublicOfRequest } from './public-values.ts'
import type { Family } from './requests.ts'
import { attention } from './skips.ts'
import { toldOf } from './told.ts'

export type AnswerSource = Source<AnswerRow> & { readonly now?: CrosschqNow | 'gone' }

/** The request of an answer, as Crosschq has it now. */
export interface CrosschqNow extends HiringWord {
  /** What we told Crosschq last. */
  readonly told?: HiringStatus
}

export type DesiredAnswer = {
  readonly outcome: AnswerRow['outcome']
  readonly at: string
  /** Crosschq was told something else after the answer was given: the last writer wins. */
  readonly isOverruled: boolean
}

/** What the owner answered, told to Crosschq: once, whatever becomes of the ATS (S60). */
export function answersFlow(family: Family): Flow<AnswerSource, DesiredAnswer, CrosschqNow, Mirror> {
  const look = (row: AnswerRow, mirror: Mirror) => lookAt(family, row, mirror)
  return {
    name: ANSWERS,
    source: ANSWERS,
    settings: async () => ({}),
    prepare: async (mirror) => mirror,
    gather: async (source, mirror) => {
      const answer = source as AnswerSource
      return isSpent(answer) ? answer : { ...answer, now: (await look(answer.row, mirror)) ?? 'gone' }
    },
    desire: desireAnswer,
    find: async (source, desired) => undelivered(family, planAnswer(source, desired)) ?? found(source),
    plan: planAnswer,
    apply: (change) => tellCrosschq(family, change),
    // It may be said twice, so the next plan only has to compare.
    settle: async () => 'absent',
    readBack: ({ row }, _target, mirror) => look(row, mirror),
    isPublic: isPublicOfRequest,
  }
}

/** It was true once; whatever differs now was said later, by somebody else. */
export function isSpent({ row, acknowledged }: Pick<Source<AnswerRow>, 'row' | 'acknowledged'>): boolean {
  return (acknowledged as { readonly at?: string } | undefined)?.at === row.at
}

async function lookAt({ crosschq }: Family, row: AnswerRow, mirror: Mirror): Promise<CrosschqNow | undefined> {
  const request = await crosschq.request(row.id)
  if (!request) return undefined
  const { id, hiringStatus, hiringStatusUpdatedAt } = request
  return { id, hiringStatus, hiringStatusUpdatedAt, told: await toldOf(mirror, row) }
}

export function desireAnswer(source: AnswerSource): Decision<DesiredAnswer> {
  const { row, now } = source
  const { outcome, at } = row
  if (isSpent(source)) return { type: 'desired', desired: source.acknowledged as DesiredAnswer, issues: [] }
  if (now === undefined || now === 'gone')
    return attention('request_gone', `request ${row.id} is no longer in Crosschq, so it cannot be told of the answer`)
  const own = ownWord(now, now.told)
  const isOverruled = own !== undefined && own !== outcome && (now.hiringStatusUpdatedAt ?? '') > at
  const message = 'Crosschq was told something else after the owner had answered; Crosschq stays as it is'
  const issues = isOverruled ? [{ reason: 'decided_later', message, attention: false }] : []
  return { type: 'desired', desired: { outcome, at, isOverruled }, issues }
}

function found({ id, link, now }: AnswerSource): Found<CrosschqNow> {
  const actual = now === undefined || now === 'gone' ? { id } : now
  return { type: 'object', id, actual, origin: link ? 'linked' : 'adopted' }
}

export function planAnswer(source: AnswerSource, { outcome, isOverruled }: DesiredAnswer, actual?: CrosschqNow) {
  const now = actual ?? source.now
  if (isSpent(source) || isOverruled || now === undefined || now === 'gone') return []
  return setHiring({ flow: ANSWERS, record: source.id }, { ...now, told: now.told }, outcome)
}
