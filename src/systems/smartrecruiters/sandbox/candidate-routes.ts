import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import {
  addApplication,
  addCandidate,
  applicationFor,
  applicationsOf,
  changeCandidate,
  changeSource,
  move,
} from './hiring.ts'
import { CandidateBody, momentIn, read, SourceBody, StatusBody, TagsBody } from './input.ts'
import type { Application, Candidate, SourceUse } from './model.ts'
import { pageOf } from './paging.ts'
import { found, invalid, notFound, Refusal } from './refusal.ts'
import { type Call, created, NO_CONTENT, ok, type Route, whole } from './route.ts'
import type { State } from './state.ts'
import { candidateDetails, candidateRow, historyView, standingView } from './views.ts'

const READ = ['candidates_read']
const CREATE = ['candidates_create']
const MANAGE = ['candidates_manage']
const ON_JOB = '/candidates/:id/jobs/:jobId'

/** There is no list of a job's candidates but the list of candidates itself. */
export const CANDIDATE_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/candidates', scopes: READ, handle: listCandidates },
  { method: 'POST', path: '/candidates', scopes: CREATE, handle: (call) => create(call, undefined) },
  {
    method: 'POST',
    path: '/jobs/:jobId/candidates',
    scopes: CREATE,
    handle: (call) => create(call, call.params.jobId),
  },
  { method: 'GET', path: '/candidates/:id', scopes: READ, handle: readCandidate },
  { method: 'GET', path: '/candidates/:id/tags', scopes: READ, handle: (call) => ok({ tags: candidateOf(call).tags }) },
  { method: 'POST', path: '/candidates/:id/tags', scopes: MANAGE, handle: addTags },
  { method: 'GET', path: ON_JOB, scopes: READ, handle: (call) => ok(standingView(call.state, applicationIn(call))) },
  { method: 'PUT', path: `${ON_JOB}/status`, scopes: MANAGE, handle: setStatus },
  { method: 'GET', path: `${ON_JOB}/status/history`, scopes: ['candidates_status_read', ...READ], handle: readHistory },
  { method: 'PUT', path: `${ON_JOB}/source`, scopes: MANAGE, handle: setSource },
  { method: 'GET', path: '/job-applications-api/v202112/job-applications/:id', scopes: READ, handle: readApplication },
]

export function candidateOf({ state, params }: Call): Candidate {
  return found(state.candidates.get(params.id ?? ''), 'candidate')
}

export function applicationIn({ state, params }: Call): Application {
  return found(applicationFor(state, params.id ?? '', params.jobId ?? ''), 'application')
}

/** People with at least one application only. */
function listCandidates(call: Call): SandboxAnswer {
  const { state } = call
  const matches = filterOf(call)
  const rows = [...state.candidates.values()].filter((candidate) => {
    const applications = applicationsOf(state, candidate.id)
    return applications.length > 0 && matches(candidate, applications)
  })
  return pageOf(call, {
    rows,
    view: (id) => candidateRow(state, found(state.candidates.get(id), 'candidate')),
    tells: ['limit', 'totalFound'],
  })
}

/** Undocumented: in what `q` looks, and whether a status may be of any of a person's jobs. */
function filterOf({ request: { query } }: Call) {
  const after = momentIn(query, 'updatedAfter') ?? Number.NEGATIVE_INFINITY
  const q = query.get('q')?.toLowerCase() ?? ''
  const [jobs, statuses, tags] = ['jobId', 'status', 'tag'].map((name) => query.getAll(name)) as [
    string[],
    string[],
    string[],
  ]
  const step = query.get('subStatus')
  if (step !== null && statuses.length === 0) throw invalid('subStatus goes together with status', 'INVALID_PARAMETER')
  const isIn = (wanted: readonly string[], value: string) => wanted.length === 0 || wanted.includes(value)
  return (candidate: Candidate, applications: readonly Application[]): boolean => {
    const text = [candidate.firstName, candidate.lastName, candidate.email ?? ''].join(' ').toLowerCase()
    const own = candidate.tags.map((tag) => tag.toLowerCase())
    const isOn = applications.some(({ jobId, status, step: at }) => {
      return isIn(jobs, jobId) && isIn(statuses, status) && (step === null || step === at)
    })
    return (
      candidate.updatedAt > after && text.includes(q) && isOn && tags.every((tag) => own.includes(tag.toLowerCase()))
    )
  }
}

function readCandidate(call: Call): SandboxAnswer {
  return ok(candidateDetails(call.state, candidateOf(call)))
}

function create(call: Call, jobId: string | undefined): SandboxAnswer {
  const { state, request } = call
  const { sourceDetails, phoneNumber: phone, web, ...person } = read(CandidateBody, request)
  if (jobId !== undefined) found(state.jobs.get(jobId), 'job')
  const source = sourceDetails && sourceIn(state, sourceDetails)
  const candidate = newOrKnown(state, { ...person, phone, linkedin: web?.linkedin })
  if (jobId !== undefined) addApplication(state, { candidateId: candidate.id, jobId, source, status: 'NEW' }, 'api')
  return created(candidateDetails(state, found(state.candidates.get(candidate.id), 'candidate')))
}

/** Address and last name together are unique, at least where a candidate is changed. */
function newOrKnown(state: State, draft: Parameters<typeof addCandidate>[1]): Candidate {
  const fold = (text = '') => text.toLowerCase()
  const known = [...state.candidates.values()].find(
    ({ email, lastName }) => fold(email) === fold(draft.email) && fold(lastName) === fold(draft.lastName),
  )
  if (known === undefined || state.settings.knownCandidate === 'second') return addCandidate(state, draft, 'api')
  if (state.settings.knownCandidate === 'merged') return known
  throw new Refusal(409, 'CANDIDATE_DATA_CONFLICT', 'E-mail address and last name must be unique')
}

function addTags(call: Call): SandboxAnswer {
  const candidate = candidateOf(call)
  const tags = [...new Set([...candidate.tags, ...read(TagsBody, call.request).tags])]
  return created({ tags: changeCandidate(call.state, candidate, { tags }, 'api').tags })
}

/** Undocumented: what else a status asks for, such as a reason or a first day. */
function setStatus(call: Call): SandboxAnswer {
  const { status, subStatus: step, startsOn, reason: reasonId } = read(StatusBody, call.request)
  move(call.state, applicationIn(call), { status, step, startsOn, reasonId }, 'api')
  return NO_CONTENT
}

function readHistory(call: Call): SandboxAnswer {
  return whole(historyView(applicationIn(call)))
}

function setSource(call: Call): SandboxAnswer {
  const source = sourceIn(call.state, read(SourceBody, call.request))
  changeSource(call.state, applicationIn(call), source, 'api')
  return NO_CONTENT
}

function readApplication({ state, params }: Call): SandboxAnswer {
  const { status, step, candidateId, jobId, createdAt } = found(state.applications.get(params.id ?? ''), 'application')
  const createDate = new Date(createdAt).toISOString()
  return ok({ status, subStatus: step, createDate, profileId: candidateId, jobId })
}

/** Undocumented: the codes of these refusals. */
function sourceIn(
  state: State,
  { sourceTypeId: typeId, sourceId: id }: { sourceTypeId: string; sourceId: string },
): SourceUse {
  const type = state.sourceTypes.get(typeId)
  if (type === undefined) throw notFound('source_type')
  if (!type.sources.some((each) => each.id === id)) throw notFound('source')
  return { typeId, id }
}
