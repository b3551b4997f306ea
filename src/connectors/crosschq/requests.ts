import type { Json } from '../../lib/json.ts'
import type { CrosschqMapping } from '../../mapping/crosschq-load.ts'
import type { Crosschq } from '../../systems/crosschq/client.ts'
import type { Flow, Found } from '../flow.ts'
import type { Mirror } from '../mirror.ts'
import type { RequestRules } from './config.ts'
import type { Asked, Host } from './host.ts'
import { madeByApplication, madeRequests, REQUESTS } from './made.ts'
import type { Memory } from './memory.ts'
import { pagesOfApplications } from './pages.ts'
import { isPublicOfRequest } from './public-values.ts'
import { REQUEST_ROWS } from './request-collection.ts'
import {
  type DesiredRequests,
  desireRequests,
  openWants,
  type RequestContext,
  type RequestFacts,
  type RequestSource,
} from './request-desire.ts'
import { type RequestRow, rowOf } from './request-row.ts'
import { isRunning, type MadeRequest, requestsOf } from './request-wants.ts'
import { applyRequest, namedRequest, planRequests, settleRequest } from './request-writes.ts'

export interface Family {
  readonly crosschq: Crosschq
  readonly host: Host
  readonly rules: RequestRules
  readonly memory: Memory
  mapping(): CrosschqMapping
}

/** Whoever asks for references of a candidate, or arrives where they are due, gets one request (S7, S13, R9). */
export function requestsFlow(family: Family): Flow<RequestSource, DesiredRequests, RequestRow, RequestContext> {
  const { crosschq, host } = family
  return {
    name: REQUESTS,
    source: host.applications,
    related: [...host.related, REQUEST_ROWS],
    target: REQUEST_ROWS,
    settings: (mirror) => settingsOf(family, mirror),
    waitsFor: host.waitsFor,
    prepare: (mirror) => prepare(family, mirror),
    gather: (source, context) => gather(family, source, context),
    desire: desireRequests,
    find: async (source) => foundFor(source),
    plan: planRequests,
    apply: (change, context) => applyRequest(crosschq, change, context),
    settle: (change, context, meantAt) => settleRequest(crosschq, change, context, meantAt),
    named: (change, id, context) => namedRequest(crosschq, change, id, context),
    readBack: (_source, target, context) => readBack(crosschq, target, context),
    isPublic: isPublicOfRequest,
    pages: pagesOfApplications(host),
  }
}

async function settingsOf({ host, rules, mapping }: Family, mirror: Mirror): Promise<Json> {
  const { allowRepeat, defaultRequestor = null } = rules
  const templates = mapping().templates.map(({ at: _, ...template }) => template as unknown as Json)
  return { host: await host.settings(mirror), rules: { allowRepeat, defaultRequestor }, templates }
}

async function prepare({ host, rules, memory, mapping }: Family, mirror: Mirror): Promise<RequestContext> {
  return {
    ...{ mirror, rules, memory, ats: host.name, requestorRemedy: host.requestorRemedy },
    host: await host.open(mirror),
    templates: new Map(mapping().templates.map((template) => [template.id, template])),
    made: await madeByApplication(mirror),
    doneNow: new Map(),
  }
}

/** Looks only where somebody wants something; a company's other applications cost nothing. */
async function gather(
  { crosschq, host }: Family,
  source: RequestSource,
  context: RequestContext,
): Promise<RequestSource> {
  const rows = (source.related[REQUEST_ROWS] ?? []) as readonly RequestRow[]
  const { wants, why, issues = [] } = await context.host.wants(source)
  const known = requestsOf(source.id, context.made.get(source.id) ?? [], { rows, calledOff: host.calledOff(source) })
  const made = wants.length === 0 ? known : await fresh(crosschq, known, wants)
  const asked: Record<string, Asked> = {}
  for (const want of openWants(source, { wants, made }, context))
    asked[want.key] = await context.host.asked(source, want)
  return { ...source, facts: { wants, made, asked, issues, ...(why && { why }) } satisfies RequestFacts }
}

/** One that was running when Crosschq was last asked may be over, and then it is in nobody's way (R9). */
async function fresh(
  crosschq: Crosschq,
  made: readonly MadeRequest[],
  wants: RequestFacts['wants'],
): Promise<readonly MadeRequest[]> {
  const keys = new Set(made.map(({ key }) => key))
  const isAsked = ({ template }: MadeRequest) => wants.some((want) => want.template === template && !keys.has(want.key))
  const looked: MadeRequest[] = []
  for (const one of made) {
    const request = isRunning(one) && isAsked(one) ? await crosschq.request(one.id) : undefined
    looked.push(request ? { ...one, row: rowOf(request, one) } : one)
  }
  return looked
}

function foundFor({ link, facts }: RequestSource): Found<RequestRow> {
  if (!link) return { type: 'none' }
  const row = facts?.made.find(({ id }) => id === link.target)?.row
  return { type: 'object', id: link.target, actual: row ?? ({ id: link.target } as RequestRow), origin: 'linked' }
}

async function readBack(
  crosschq: Crosschq,
  target: string,
  { mirror, doneNow }: RequestContext,
): Promise<RequestRow | undefined> {
  const made = [...doneNow.values()].find(({ id }) => id === target) ?? (await madeRequests(mirror)).get(target)
  const request = made && (await crosschq.request(target))
  return request && rowOf(request, made)
}
