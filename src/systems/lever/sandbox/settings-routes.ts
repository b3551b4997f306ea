import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import { sameEmail } from './contacts.ts'
import { within } from './filters.ts'
import type { Posting } from './model.ts'
import { pageOf } from './paging.ts'
import { notFound } from './refusal.ts'
import { type Call, confidentialityOf, ok, postingIn, type Route, refuse } from './route.ts'
import { postingView } from './views.ts'

/** Postings, and what an account is set up with. https://hire.lever.co/developer/documentation */
export const SETTINGS_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/postings', permission: 'postings:read', handle: listPostings },
  {
    method: 'GET',
    path: '/postings/:id',
    permission: 'postings:read',
    handle: (call) => ok(postingView(call, postingIn(call))),
  },
  {
    method: 'POST',
    path: '/postings/:id',
    permission: 'postings:write',
    handle: refuse,
  },
  { method: 'GET', path: '/stages', permission: 'stages:read', handle: (call) => listed(call, call.state.stages) },
  {
    method: 'GET',
    path: '/stages/:id',
    permission: 'stages:read',
    handle: (call) => one(call, 'stage', call.state.stages),
  },
  { method: 'GET', path: '/archive_reasons', permission: 'archive_reasons:read', handle: listReasons },
  {
    method: 'GET',
    path: '/archive_reasons/:id',
    permission: 'archive_reasons:read',
    handle: (call) => one(call, 'archive reason', call.state.reasons.values()),
  },
  { method: 'GET', path: '/users', permission: 'users:read', handle: listUsers },
  {
    method: 'GET',
    path: '/users/:id',
    permission: 'users:read',
    handle: (call) => one(call, 'user', call.state.users.values()),
  },
  { method: 'GET', path: '/tags', permission: 'tags:read', handle: (call) => counted(call, 'tags') },
  { method: 'GET', path: '/sources', permission: 'sources:read', handle: (call) => counted(call, 'sources') },
]

function listPostings(call: Call): SandboxAnswer {
  const { query, state } = call
  const isSeen = confidentialityOf(call)
  const isRecent = within(query, 'updated_at', ({ updatedAt }: Posting) => updatedAt)
  const tags = query.getAll('tag')
  const rows = [...state.postings.values()].filter((posting) => {
    const hasTag = tags.length === 0 || posting.tags.some((tag) => tags.includes(tag))
    return isSeen(posting) && isRecent(posting) && hasTag && isDistributed(posting, query)
  })
  return pageOf(
    call,
    rows,
    ({ id }) => id,
    (row) => postingView(call, row),
  )
}

/** With `published` and no channel named, only what is distributed publicly comes back. */
function isDistributed({ state, distributionChannels }: Posting, query: URLSearchParams): boolean {
  const wanted = query.get('state')
  const channel = query.get('distributionChannel') ?? (wanted === 'published' ? 'public' : undefined)
  return (wanted ?? state) === state && (channel === undefined || distributionChannels?.includes(channel) === true)
}

function listReasons(call: Call): SandboxAnswer {
  const types = call.query.getAll('type')
  return listed(
    call,
    [...call.state.reasons.values()].filter(({ type }) => types.length === 0 || types.includes(type)),
  )
}

function listUsers(call: Call): SandboxAnswer {
  const { query, state } = call
  const emails = query.getAll('email')
  const rows = [...state.users.values()].filter(({ email, deactivatedAt }) => {
    const isThere = deactivatedAt === null || query.get('includeDeactivated') === 'true'
    return isThere && (emails.length === 0 || emails.some((wanted) => sameEmail(state, email, wanted)))
  })
  return listed(call, rows)
}

/** Tags and sources are told apart by case. */
function counted(call: Call, name: 'tags' | 'sources'): SandboxAnswer {
  const counts = new Map<string, number>()
  for (const opportunity of call.state.opportunities.values()) {
    for (const text of opportunity[name]) counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  const rows = [...counts].map(([text, count]) => ({ text, count }))
  return pageOf(
    call,
    rows,
    ({ text }) => text,
    (row) => row,
  )
}

function listed<Row extends { readonly id: string }>(call: Call, rows: readonly Row[]): SandboxAnswer {
  return pageOf(
    call,
    rows,
    ({ id }) => id,
    (row) => row,
  )
}

function one(call: Call, what: string, rows: Iterable<{ readonly id: string }>): SandboxAnswer {
  const found = [...rows].find(({ id }) => id === call.params[0])
  if (found === undefined) throw notFound(`${what} ${call.params[0]}`)
  return ok(found)
}
