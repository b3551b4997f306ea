import { createHmac, timingSafeEqual } from 'node:crypto'
import { textAt } from './text-at.ts'

/** How a webhook of Ashby's comes to be, for whoever sets one up. */
export const WEBHOOK_SETUP =
  '`hirewire check <connection> --register-webhooks` makes it; by hand: Ashby → Admin → Integrations → Webhooks, with ashby.webhookSecret as its secret'

/** What a hook is about. Never used as a fact: it says where to look again. */
export interface AshbyHook {
  readonly action: string
  readonly applicationId?: string
  readonly offerId?: string
  readonly openingId?: string
  readonly candidateId?: string
  /** Of a merge: the id that is no more, its records now being those of `candidateId`. */
  readonly deletedCandidateId?: string
  /** The same on every delivery of one event, also to several webhooks; older deliveries lack it. */
  readonly webhookActionId?: string
}

/**
 * `Ashby-Signature: sha256=<hex>` is the HMAC of the body's bytes as they came; a body parsed and written again has
 * other bytes. Ashby gives an event up for good on 401, so anything that proves knowledge of the secret passes,
 * upper-case hex too. https://developers.ashbyhq.com/docs/authenticating-webhooks
 */
export function verifyAshbySignature(rawBody: Buffer, header: string | undefined, secret: string): boolean {
  const hex = /^sha256=([0-9a-f]{64})$/i.exec(header ?? '')?.[1]
  // An empty secret would make every forger's HMAC right.
  if (hex === undefined || secret === '') return false
  const expected = createHmac('sha256', secret).update(rawBody).digest()
  return timingSafeEqual(expected, Buffer.from(hex, 'hex'))
}

/** What of a delivery is needed to judge it. */
export interface AshbyDelivery {
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly rawBody: Buffer
  readonly body: unknown
}

export type SignedAshbyHook =
  | { readonly type: 'forged'; readonly reason: string }
  | { readonly type: 'ignored' }
  /** `delivery` tells repeats apart where Ashby names the event; one event goes to several webhooks under one id. */
  | { readonly type: 'hook'; readonly hook: AshbyHook; readonly delivery?: string }

/** A delivery's signature is judged before a word of it is read. */
export function readSignedAshbyHook(
  { headers, rawBody, body }: AshbyDelivery,
  secret: string | undefined,
): SignedAshbyHook {
  if (!secret) return { type: 'forged', reason: 'ashby.webhookSecret is not configured' }
  if (!verifyAshbySignature(rawBody, headers['ashby-signature'], secret))
    return { type: 'forged', reason: 'wrong signature' }
  const hook = readAshbyHook(body)
  if (!hook || hook.action === 'ping') return { type: 'ignored' }
  return { type: 'hook', hook, ...(hook.webhookActionId && { delivery: `${hook.webhookActionId}/${hook.action}` }) }
}

/** Undefined: not a hook of Ashby's. https://developers.ashbyhq.com/docs/setting-up-webhooks */
export function readAshbyHook(body: unknown): AshbyHook | undefined {
  const action = textAt(body, 'action')
  if (action === undefined) return undefined
  return {
    action,
    applicationId: firstTextAt(body, APPLICATION_PATHS),
    offerId: firstTextAt(body, OFFER_PATHS),
    openingId: firstTextAt(body, OPENING_PATHS),
    candidateId: firstTextAt(body, CANDIDATE_PATHS),
    deletedCandidateId: textAt(body, 'data.deletedCandidate.id'),
    webhookActionId: textAt(body, 'webhookActionId'),
  }
}

const APPLICATION_PATHS = [
  'data.application.id',
  'data.offer.applicationId',
  'data.applicationId',
  'data.interviewSchedule.applicationId',
  'data.surveySubmission.applicationId',
]
const OFFER_PATHS = ['data.offer.id', 'data.offerId']
const OPENING_PATHS = ['data.opening.id', 'data.offer.latestVersion.openingId']
/** Of a merge only the surviving candidate can still be read. */
const CANDIDATE_PATHS = [
  'data.application.candidate.id',
  'data.candidate.id',
  'data.mergedCandidate.id',
  'data.surveySubmission.candidateId',
  'data.interviewSchedule.candidateId',
]

function firstTextAt(body: unknown, paths: readonly string[]): string | undefined {
  return paths.map((path) => textAt(body, path)).find((text) => text !== undefined)
}
