import type { SandboxAnswer, SandboxRequest } from '../../../sandbox/exchange.ts'
import type { User } from './model.ts'
import { unsupported } from './refusal.ts'
import type { State } from './state.ts'

export interface Call {
  readonly state: State
  readonly request: SandboxRequest
  /** Whose key it is. */
  readonly user: User
  /** The body, which is a JSON object. */
  readonly body: Readonly<Record<string, unknown>>
  readonly origin: string
  /** The step of the path that stands for `:key`. */
  readonly key: string
}

export interface Route {
  readonly method: string
  /** Below the API's base path. */
  readonly path: string
  readonly handle: (call: Call) => SandboxAnswer
}

export const BASE_PATH = '/api/integrations/v2'

/** The address of the list a call asks for, for the links to its other pages. */
export function addressOf({ state, request, origin }: Call): string {
  return `${state.settings.pageOrigin ?? origin}${request.path}`
}

export function ok(body: unknown): SandboxAnswer {
  return { status: 200, body }
}

/** What Willo can do and this sandbox does not. */
export function refuse(): never {
  throw unsupported()
}
