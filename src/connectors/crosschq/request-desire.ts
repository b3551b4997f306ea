import type { Json } from '../../lib/json.ts'
import type { Template } from '../../mapping/crosschq-load.ts'
import type { Issue } from '../../plan/change.ts'
import type { NewReferenceRequest } from '../../systems/crosschq/new-request.ts'
import type { Decision, Skip } from '../flow.ts'
import type { Mirror, Source } from '../mirror.ts'
import type { RequestRules } from './config.ts'
import type { Asked, HostRun, Want } from './host.ts'
import type { Made } from './made.ts'
import type { Memory } from './memory.ts'
import { isRunning, type MadeRequest, standingOf } from './request-wants.ts'
import { attention, enteredBefore, skip } from './skips.ts'

export interface RequestContext {
  readonly mirror: Mirror
  readonly host: HostRun
  /** As people call the ATS. */
  readonly ats: string
  readonly requestorRemedy: string
  readonly rules: RequestRules
  readonly templates: ReadonlyMap<string, Template>
  /** By application. */
  readonly made: ReadonlyMap<string, readonly Made[]>
  /** By key, what this run made: one want never leads to two requests, whatever is read back. */
  readonly doneNow: Map<string, Made>
  readonly memory: Memory
}

/** What direct looks found out. `asked` only of wants that are open, by key. */
export interface RequestFacts {
  readonly wants: readonly Want[]
  readonly made: readonly MadeRequest[]
  readonly asked: Readonly<Record<string, Asked>>
  readonly issues: readonly Issue[]
  readonly why?: Skip
}

export type RequestSource = Source & { readonly facts?: RequestFacts }

/** The wants that lead to a request now. Who they are about stays out of it: this is kept. */
export interface DesiredRequests {
  readonly wants: readonly { readonly key: string; readonly template: string }[]
  /** Keys of wants that another request answered. For good: once that one is cancelled they must not come to life (R9). */
  readonly covered: readonly string[]
  readonly [key: string]: Json
}

/** What is to be sent for one want; beyond Crosschq's members, what the ledger must know. */
export interface NewRequest extends NewReferenceRequest {
  readonly key: string
  readonly template: string
}

export function desireRequests(source: RequestSource, context: RequestContext): Decision<DesiredRequests> {
  const { wants, made, why, issues } = source.facts!
  const open = openWants(source, source.facts!, context)
  const drafts = open.map((want) => ({ want, draft: newRequest(want, source, context) }))
  const ready = firstOfEach(drafts.filter(({ draft }) => !('type' in draft)).map(({ want }) => want))
  const problems = [
    ...drafts.flatMap(({ draft }) => ('type' in draft ? draft : [])),
    ...wants.flatMap((want) => unanswered(want, made, context)),
    ...(why ? [why] : []),
  ]
  if (ready.length === 0 && problems[0]) return problems[0]
  if (ready.length === 0 && made.length === 0) return quiet(wants)
  return {
    type: 'desired',
    desired: {
      wants: ready.map(({ key, template }) => ({ key, template })),
      covered: covered(source, ready, context),
    },
    issues: [
      ...issues,
      ...ready.flatMap(({ key }) => source.facts!.asked[key]?.issues ?? []),
      ...problems.map(asIssue),
      ...(wants.some(({ isUnplaced }) => isUnplaced) ? [{ ...arrivalUnclear, attention: false }] : []),
      ...made.flatMap(({ key }) => context.memory.replaced.get(key) ?? []),
    ],
  }
}

/** Somebody who comes to a stage and is started by hand at once is wanted twice, and asked once (R9). */
function firstOfEach(wants: readonly Want[]): readonly Want[] {
  return wants.filter(({ template }, at) => wants.findIndex((want) => want.template === template) === at)
}

function quiet(wants: readonly Want[]): Skip {
  if (wants.some(({ isUnplaced }) => isUnplaced)) {
    return { ...skip(arrivalUnclear.reason, arrivalUnclear.message), again: 'nextRun' }
  }
  return wants.some(({ isPast }) => isPast) ? enteredBefore : notAsked
}

const arrivalUnclear = {
  reason: 'arrival_unclear',
  message: 'its history does not say since when it is in this stage; looked at again',
}
const notAsked = skip('not_asked', 'nobody asked for a reference request')

/** Those that a request is to be made for. */
export function openWants(
  source: RequestSource,
  { wants, made }: Pick<RequestFacts, 'wants' | 'made'>,
  { rules }: RequestContext,
): readonly Want[] {
  const before = coveredBefore(source)
  return wants.filter(
    (want) =>
      !want.isPast &&
      !want.isUnplaced &&
      !want.isWithdrawn &&
      !before.includes(want.key) &&
      standingOf(want, made, rules.allowRepeat).type === 'open',
  )
}

function coveredBefore({ acknowledged }: RequestSource): readonly string[] {
  return (acknowledged as Partial<DesiredRequests> | undefined)?.covered ?? []
}

/** Of the wants that are still there: those covered before, those in whose way another request is, or will be now. */
function covered(source: RequestSource, ready: readonly Want[], { rules }: RequestContext): readonly string[] {
  const { wants, made } = source.facts!
  const before = coveredBefore(source)
  const isCovered = (want: Want) => {
    const { type } = standingOf(want, made, rules.allowRepeat)
    const isLater = !ready.includes(want) && ready.some(({ template }) => template === want.template)
    return before.includes(want.key) || type === 'running' || type === 'completed' || (type === 'open' && isLater)
  }
  return wants.filter((want) => !want.isUnplaced && isCovered(want)).map(({ key }) => key)
}

/** Everything a request says, or what is missing for it. */
export function newRequest(
  { key, template: id }: Pick<Want, 'key' | 'template'>,
  { facts }: RequestSource,
  { templates, rules, ats, requestorRemedy }: RequestContext,
): NewRequest | Skip {
  const template = templates.get(id)
  if (!template)
    return attention(
      'no_template',
      `the template "${id}" is not in the mapping any more; add it again, or ask for another one`,
    )
  const asked = facts!.asked[key]!
  const { candidate, jobTitle, requestor = rules.defaultRequestor } = asked
  if (candidate === 'gone') return attention('candidate_gone', `the candidate can no longer be read in ${ats}`)
  if (candidate === 'noEmail')
    return attention('no_email', `the candidate has no e-mail address, and Crosschq writes to it; add one in ${ats}`)
  if (!requestor)
    return attention(
      'no_requestor',
      `nobody with an e-mail address stands for the candidate; ${requestorRemedy}, or set requests.defaultRequestor`,
    )
  const manager = managerOf(template, asked)
  return {
    ...{ key, template: id, candidate, survey: template.survey, requestor, references: template.references },
    position: template.position ?? jobTitle,
    ...(template.message && { message: template.message }),
    ...(rules.completionMail === 'crosschq' && { tellsCompletion: true }),
    ...(manager && { hiringManager: manager }),
  }
}

function managerOf(template: Template, { hiringManager, isManagerOfJob }: Asked): Asked['hiringManager'] {
  return isManagerOfJob ? (hiringManager ?? template.hiringManager) : (template.hiringManager ?? hiringManager)
}

/** The ATS was told that nothing came of it, and then something did: only people can put that right. */
function unanswered(want: Want, made: readonly MadeRequest[], { ats }: RequestContext): Skip[] {
  const request = want.isWithdrawn ? made.find(({ key }) => key === want.key) : undefined
  if (!request || !isRunning(request)) return []
  const message = `request ${request.id} was made after ${ats} had been told that it failed; start the assessment again in ${ats} to take it over, or cancel the request in Crosschq`
  return [attention('unanswered_start', message)]
}

function asIssue({ reason, message, attention }: Skip): Issue {
  return { reason, message, attention }
}
