import type { SandboxAnswer, SandboxRequest } from '../../../sandbox/exchange.ts'
import { readDraft } from './draft.ts'
import { cancel } from './life-cycle.ts'
import type { ReferenceRequest } from './model.ts'
import { pageOf, readMoment } from './paging.ts'
import { invalid, notFound, Refusal } from './refusal.ts'
import type { Settings } from './settings.ts'
import { addRequest, changeRequest, type State } from './state.ts'
import { accountView, surveyView } from './surveys.ts'
import { requestView, timestamp } from './views.ts'

export interface Call {
  readonly state: State
  readonly request: SandboxRequest
  readonly origin: string
  /** The step of the path that stands for `:id`. */
  readonly id: string
}

export interface Route {
  readonly method: string
  readonly path: string
  readonly handle: (call: Call) => SandboxAnswer
  readonly isOn?: (settings: Settings) => boolean
}

const REQUESTS = '/partners/reference-request/'

/** Public pages and code show the first four and the GET of one; that the others exist is inferred. */
export const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/partners/config/', handle: readAccount },
  { method: 'GET', path: '/partners/jobroles/', handle: listSurveysV1, isOn: (on) => on.jobRolesPath === 'jobroles' },
  { method: 'GET', path: '/partners/jobrole/', handle: listSurveysV1, isOn: (on) => on.jobRolesPath === 'jobrole' },
  { method: 'GET', path: '/api/v2/settings/jobrole/', handle: listSurveysV2 },
  { method: 'POST', path: REQUESTS, handle: createRequest },
  { method: 'GET', path: REQUESTS, handle: listRequests, isOn: (on) => on.hasRequestList },
  { method: 'GET', path: `${REQUESTS}:id/`, handle: readRequest },
  { method: 'PATCH', path: `${REQUESTS}:id/`, handle: setHiringStatus, isOn: (on) => on.hasHiringStatus },
  { method: 'POST', path: `${REQUESTS}:id/cancel/`, handle: cancelRequest, isOn: (on) => on.hasCancel },
  { method: 'GET', path: '/partners/templates/', handle: listTemplates, isOn: (on) => on.hasTemplates },
  { method: 'GET', path: '/partners/prospects/', handle: listProspects, isOn: (on) => on.hasProspects },
]

function readAccount({ state }: Call): SandboxAnswer {
  return ok(accountView(state.settings.minReferenceCount))
}

function listSurveysV1({ state }: Call): SandboxAnswer {
  return ok([...state.surveys.values()].map(({ codename, name }) => ({ codename, name })))
}

function listSurveysV2({ state }: Call): SandboxAnswer {
  return ok([...state.surveys.values()].map(surveyView))
}

function createRequest({ state, request }: Call): SandboxAnswer {
  const { id } = addRequest(state, readDraft(state, bodyOf(request)), 'api')
  return { status: state.settings.createdStatus, body: { request_id: id } }
}

/** Whether the moment itself is included is not known: it is, so that nothing of the same millisecond is lost. */
function listRequests({ state, request, origin }: Call): SandboxAnswer {
  const since = readMoment(request.query, 'updated_since') ?? Number.NEGATIVE_INFINITY
  const rows = [...state.requests.values()].filter((row) => lastChange(row) >= since)
  const page = pageOf(rows, request.query, (row) => `${timestamp(lastChange(row))} ${row.id}`)
  return ok({ ...page, data: page.data.map((row) => requestView(row, state, origin)) })
}

function readRequest(call: Call): SandboxAnswer {
  return ok(requestView(requireRequest(call), call.state, call.origin))
}

function setHiringStatus(call: Call): SandboxAnswer {
  const found = requireRequest(call)
  const { hiring_status: word } = bodyOf(call.request)
  if (word !== 'pending' && word !== 'hired' && word !== 'rejected') {
    throw invalid({ hiring_status: ['not pending, hired or rejected'] })
  }
  const changed = changeRequest(call.state, found, { hiringStatus: word, hiringStatusAt: call.state.clock.now() })
  return ok(requestView(changed, call.state, call.origin))
}

/** Neither body nor reason is asked for. */
function cancelRequest(call: Call): SandboxAnswer {
  const { reason = '' } = call.request.body === undefined ? {} : bodyOf(call.request)
  if (typeof reason !== 'string') throw invalid({ reason: ['not a text'] })
  return ok(requestView(cancel(call.state, requireRequest(call)), call.state, call.origin))
}

function listTemplates({ state, request }: Call): SandboxAnswer {
  const tag = request.query.get('tag')
  const rows = state.templates.filter(({ ats_tag }) => tag === null || fold(ats_tag) === fold(tag))
  const place = (at: number): string => String(at).padStart(9, '0')
  return ok(pageOf(rows, request.query, (row) => `${place(state.templates.indexOf(row))} ${row.id}`))
}

function listProspects({ state, request }: Call): SandboxAnswer {
  const after = readMoment(request.query, 'created_after') ?? Number.NEGATIVE_INFINITY
  const rows = state.prospects.filter(({ created_at }) => Date.parse(created_at) > after)
  return ok(pageOf(rows, request.query, ({ created_at, id }) => `${created_at} ${id}`))
}

function requireRequest({ state, id }: Call): ReferenceRequest {
  const found = state.requests.get(id)
  if (found === undefined) throw notFound()
  return found
}

function lastChange({ updatedAt, createdAt }: ReferenceRequest): number {
  return updatedAt ?? createdAt
}

function bodyOf({ body, headers }: SandboxRequest): Readonly<Record<string, unknown>> {
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) throw new Refusal(415, 'Send application/json.')
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal(400, 'The body is not a JSON object.')
  }
  return body as Record<string, unknown>
}

function fold(tag: string): string {
  return tag.trim().toLowerCase()
}

function ok(body: unknown): SandboxAnswer {
  return { status: 200, body }
}
