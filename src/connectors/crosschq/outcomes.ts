import { UnsupportedError } from '../../lib/errors.ts'
import type { Change } from '../../plan/change.ts'
import type { Flow, Found, Receipt, Skip } from '../flow.ts'
import type { Mirror } from '../mirror.ts'
import { ANSWERS, type AnswerRow, DECISIONS } from './answer-row.ts'
import { lookAtAts } from './ats-outcome.ts'
import { lastTold, ownWord, type SetHiring } from './hiring.ts'
import type { Host } from './host.ts'
import { type Made, madeByApplication } from './made.ts'
import {
  type ActualOutcome,
  CANCEL,
  type DesiredOutcome,
  desireOutcome,
  OUTCOMES,
  type OutcomeSource,
  planOutcome,
} from './outcome-plan.ts'
import { pagesOfApplications } from './pages.ts'
import { isPublicOfRequest } from './public-values.ts'
import { REQUEST_ROWS } from './request-collection.ts'
import { type RequestRow, rowOf } from './request-row.ts'
import type { Family } from './requests.ts'
import { skip } from './skips.ts'
import { toldAll } from './told.ts'

interface OutcomeContext {
  readonly mirror: Mirror
  /** By application. */
  readonly made: ReadonlyMap<string, readonly Made[]>
}

/** What became of the candidate in the ATS, told to the requests of that very application in Crosschq (S19–S22). */
export function outcomesFlow(family: Family): Flow<OutcomeSource, DesiredOutcome, ActualOutcome, OutcomeContext> {
  const { host, rules } = family
  const look = (application: string, context: OutcomeContext) => lookAt(family, application, context)
  return {
    name: OUTCOMES,
    source: host.applications,
    related: [...host.outcomeRelated, REQUEST_ROWS, ...(host.outcome ? [ANSWERS] : [])],
    settings: async () => ({ cancelOnReject: rules.cancelOnReject }),
    prepare: async (mirror) => ({ mirror, made: await madeByApplication(mirror) }),
    gather: async (source, context) => {
      const isQuiet = !context.made.has(source.id) || (await isUneventful(host, source, context))
      return { ...source, now: isQuiet ? unlooked(source) : await look(source.id, context) }
    },
    desire: (source) => desireOutcome(source, host.standing(source), host.calledOff(source), rules),
    find: async (source, desired) => undelivered(family, planOutcome(source, desired, source.now)) ?? found(source),
    plan: planOutcome,
    apply: (change) => tellCrosschq(family, change),
    // Both may be said twice, so the next plan only has to compare.
    settle: async () => 'absent',
    readBack: ({ id }, _target, context) => look(id, context),
    isPublic: isPublicOfRequest,
    pages: pagesOfApplications(host),
  }
}

async function isUneventful(host: Host, source: OutcomeSource, { mirror }: OutcomeContext): Promise<boolean> {
  if (host.standing(source) !== 'active' || host.calledOff(source).length > 0) return false
  if ((source.related[ANSWERS] ?? []).length > 0) return false
  return (await mirror.written(OUTCOMES, source.id)).length === 0
}

/** Nothing happened that Crosschq should know, so what the mirror has will do. */
function unlooked({ id, related }: OutcomeSource): ActualOutcome {
  return { id, requests: (related[REQUEST_ROWS] ?? []) as readonly RequestRow[], written: [] }
}

/** Each request as it is now: what the mirror has may be minutes old, and a cancel cannot be taken back. */
async function lookAt(family: Family, application: string, context: OutcomeContext): Promise<ActualOutcome> {
  const { crosschq, host } = family
  const { made, mirror } = context
  const ours = made.get(application) ?? []
  if (ours.length === 0) return { id: application, requests: [], written: [] }
  const requests: RequestRow[] = []
  for (const one of ours) {
    const request = await crosschq.request(one.id)
    if (request) requests.push(rowOf(request, one))
  }
  const answers = host.outcome ? await mirror.rowsByRef<AnswerRow>(ANSWERS, application) : []
  const written = await toldAll(mirror, application, answers)
  return { id: application, requests, written, ...(await othersSaid(host, mirror, { requests, written, answers })) }
}

interface Said extends Pick<ActualOutcome, 'requests' | 'written'> {
  readonly answers: readonly AnswerRow[]
}

/** Where the ATS is not the only one to have spoken, when it did counts: the last writer wins. */
async function othersSaid(
  { outcome }: Host,
  mirror: Mirror,
  { requests, written, answers }: Said,
): Promise<Pick<ActualOutcome, 'ats' | 'answer'>> {
  const isSaid = requests.some((request) => ownWord(request, lastTold(request.id, written)) !== undefined)
  const [first] = requests
  if (!outcome || !first || !(isSaid || answers.length > 0)) return {}
  const ats = await lookAtAts(outcome, first.application, first.application)
  const latest = answers.toSorted((a, b) => a.at.localeCompare(b.at)).at(-1)
  if (!latest) return { ats }
  return { ats, answer: { ...latest, isInAts: (await mirror.written(DECISIONS, latest.id)).length > 0 } }
}

function found({ id, link, now }: OutcomeSource): Found<ActualOutcome> {
  return { type: 'object', id, actual: now!, origin: link ? 'linked' : 'adopted' }
}

/** Where nothing is left to say but what Crosschq has no call for, it is not asked once more (S20). */
export function undelivered({ memory, host }: Family, changes: readonly Change[]): Skip | undefined {
  const [first] = changes
  if (!first || changes.some(({ action }) => !memory.lacking.has(action))) return undefined
  const { reason, message } = lack(first, host.name)
  return skip(reason, message)
}

export async function tellCrosschq({ crosschq, memory, host }: Family, change: Change): Promise<Receipt> {
  const { request, status } = change.input as unknown as SetHiring
  const answer =
    change.action === CANCEL
      ? await crosschq.cancel(request, `Closed in ${host.name}`)
      : await crosschq.setHiringStatus(request, status)
  if (answer !== 'unsupported')
    return { target: change.record, ...(answer.requestId && { requestId: answer.requestId }) }
  memory.lacking.add(change.action)
  const { reason, message } = lack(change, host.name)
  throw new UnsupportedError(message, reason)
}

function lack({ action, input }: Change, ats: string): { readonly reason: string; readonly message: string } {
  const { status } = input as unknown as SetHiring
  const [reason, what] =
    action === CANCEL ? ['cancel', 'cancel the request'] : [status, `mark the candidate as ${status}`]
  return {
    reason: `${reason}_not_delivered`,
    message: `Crosschq has no call for what happened in ${ats}; ${what} in Crosschq by hand`,
  }
}
