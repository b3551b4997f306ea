import { createHmac, timingSafeEqual } from 'node:crypto'
import { isObject, numberOf, textOf } from '../../lib/loose.ts'
import { isId } from './call.ts'

/** Names in lower case, as Node gives them. */
export type HookHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** What a hook is about. Never used as a fact: it says where to look again. */
export interface SmartRecruitersHook {
  readonly event: string
  readonly candidateId?: string
  readonly jobId?: string
}

/**
 * The value that must go back in an `X-Hook-Secret` header with status 200 when a subscription is activated; undefined
 * where this is no handshake. It is not signed, its body means nothing, and nothing may be done but to answer.
 * https://developers.smartrecruiters.com/docs/activating-webhook-subscriptions
 */
export function handshakeOf(headers: HookHeaders): string | undefined {
  const value = one(headers, 'x-hook-secret')
  return /^[\x21-\x7e]{1,500}$/.test(value) ? value : undefined
}

/**
 * `v1=<hex>;v1=<hex>…`: one for each key that is alive, so one that fits is enough. The body's bytes count as they came.
 * A delivery is signed anew each time it is tried, hence an old one is not theirs; `now` is in milliseconds.
 * https://developers.smartrecruiters.com/reference/subscriptionsgeneratesecretkey-1
 */
export function verifySmartRecruitersSignature(
  rawBody: Buffer,
  headers: HookHeaders,
  keys: readonly string[],
  now: number = Date.now(),
): boolean {
  const at = numberOf(one(headers, 'smartrecruiters-timestamp'))
  if (at === undefined || Math.abs(now - at * 1000) > OLDEST_MS) return false
  const given = one(headers, 'smartrecruiters-signature').split(';').slice(0, MOST_SIGNATURES).map(hexOf)
  // An empty key would make every forger's signature right.
  const expected = keys.filter((key) => key !== '').map((key) => signatureOf(rawBody, headers, key))
  const matches = given.flatMap((bytes) => expected.filter((right) => bytes && timingSafeEqual(bytes, right)))
  return matches.length > 0
}

/** The names of events are in a header; undefined where there is none. Bodies hold ids only, never a status. */
export function readSmartRecruitersHook(headers: HookHeaders, body: unknown): SmartRecruitersHook | undefined {
  const event = one(headers, 'event-name')
  if (!/^[a-z][a-z.-]{1,80}$/.test(event)) return undefined
  const row = isObject(body) ? body : {}
  const [kind] = event.split('.')
  const own = (wanted: string) => (kind === wanted ? idIn(row.id) : undefined)
  return { event, candidateId: idIn(row.candidate_id) ?? own('candidate'), jobId: idIn(row.job_id) ?? own('job') }
}

/** Our clocks may differ by minutes. A replay within it only makes us look once more. */
const OLDEST_MS = 15 * 60_000
/** There can be 16 keys, and perhaps one day several signatures for each. */
const MOST_SIGNATURES = 64

function signatureOf(rawBody: Buffer, headers: HookHeaders, key: string): Buffer {
  const after = ['event-id', 'event-name', 'event-version', 'link'].map((name) => one(headers, name))
  const before = `${one(headers, 'smartrecruiters-timestamp')}.`
  return createHmac('sha256', key)
    .update(before)
    .update(rawBody)
    .update(`.${after.join('.')}`)
    .digest()
}

function hexOf(segment: string): Buffer | undefined {
  const hex = /^\s*v1=([0-9a-f]{64})\s*$/i.exec(segment)?.[1]
  return hex === undefined ? undefined : Buffer.from(hex, 'hex')
}

/** An absent header counts as empty. */
function one(headers: HookHeaders, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value : (value?.join(', ') ?? '')
}

function idIn(value: unknown): string | undefined {
  const text = textOf(value)
  return text !== undefined && isId(text) ? text : undefined
}
