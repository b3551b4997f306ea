import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import { bodyOf, type Call, fieldsOf, noContent, ok, type Route } from './call.ts'
import type { Group, OrgEvent } from './model.ts'
import { pageOf, readLimit, readPage } from './paging.ts'
import { invalid, notFound } from './refusal.ts'
import type { State } from './state.ts'

export const ORG_ROUTES: readonly Route[] = [
  ['GET', '/v1/org', ({ state }) => ok({ data: [orgRow(state)] })],
  ['GET', '/v1/org/slug/:slug', getOrgBySlug],
  ['GET', '/v1/org/:org', ({ state }) => ok(orgRow(state))],
  ['GET', '/v1/org/:org/access', getAccess],
  ['GET', '/v1/user/me', getMe],
  ['POST', '/v1/app/notify', notify],
  ['GET', '/v1/org/:org/event', listEvents],
  ['GET', '/v1/org/:org/event/:id', getEvent],
  ['GET', '/v1/org/:org/group-type', listGroupTypes],
  ['GET', '/v2/org/:org/group', listGroups],
  ['GET', '/v2/org/:org/group/:id', getGroup],
  ['GET', '/v1/org/:org/process/:id', getProcess],
]

function getOrgBySlug({ state, params }: Call): SandboxAnswer {
  if (params.slug !== state.org.slug) throw notFound('org')
  return ok(orgRow(state))
}

function getAccess({ state, access }: Call): SandboxAnswer {
  return ok({ orgId: state.org.id, access })
}

function getMe({ state, access, token }: Call): SandboxAnswer {
  const name = { last: token.name }
  return ok({ id: token.userId, name, type: 'APP', status: 'NORMAL', orgs: [{ orgId: state.org.id, access }] })
}

function notify(call: Call): SandboxAnswer {
  call.notifications.push(bodyOf(call))
  return noContent()
}

function getProcess({ processes, params }: Call): SandboxAnswer {
  const process = processes.get(params.id!)
  if (!process) throw notFound('process')
  return ok(process)
}

/** Here `from` is a time and payloads are left out: https://api.charthop.com/swagger, findEvents. The order is unverified. */
function listEvents({ state, request }: Call): SandboxAnswer {
  const { query } = request
  const from = query.get('from') ?? ''
  const since = from === '' ? 0 : /^\d+$/.test(from) ? Number(from) : Date.parse(from)
  if (Number.isNaN(since)) throw invalid('from: not a time')
  const first = new Date(since).toISOString()
  const matches = (['code', 'entityId', 'entityType', 'userId'] as const).filter((key) => query.get(key))
  const events = state.events.filter(
    (event) => event.at >= first && matches.every((key) => event[key] === query.get(key)),
  )
  const { rows, next } = pageOf(events, readLimit(query, state.settings), 'next')
  const after = next && events[rows.length]?.at
  return ok({ data: rows.map(({ payload: _payload, ...event }: OrgEvent) => event), next: after })
}

function getEvent({ state, params }: Call): SandboxAnswer {
  const event = state.events.find(({ id }) => id === params.id)
  if (!event) throw notFound('event')
  return ok(event)
}

const GROUP_TYPES = [
  { type: 'DEPARTMENT', name: 'Department', fieldName: 'department', membershipType: 'SINGLE' },
  { type: 'LOCATION', name: 'Location', fieldName: 'location', membershipType: 'SINGLE' },
  { type: 'TEAM', name: 'Team', fieldName: 'team', membershipType: 'MULTIPLE' },
] as const

function listGroupTypes({ state }: Call): SandboxAnswer {
  const data = GROUP_TYPES.map(({ type, ...facts }, at) => ({
    id: (at + 1).toString(16).padStart(24, '0'),
    orgId: state.org.id,
    ...facts,
    code: type,
    assignmentType: 'ASSIGNED',
    parentTypesAllowed: 'SAME',
    enableApprovals: false,
    defaultSensitivity: 'ORG',
  }))
  return ok({ data })
}

function listGroups(call: Call): SandboxAnswer {
  const { state, request } = call
  const { query } = request
  const { from, limit } = readPage(query, state.settings)
  const [type, search] = [query.get('type')?.toUpperCase(), query.get('search')?.toLowerCase()]
  const ids = query.get('ids')?.split(',')
  const groups = [...state.groups.values()].filter(
    (group) =>
      group.id >= from &&
      (!type || group.type === type) &&
      (!search || group.name.toLowerCase().includes(search)) &&
      (!ids || ids.includes(group.id)),
  )
  const { rows, next } = pageOf(groups, limit, state.settings.cursor)
  return ok({ data: rows.map((group) => groupRow(call, group)), next })
}

function getGroup(call: Call): SandboxAnswer {
  const { id } = call.params
  const group = [...call.state.groups.values()].find((one) => one.id === id || slugOf(one) === id)
  if (!group) throw notFound('group')
  return ok(groupRow(call, group))
}

function groupRow(call: Call, group: Group): object {
  const whole: Readonly<Record<string, string>> = { ...group, orgId: call.state.org.id, slug: slugOf(group) }
  const fields = fieldsOf(call.request.query)
  if (fields.length === 0) return whole
  const byCode = Object.fromEntries(Object.entries(whole).map(([key, value]) => [key.toLowerCase(), value]))
  const known = fields.filter((field) => byCode[field.toLowerCase()] !== undefined)
  return Object.fromEntries(known.map((field) => [field, byCode[field.toLowerCase()]]))
}

function slugOf({ name }: Group): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
}

function orgRow({ org }: State): object {
  return { ...org, status: 'ACTIVE', currencies: ['USD'], timezone: 'UTC' }
}
