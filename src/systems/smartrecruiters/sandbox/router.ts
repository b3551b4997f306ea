import type { SandboxAnswer, SandboxRequest } from '../../../sandbox/exchange.ts'
import { type Access, callerOf, checkScope } from './access.ts'
import { ATTACHMENT_ROUTES } from './attachment-routes.ts'
import type { Attempt } from './callbacks.ts'
import { CANDIDATE_ROUTES } from './candidate-routes.ts'
import { COMPANY_ROUTES } from './company-routes.ts'
import { createLimit } from './limits.ts'
import { MESSAGE_ROUTES } from './message-routes.ts'
import { answerOAuth } from './oauth.ts'
import { notFound, Refusal, toAnswer } from './refusal.ts'
import type { Route } from './route.ts'
import { answerScreen } from './screen.ts'
import type { State } from './state.ts'
import { subscriptionRoutes } from './subscription-routes.ts'

export interface RouterParts {
  readonly state: State
  readonly access: Access
  readonly attempts: () => readonly Attempt[]
  /** Known only once the server listens. */
  readonly origin: () => string
}

/** Who calls, whether too often, which call, with which scope: each refused before the next is looked at. */
export function createRouter({ state, access, attempts, origin }: RouterParts) {
  const limit = createLimit(state.settings)
  const subscriptions = subscriptionRoutes(attempts)
  const routes = [...ATTACHMENT_ROUTES, ...CANDIDATE_ROUTES, ...COMPANY_ROUTES, ...MESSAGE_ROUTES, ...subscriptions]

  async function answer(request: SandboxRequest): Promise<SandboxAnswer> {
    const caller = callerOf(state, access, request)
    const isCandidateList = request.method === 'GET' && request.path === '/candidates'
    return await limit({ credential: caller.credential, isCandidateList }, async () => {
      try {
        const { route, params } = routeFor(routes, request)
        checkScope(caller, route.scopes)
        return await route.handle({ state, request, params, caller, origin: origin() })
      } catch (error) {
        return refused(error)
      }
    })
  }

  return async (request: SandboxRequest): Promise<SandboxAnswer> => {
    try {
      return answerScreen(state, request) ?? answerOAuth(state, access, request) ?? (await answer(request))
    } catch (error) {
      return refused(error)
    }
  }
}

function refused(error: unknown): SandboxAnswer {
  if (error instanceof Refusal) return toAnswer(error)
  throw error
}

function routeFor(routes: readonly Route[], { method, path }: SandboxRequest) {
  const steps = path.split('/').map(decoded)
  const matching = routes
    .map((route) => ({ route, params: paramsOf(route.path.split('/'), steps) }))
    .filter((match): match is { route: Route; params: Record<string, string> } => match.params !== undefined)
  if (matching.length === 0) throw notFound('resource')
  const match = matching.find(({ route }) => route.method === method)
  if (match === undefined) throw new Refusal(405, 'METHOD_NOT_ALLOWED', 'Method not allowed')
  return match
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    throw notFound('resource')
  }
}

function paramsOf(pattern: readonly string[], steps: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== steps.length) return undefined
  const params: Record<string, string> = {}
  for (const [at, part] of pattern.entries()) {
    const step = steps[at] ?? ''
    if (part.startsWith(':') && step !== '') params[part.slice(1)] = step
    else if (part !== step) return undefined
  }
  return params
}
