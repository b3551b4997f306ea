import { randomUUID } from 'node:crypto'

export type TokenType = 'cursor' | 'sync' | 'file'

/** What became of a token that somebody sent back. */
export type ReadToken<C> =
  | { readonly type: 'good'; readonly content: C }
  | { readonly type: 'expired' }
  | { readonly type: 'foreign' }
  | { readonly type: 'garbled' }

/** Opaque texts that carry where a reader stands, or that a file may be read. `scope` says what they are good for. */
export interface Tokens {
  issue(type: TokenType, scope: string, content: object): string
  read<C>(type: TokenType, scope: string, text: string): ReadToken<C>
  /** From now on every token of this type handed out so far is too old. */
  expire(type: TokenType): void
}

interface Envelope {
  readonly organization: string
  readonly type: TokenType
  readonly scope: string
  readonly number: number
  readonly issuedAt: number
  readonly content: unknown
}

export function createTokens(now: () => number, lifetimeMs: (type: TokenType) => number): Tokens {
  // Differs from start to start: a token kept from an earlier sandbox must not be taken for one of this one.
  const organization = randomUUID()
  const oldestGood = { cursor: 0, sync: 0, file: 0 }
  let issued = 0
  return {
    issue: (type, scope, content) => {
      issued += 1
      const envelope: Envelope = { organization, type, scope, number: issued, issuedAt: now(), content }
      return Buffer.from(JSON.stringify(envelope)).toString('base64url')
    },
    read: <C>(type: TokenType, scope: string, text: string): ReadToken<C> => {
      const envelope = decode(text)
      if (envelope?.organization !== organization || envelope.type !== type) return { type: 'garbled' }
      const isTooOld = envelope.number <= oldestGood[type] || now() - envelope.issuedAt > lifetimeMs(type)
      if (isTooOld) return { type: 'expired' }
      return envelope.scope === scope ? { type: 'good', content: envelope.content as C } : { type: 'foreign' }
    },
    expire: (type) => {
      oldestGood[type] = issued
    },
  }
}

function decode(text: string): Envelope | undefined {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Envelope
  } catch {
    return undefined
  }
}
