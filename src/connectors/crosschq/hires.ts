import type { Decision, Flow, Found } from '../flow.ts'
import type { Mirror, Source } from '../mirror.ts'
import { ANSWERS, type AnswerRow } from './answer-row.ts'
import { type AtsNow, isDecidedAfter, lookAtAts, planOutcomeInAts, setOutcome, settleOutcome } from './ats-outcome.ts'
import { ownWord } from './hiring.ts'
import type { OutcomePort } from './host.ts'
import { isPublicOfRequest } from './public-values.ts'
import { REQUEST_ROWS } from './request-collection.ts'
import type { RequestRow } from './request-row.ts'
import { attention, skip } from './skips.ts'
import { toldOf } from './told.ts'

export const HIRES = 'hires'

export type HireSource = Source<RequestRow> & { readonly facts?: HireFacts }

export interface HireFacts {
  /** Somebody said so in Crosschq: it is not what we wrote there. */
  readonly isOwnWord: boolean
  readonly answer?: AnswerRow
  /** Asked only where Crosschq says hired by itself, and it was not passed on before. */
  readonly ats?: AtsNow
}

/** Null: nobody in Crosschq says hired. The word is one hire, by its time where Crosschq tells it. */
export type DesiredHire = { readonly word: string | null; readonly isOverruled: boolean }

/** Hired in Crosschq is hired in the ATS, once for each time it is said there (S58, R1). */
export function hiresFlow(ats: string, port: OutcomePort): Flow<HireSource, DesiredHire, AtsNow, Mirror> {
  return {
    name: HIRES,
    source: REQUEST_ROWS,
    settings: async () => port.settings(),
    prepare: async (mirror) => mirror,
    gather: async (source, mirror) => gather(port, source as HireSource, mirror),
    desire: (source) => desireHire(source, ats),
    find: async (source, desired) => {
      const isDue = planHire(source, desired).length > 0
      return (isDue && (await port.obstacle?.('hired'))) || found(source)
    },
    plan: planHire,
    apply: (change) => setOutcome(port, change),
    settle: (change) => settleOutcome(port, change),
    readBack: ({ row }) => lookAtAts(port, row.id, row.application),
    isPublic: isPublicOfRequest,
  }
}

async function gather(port: OutcomePort, source: HireSource, mirror: Mirror): Promise<HireSource> {
  const { row } = source
  if (source.isGone || row.hiringStatus !== 'hired') return { ...source, facts: { isOwnWord: false } }
  const isOwnWord = ownWord(row, await toldOf(mirror, row)) === 'hired'
  const answer = await mirror.row<AnswerRow>(ANSWERS, row.id)
  const isAsked = isOwnWord && !isPassedOn(source, wordOf(row))
  const ats = isAsked ? await lookAtAts(port, row.id, row.application) : undefined
  return { ...source, facts: { isOwnWord, ...(answer && { answer }), ...(ats && { ats }) } }
}

export function desireHire(source: HireSource, ats: string): Decision<DesiredHire> {
  const { row, facts } = source
  const settled = (desired: DesiredHire): Decision<DesiredHire> => ({ type: 'desired', desired, issues: [] })
  if (!facts!.isOwnWord) return settled({ word: null, isOverruled: false })
  const word = wordOf(row)
  if (isPassedOn(source, word)) return settled(source.acknowledged as DesiredHire)
  const at = row.hiringStatusUpdatedAt
  const now = facts!.ats!
  if (now.standing === 'gone') return skip('application_gone', `the application is gone from ${ats}`)
  const isAnswered = facts!.answer !== undefined && facts!.answer.at > (at ?? '')
  const isDecided = now.standing === 'rejected' || now.standing === 'unclear'
  if (isDecided && at === undefined)
    return attention(
      'outcomes_differ',
      `Crosschq says hired, and ${ats} has closed the candidate; which came last cannot be told, so set the right one by hand`,
    )
  return settled({ word, isOverruled: isAnswered || (isDecided && isDecidedAfter(now, at!)) })
}

function wordOf({ hiringStatusUpdatedAt }: RequestRow): string {
  return hiringStatusUpdatedAt ?? 'hired'
}

/** It reached the ATS before; if that says otherwise now, somebody there had reasons. */
function isPassedOn({ acknowledged }: HireSource, word: string): boolean {
  return (acknowledged as DesiredHire | undefined)?.word === word
}

function found({ id, link, facts }: HireSource): Found<AtsNow> {
  const actual = facts?.ats ?? { id, standing: 'unclear' as const }
  return { type: 'object', id, actual, origin: link ? 'linked' : 'adopted' }
}

export function planHire(source: HireSource, { word, isOverruled }: DesiredHire, actual?: AtsNow) {
  const now = actual ?? source.facts?.ats
  if (word === null || isOverruled || isPassedOn(source, word) || !now) return []
  const { application } = source.row
  return planOutcomeInAts({ flow: HIRES, record: source.id }, { application, outcome: 'hired' }, now)
}
