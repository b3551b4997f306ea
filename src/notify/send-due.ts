import type { Logger } from '../lib/logger.ts'
import { letterOf } from './letters.ts'
import { answerAddress, newToken, tokenHash } from './link.ts'
import type { Mailer } from './smtp.ts'
import type { Delivery } from './verdict.ts'

/** A mail that this process alone is sending. */
export interface Claim {
  readonly id: string
  readonly kind: 'hiring_prompt' | 'completed'
  readonly recipient: string
  readonly facts: Readonly<Record<string, string>>
  /** This one counted. */
  readonly attempts: number
}

/** Where the mails wait. Everything is committed when it returns. */
export interface Outbox<C extends Claim = Claim> {
  claim(now: Date, link: { readonly tokenHash: string; readonly expiresAt: Date }): Promise<C | undefined>
  sent(claim: C, now: Date): Promise<void>
  /** Without `nextAt` it is given up. */
  unsent(claim: C, outcome: { readonly problem: string; readonly nextAt: Date | undefined }): Promise<void>
  unclear(claim: C, problem: string): Promise<void>
  /** Claims that nobody reported on since. */
  claimedBefore(before: Date): Promise<readonly C[]>
}

export interface Sending<C extends Claim = Claim> {
  readonly outbox: Outbox<C>
  readonly mailer: Mailer
  readonly publicUrl: string
  readonly logger: Logger
  now(): Date
}

const minute = 60_000
const day = 24 * 60 * minute
/** Longer than any attempt takes: the mailer's own time-outs end it first. */
const CLAIM_MS = 15 * minute
/** How long an answer is taken. */
const LINK_MS = 60 * day

/**
 * Sends what is due, one mail at a time, and ends early where the mail server is not to be had. At most once: the claim is
 * committed before the server is called, and a mail that may be out is told of, not sent again, because a second mail holds
 * a second link and asks a person twice.
 */
export async function sendDue<C extends Claim>(sending: Sending<C>, signal?: AbortSignal): Promise<void> {
  const { outbox, now } = sending
  for (const lost of await outbox.claimedBefore(new Date(now().getTime() - CLAIM_MS)))
    await note(sending, lost, { type: 'unclear', problem: 'this program ended before the mail server confirmed' })
  while (!signal?.aborted) {
    const token = newToken()
    const expiresAt = new Date(now().getTime() + LINK_MS)
    const claim = await outbox.claim(now(), { tokenHash: tokenHash(token)!, expiresAt })
    if (!claim) return
    const delivery = await send(sending, claim, token)
    await note(sending, claim, delivery)
    if (delivery.type === 'notSent' && delivery.isServer) return
  }
}

function send({ mailer, publicUrl }: Sending, claim: Claim, token: string): Promise<Delivery> {
  const letter = letterOf({ ...claim, link: answerAddress(publicUrl, token) })
  return mailer.send({ ...letter, to: claim.recipient, messageId: `<${claim.id}@${mailer.domain}>` })
}

async function note<C extends Claim>({ outbox, logger, now }: Sending<C>, claim: C, delivery: Delivery): Promise<void> {
  const facts = { notification: claim.id, kind: claim.kind, attempts: claim.attempts }
  if (delivery.type === 'sent') {
    await outbox.sent(claim, now())
    return logger.info(facts, 'mail sent')
  }
  const { type, problem } = delivery
  logger.warn({ ...facts, type, problem }, 'mail not confirmed')
  if (type === 'unclear') return outbox.unclear(claim, problem)
  const nextAt = type === 'refused' ? undefined : new Date(now().getTime() + backOff(claim.attempts))
  return outbox.unsent(claim, { problem, nextAt })
}

/** Tried for ever, ever more slowly: a minute, then twice as long, up to six hours. */
export function backOff(attempts: number): number {
  return Math.min(minute * 2 ** Math.min(attempts - 1, 20), 6 * 60 * minute)
}
