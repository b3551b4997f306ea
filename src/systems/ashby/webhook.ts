import { createHmac, timingSafeEqual } from 'node:crypto'
import { textAt } from './text-at.ts'

/** What a hook is about. Never used as a fact: it says where to look again. */
export interface AshbyHook {
  readonly action: string
  readonly applicationId?: string
  readonly offerId?: string
  readonly openingId?: string
  readonly candidateId?: string
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
