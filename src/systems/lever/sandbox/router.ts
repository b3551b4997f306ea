import type { SandboxAnswer, SandboxRequest } from '../../../sandbox/exchange.ts'
import { FILE_ROUTES } from './file-routes.ts'
import type { ApiKey } from './model.ts'
import { NOTE_ROUTES } from './note-routes.ts'
import { OPPORTUNITY_ROUTES } from './opportunity-routes.ts'
import { OPPORTUNITY_WRITES } from './opportunity-writes.ts'
import { forbidden, notFound, Refusal, toAnswer, unauthorized, unsupported } from './refusal.ts'
import { BASE_PATH, type Route } from './route.ts'
import { SETTINGS_ROUTES } from './settings-routes.ts'
import type { State } from './state.ts'
import { WEBHOOK_ROUTES } from './webhook-routes.ts'

const ROUTES: readonly Route[] = [
  ...OPPORTUNITY_ROUTES,
  ...OPPORTUNITY_WRITES,
  ...NOTE_ROUTES,
  ...FILE_ROUTES,
  ...SETTINGS_ROUTES,
  ...WEBHOOK_ROUTES,
]

/** The rest of the reference, and a list that answers without standing in it. */
const NOT_HERE =
  /^\/(disposition_stages|postings\/(deleted|[^/]+\/users)|opportunities\/[^/]+\/(applications\/[^/]+|feedback|interviews|offers|panels|referrals|resumes|forms)|requisitions|audit_events|candidates)(\/|$)/

export function createRouter(state: State): (request: SandboxRequest) => Promise<SandboxAnswer> {
  return async (request) => {
    try {
      return await route(state, request)
    } catch (error) {
      if (error instanceof Refusal) return toAnswer(error)
      throw error
    }
  }
}

function route(state: State, request: SandboxRequest): SandboxAnswer | Promise<SandboxAnswer> {
  const key = authenticated(state, request)
  const path = request.path.startsWith(`${BASE_PATH}/`) ? request.path.slice(BASE_PATH.length) : ''
  const found = matchOf(request.method, path)
  if (found === undefined) throw NOT_HERE.test(path) ? unsupported() : notFound(request.path)
  const { handle, permission } = found.route
  if (!allows(key, permission)) throw forbidden(`This key lacks ${permission}`)
  return handle({ state, request, query: request.query, key, params: found.params })
}

/** Literal steps come before those that vary: `/opportunities/deleted` is no opportunity. */
function matchOf(
  method: string,
  path: string,
): { readonly route: Route; readonly params: readonly string[] } | undefined {
  const steps = path.split('/')
  for (const route of ROUTES) {
    const wanted = route.path.split('/')
    if (route.method !== method || wanted.length !== steps.length) continue
    if (!wanted.every((step, at) => step === steps[at] || (step.startsWith(':') && steps[at] !== ''))) continue
    const params = steps.filter((_, at) => wanted[at]?.startsWith(':')).map(decodeURIComponent)
    return { route, params }
  }
  return undefined
}

/** The key is the user name, the password empty: https://hire.lever.co/developer/documentation#authentication */
function authenticated({ keys }: State, { headers }: SandboxRequest): ApiKey {
  const [, encoded = ''] = /^Basic ([A-Za-z0-9+/=]+)$/.exec(headers.authorization ?? '') ?? []
  const [, name = ''] = /^([^:]+):$/.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? []
  const key = keys.get(name)
  if (key === undefined) throw unauthorized()
  return key
}

function allows({ permissions }: ApiKey, wanted: string): boolean {
  if (permissions === 'all') return true
  return permissions.includes(wanted) || permissions.includes(wanted.replace(/:read$/, ':write'))
}
