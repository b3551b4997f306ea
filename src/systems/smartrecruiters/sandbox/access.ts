import { randomBytes } from 'node:crypto'
import type { SandboxRequest } from '../../../sandbox/exchange.ts'
import { Refusal } from './refusal.ts'
import type { State } from './state.ts'

export interface Caller {
  /** What limits are counted for. */
  readonly credential: string
  readonly userId: string
  /** Undefined: all, as an API key has them. */
  readonly scopes: ReadonlySet<string> | undefined
}

/** An app of SmartRecruiters' partners, or an entry of a company's Credential Manager. */
export interface Client {
  readonly id: string
  readonly secret: string
  readonly kind: 'app' | 'credential'
  readonly redirectUris: readonly string[]
  readonly scopes: readonly string[]
  /** Whose rights a credential has. */
  readonly userId: string
}

export interface Grant {
  readonly id: string
  readonly clientId: string
  readonly userId: string
  readonly scopes: readonly string[]
}

export interface Access {
  /** Keys and the ids of those who made them. */
  readonly apiKeys: Map<string, string>
  readonly clients: Map<string, Client>
  readonly grants: Map<string, Grant>
  readonly codes: Map<string, { readonly grantId: string; readonly expiresAt: number }>
  readonly refreshTokens: Map<string, { readonly grantId: string; readonly expiresAt: number }>
  readonly accessTokens: Map<string, Omit<Grant, 'id'> & { readonly grantId?: string; readonly expiresAt: number }>
}

export function createAccess(): Access {
  return {
    ...{ apiKeys: new Map(), clients: new Map(), grants: new Map() },
    ...{ codes: new Map(), refreshTokens: new Map(), accessTokens: new Map() },
  }
}

export function newSecret(): string {
  return randomBytes(24).toString('hex')
}

/** Key or bearer token: https://developers.smartrecruiters.com/docs/oauth-20. Who is no longer active is not let in. */
export function callerOf(state: State, access: Access, { headers }: SandboxRequest): Caller {
  const caller = byKey(access, headers['x-smarttoken']) ?? byToken(state, access, headers.authorization)
  if (caller === undefined || state.users.get(caller.userId)?.active !== true) {
    throw new Refusal(401, 'UNAUTHORIZED', 'Full authentication is required')
  }
  return caller
}

/** Scopes exist for tokens only. */
export function checkScope({ scopes }: Caller, wanted: readonly string[]): void {
  if (scopes === undefined || wanted.some((scope) => scopes.has(scope))) return
  throw new Refusal(403, 'INSUFFICIENT_SCOPE', 'OAuthPermissionsException: the token lacks a scope')
}

function byKey({ apiKeys }: Access, key = ''): Caller | undefined {
  const userId = apiKeys.get(key)
  return userId === undefined ? undefined : { credential: key, userId, scopes: undefined }
}

function byToken({ clock }: State, { accessTokens, grants }: Access, header = ''): Caller | undefined {
  const token = /^Bearer (\S+)$/i.exec(header)?.[1] ?? ''
  const known = accessTokens.get(token)
  if (known === undefined || known.expiresAt <= clock.now()) return undefined
  if (known.grantId !== undefined && !grants.has(known.grantId)) return undefined
  return { credential: token, userId: known.userId, scopes: new Set(known.scopes) }
}
