import type { SandboxAnswer, SandboxRequest } from '../../../sandbox/exchange.ts'
import { type AccessName, mayDo } from './access.ts'
import type { Building } from './building.ts'
import type { Processes, Route } from './call.ts'
import { CHANGE_ROUTES } from './change-routes.ts'
import { FIELD_ROUTES } from './field-routes.ts'
import { JOB_ROUTES } from './job-routes.ts'
import { ORG_ROUTES } from './org-routes.ts'
import { PERSON_ROUTES } from './person-routes.ts'
import { forbidden, invalid, notFound, Refusal, toAnswer } from './refusal.ts'
import { catchUp, type State } from './state.ts'

export interface Token {
  readonly token: string
  readonly access: AccessName
  readonly name: string
  readonly userId: string
}

export interface RouterParts {
  readonly state: State
  readonly tokens: readonly Token[]
  readonly building: Building
  readonly processes: Processes
  readonly notifications: unknown[]
}

/** Who calls, which organisation, which call: each refused in ChartHop's way before the next is looked at. */
export function createRouter(parts: RouterParts): (request: SandboxRequest) => SandboxAnswer {
  return (request) => {
    try {
      catchUp(parts.state)
      return route(parts, request)
    } catch (error) {
      if (error instanceof Refusal) return toAnswer(error)
      throw error
    }
  }
}

const ROUTES: readonly Route[] = [...JOB_ROUTES, ...PERSON_ROUTES, ...CHANGE_ROUTES, ...FIELD_ROUTES, ...ORG_ROUTES]

function route(parts: RouterParts, request: SandboxRequest): SandboxAnswer {
  const { state, processes, notifications } = parts
  const token = authorise(parts.tokens, request)
  const steps = request.path.split('/').map(decode)
  for (const [method, path, handler] of ROUTES) {
    const params = method === request.method ? matchPath(path.split('/'), steps) : undefined
    if (!params) continue
    if (params.org !== undefined && params.org !== state.org.id && params.org !== state.org.slug) throw notFound('org')
    if (!mayDo(token.access, 'read')) throw forbidden()
    const actor = { userId: token.userId, userName: token.name }
    const call = { state, request, params, access: token.access, actor, token, processes, notifications }
    return parts.building.replace(request.method, request.path, () => handler(call))
  }
  throw notFound('resource')
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    throw invalid('the path cannot be read')
  }
}

function authorise(tokens: readonly Token[], { headers }: SandboxRequest): Token {
  const [, given] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? []
  const token = tokens.find((known) => known.token === given)
  if (!token) throw new Refusal(401, 'not authorized')
  return token
}

function matchPath(pattern: readonly string[], steps: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== steps.length) return undefined
  const params: Record<string, string> = {}
  for (const [at, part] of pattern.entries()) {
    const step = steps[at]!
    if (part.startsWith(':') && step !== '') params[part.slice(1)] = step
    else if (part !== step) return undefined
  }
  return params
}
