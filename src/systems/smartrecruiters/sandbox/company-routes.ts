import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import { momentIn } from './input.ts'
import { pageOf } from './paging.ts'
import { found } from './refusal.ts'
import { type Call, ok, type Route, whole } from './route.ts'
import { jobDetails, jobRow, userView } from './views.ts'

const JOBS = ['jobs_read']
const USERS = ['users_read']
const CONFIGURATION = ['configuration_read']
const USER_API = '/user-api/v201804/users'

/** Jobs, users and settings, all to be read only. */
export const COMPANY_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/jobs', scopes: JOBS, handle: listJobs },
  { method: 'GET', path: '/jobs/:id', scopes: JOBS, handle: (call) => ok(jobDetails(call.state, jobOf(call))) },
  { method: 'GET', path: '/jobs/:id/hiring-team', scopes: JOBS, handle: listTeam },
  { method: 'GET', path: USER_API, scopes: USERS, handle: listUsers },
  {
    method: 'GET',
    path: `${USER_API}/me`,
    scopes: ['user_me_read', ...USERS],
    handle: (call) => readUser(call, call.caller.userId),
  },
  { method: 'GET', path: `${USER_API}/:id`, scopes: USERS, handle: (call) => readUser(call, call.params.id) },
  { method: 'GET', path: '/configuration/company', scopes: ['company_read'], handle: ({ state }) => ok(state.company) },
  { method: 'GET', path: '/configuration/job-properties', scopes: CONFIGURATION, handle: listFields },
  { method: 'GET', path: '/configuration/job-properties/:id/values', scopes: CONFIGURATION, handle: listValues },
  { method: 'GET', path: '/configuration/hiring-processes', scopes: CONFIGURATION, handle: listProcesses },
  {
    ...{ method: 'GET', path: '/configuration/rejection-reasons', scopes: CONFIGURATION },
    handle: ({ state }) => whole(state.rejectionReasons),
  },
  { method: 'GET', path: '/configuration/sources', scopes: CONFIGURATION, handle: listSourceTypes },
  { method: 'GET', path: '/configuration/sources/:typeId/values/:id', scopes: CONFIGURATION, handle: readSource },
]

/** In its own order, a list by `pageId` skips or repeats what changes meanwhile. */
function listJobs(call: Call): SandboxAnswer {
  const { state, request } = call
  const after = momentIn(request.query, 'updatedAfter') ?? Number.NEGATIVE_INFINITY
  const rows = [...state.jobs.values()].filter(({ updatedAt }) => updatedAt > after)
  const sorted =
    request.query.get('sort') === 'job_id'
      ? rows.toSorted((a, b) => a.id.localeCompare(b.id))
      : rows.toSorted((a, b) => b.updatedAt - a.updatedAt)
  return pageOf(call, {
    rows: sorted,
    view: (id) => jobRow(found(state.jobs.get(id), 'job')),
    tells: ['limit', 'totalFound'],
  })
}

/** Ids only; names and addresses are with the users. */
function listTeam(call: Call): SandboxAnswer {
  return whole(jobOf(call).team.map(({ userId, role }) => ({ id: userId, role, actions: detailsOf(userId) })))
}

function detailsOf(userId: string) {
  return { details: { url: `${USER_API}/${userId}`, method: 'GET' } }
}

function listUsers(call: Call): SandboxAnswer {
  const { state } = call
  const q = call.request.query.get('q')?.toLowerCase() ?? ''
  const rows = [...state.users.values()].filter(({ firstName, lastName, email }) => {
    return `${firstName} ${lastName} ${email}`.toLowerCase().includes(q)
  })
  return pageOf(call, { rows, view: (id) => userView(found(state.users.get(id), 'user')), tells: ['limit'] })
}

function readUser({ state }: Call, id = ''): SandboxAnswer {
  return ok(userView(found(state.users.get(id), 'user')))
}

/** No kind: nothing tells free text from a choice. */
function listFields({ state }: Call): SandboxAnswer {
  const own = [...state.jobFields.values()]
  return whole(
    own.map(({ id, label, active }) => ({ id, label, category: 'job', active, visible: true, required: false })),
  )
}

function listValues({ state, params }: Call): SandboxAnswer {
  return whole(found(state.jobFields.get(params.id ?? ''), 'property').values)
}

function listProcesses({ state }: Call): SandboxAnswer {
  return whole([...state.processes.values()].map(({ steps, ...process }) => ({ ...process, subStatuses: steps })))
}

function listSourceTypes({ state }: Call): SandboxAnswer {
  return whole([...state.sourceTypes.values()].map(({ id, label }) => ({ id, label, subtypes: [], actions: {} })))
}

function readSource({ state, params }: Call): SandboxAnswer {
  const { sources } = found(state.sourceTypes.get(params.typeId ?? ''), 'source type')
  const source = found(
    sources.find(({ id }) => id === params.id),
    'source',
  )
  return ok({ ...source, actions: {} })
}

function jobOf({ state, params }: Call) {
  return found(state.jobs.get(params.id ?? ''), 'job')
}
