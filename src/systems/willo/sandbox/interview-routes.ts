import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import type { Interview } from './model.ts'
import { pageOf } from './paging.ts'
import { notFound } from './refusal.ts'
import { addressOf, type Call, ok, type Route, refuse } from './route.ts'
import { mayUse, type State } from './state.ts'
import { interviewView } from './views.ts'

export const INTERVIEW_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/interviews/', handle: listInterviews },
  { method: 'POST', path: '/interviews/', handle: refuse },
  { method: 'GET', path: '/interviews/:key/', handle: readInterview },
  { method: 'PUT', path: '/interviews/:key/', handle: refuse },
  { method: 'PATCH', path: '/interviews/:key/', handle: refuse },
  { method: 'DELETE', path: '/interviews/:key/', handle: refuse },
]

/** The interview, where this user may see it. */
export function findInterview({ state, user }: Pick<Call, 'state' | 'user'>, key: string): Interview | undefined {
  const interview = state.interviews.get(key)
  return interview && mayUse(user, interview) ? interview : undefined
}

function listInterviews(call: Call): SandboxAnswer {
  const { state, user, request } = call
  const { query } = request
  const rows = [...state.interviews.values()].filter((row) => mayUse(user, row) && isWanted(row, query, state))
  const page = pageOf(inOrder(rows, query), query, { settings: state.settings, address: addressOf(call) })
  return ok({ ...page, results: page.results.map((row) => interviewView(row, state)) })
}

function readInterview(call: Call): SandboxAnswer {
  const interview = findInterview(call, call.key)
  if (interview === undefined) throw notFound()
  return ok(interviewView(interview, call.state))
}

/** Title, owner's address and department's name: https://documenter.getpostman.com/view/7798010/VUjSEiSn */
function isWanted({ title, department, ownerKey }: Interview, query: URLSearchParams, { users }: State): boolean {
  const searched = [title, users.get(ownerKey)?.email ?? '', department?.name ?? ''].join('\n').toLowerCase()
  return (
    (query.get('department') ?? department?.key) === department?.key &&
    (query.get('owner') ?? ownerKey) === ownerKey &&
    searched.includes((query.get('search') ?? '').toLowerCase())
  )
}

const ORDERS: Readonly<Record<string, (interview: Interview) => string | number>> = {
  title: ({ title }) => title,
  created: ({ createdAt }) => createdAt,
  scheduled_at: ({ scheduledAt }) => scheduledAt ?? 0,
}

/** Names nobody knows are left out, as Django REST does. */
function inOrder(rows: readonly Interview[], query: URLSearchParams): readonly Interview[] {
  const names = (query.get('ordering') ?? '').split(',').filter((name) => ORDERS[name.replace(/^-/, '')])
  return rows.toSorted((left, right) => {
    for (const name of names) {
      const rank = ORDERS[name.replace(/^-/, '')]!
      const [a, b] = name.startsWith('-') ? [rank(right), rank(left)] : [rank(left), rank(right)]
      if (a !== b) return a < b ? -1 : 1
    }
    return 0
  })
}
