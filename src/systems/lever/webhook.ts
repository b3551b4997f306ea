import { createHmac } from 'node:crypto'
import { isObject, textOf } from '../../lib/loose.ts'
import { equalSecrets } from '../../lib/secrets.ts'
import { momentOf } from './schema-parts.ts'

/** Where to look again. Never used as a fact: the signature does not cover `data`. */
export interface LeverHook {
  readonly event: string
  /** None in the connection test of Lever's settings, which sends `data: {}`: answer it, and do nothing. */
  readonly applicationId?: string
  /** The person, whom Lever calls contact. */
  readonly candidateId?: string
  /** Another one for each delivery: what tells repeats apart. */
  readonly delivery?: string
  /** ISO 8601 in UTC. */
  readonly triggeredAt?: string
}

/**
 * The body names a token and a moment; `signature` is the hex HMAC-SHA256 of the two, under the signature token of this one
 * webhook, taken as text. There is no header for it. https://hire.lever.co/developer/documentation#verifying-webhooks
 */
export function verifyLeverHook(body: unknown, signatureToken: string): boolean {
  if (!isObject(body)) return false
  const { token, triggeredAt, signature } = body
  const isSigned = typeof token === 'string' && typeof signature === 'string' && token !== ''
  const isTimed = typeof triggeredAt === 'string' || Number.isSafeInteger(triggeredAt)
  // An empty signature token would make every forger's HMAC right.
  if (!isSigned || !isTimed || signatureToken === '') return false
  const expected = createHmac('sha256', signatureToken).update(`${token}${triggeredAt}`).digest('hex')
  return equalSecrets(signature.toLowerCase(), expected)
}

/** Undefined: not a hook of Lever's. Old senders name the application `candidateId` only. */
export function readLeverHook(body: unknown): LeverHook | undefined {
  const event = isObject(body) ? textOf(body.event) : undefined
  if (!isObject(body) || event === undefined) return undefined
  const data = isObject(body.data) ? body.data : {}
  return {
    event,
    applicationId: idIn(data.opportunityId) ?? idIn(data.candidateId),
    candidateId: idIn(data.contactId),
    delivery: idIn(body.token),
    triggeredAt: momentOf(body.triggeredAt),
  }
}

function idIn(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{1,128}$/.test(value) ? value : undefined
}
