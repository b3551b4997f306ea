import type { SandboxAnswer, SandboxRequest } from '../../../sandbox/exchange.ts'
import { INTERVIEW_ROUTES } from './interview-routes.ts'
import type { User } from './model.ts'
import { PARTICIPANT_ROUTES } from './participant-routes.ts'
import { invalid, notFound, Refusal, toAnswer, unsupported } from './refusal.ts'
import { BASE_PATH, type Call, type Route } from './route.ts'
import { answerScreen } from './screen.ts'
import type { State } from './state.ts'
import { WEBHOOK_ROUTES } from './webhook-routes.ts'

const ROUTES: readonly Route[] = [...INTERVIEW_ROUTES, ...PARTICIPANT_ROUTES, ...WEBHOOK_ROUTES]

/** The rest of the vendor's list: https://documenter.getpostman.com/view/7798010/VUjSEiSn */
const NOT_HERE =
  /^\/(departments|message-templates|users|interview-templates|categories|children|languages|idv-counties|participants\/[^/]+\/idv-(info|media))\//

/** `origin` is known only once the server listens. */
export function createRouter(state: State, origin: () => string): (request: SandboxRequest) => SandboxAnswer {
  return (request) => {
    try {
      return answerScreen(state, request, origin()) ?? route(state, request, origin())
    } catch (error) {
      if (error instanceof Refusal) return toAnswer(error)
      throw error
    }
  }
}

/** Which path, who calls, which method: each refused in the way of Django REST before the next is looked at. */
function route(state: State, request: SandboxRequest, origin: string): SandboxAnswer {
  const { path, method } = request
  const found = routesAt(path)
  if (found.length === 0 && state.settings.missingSlash === 'redirect' && routesAt(`${path}/`).length > 0) {
    return { status: 301, headers: { location: `${path}/` }, body: undefined }
  }
  if (found.length === 0 && NOT_HERE.test(below(path) ?? '')) throw unsupported()
  if (found.length === 0) throw notFound()
  const user = authorise(state, request)
  const match = found.find(({ route }) => route.method === method)
  if (match === undefined) throw new Refusal(405, `Method "${method}" not allowed.`)
  return match.route.handle({ state, request, user, body: bodyOf(request), origin, key: match.key })
}

function routesAt(path: string): readonly { readonly route: Route; readonly key: string }[] {
  const inside = below(path)
  if (inside === undefined) return []
  return ROUTES.flatMap((route) => {
    const [before = '', after] = route.path.split(':key')
    if (after === undefined) return route.path === inside ? [{ route, key: '' }] : []
    const key = inside.slice(before.length, inside.length - after.length)
    return inside === before + key + after && key !== '' && !key.includes('/') ? [{ route, key }] : []
  })
}

function below(path: string): string | undefined {
  return path.startsWith(`${BASE_PATH}/`) ? path.slice(BASE_PATH.length) : undefined
}

/** The key of a user, alone in the header: https://documenter.getpostman.com/view/7798010/VUjSEiSn */
function authorise({ users }: State, { headers }: SandboxRequest): User {
  if (headers.authorization === undefined) throw new Refusal(401, 'No credentials were given.')
  const user = [...users.values()].find(({ apiKey }) => apiKey === headers.authorization)
  if (user === undefined) throw new Refusal(401, 'The API key is not valid.')
  return user
}

function bodyOf({ method, headers, body }: SandboxRequest): Call['body'] {
  if (method === 'GET' || method === 'DELETE') return {}
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) throw new Refusal(415, 'Send application/json.')
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid({ non_field_errors: ['The body is not a JSON object.'] })
  }
  return body as Record<string, unknown>
}
