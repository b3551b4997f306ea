import type { SandboxAnswer, SandboxRequest } from '../../../sandbox/exchange.ts'
import type { Caller } from './access.ts'
import type { State } from './state.ts'

export interface Call {
  readonly state: State
  readonly request: SandboxRequest
  readonly params: Readonly<Record<string, string>>
  readonly caller: Caller
  readonly origin: string
}

export interface Route {
  readonly method: string
  /** A step that begins with ":" stands for an id. */
  readonly path: string
  /** One of these is enough. */
  readonly scopes: readonly string[]
  readonly handle: (call: Call) => SandboxAnswer | Promise<SandboxAnswer>
}

export function ok(body: unknown): SandboxAnswer {
  return { status: 200, body }
}

export function created(body: unknown): SandboxAnswer {
  return { status: 201, body }
}

export const NO_CONTENT: SandboxAnswer = { status: 204, body: undefined }

/** For lists that come whole. */
export function whole(content: readonly unknown[]): SandboxAnswer {
  return ok({ totalFound: content.length, content })
}
