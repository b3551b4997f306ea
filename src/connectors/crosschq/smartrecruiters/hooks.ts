import { applicationId } from '../../../systems/smartrecruiters/application-schema.ts'
import { USEFUL_EVENTS } from '../../../systems/smartrecruiters/subscriptions.ts'
import {
  handshakeOf,
  readSmartRecruitersHook,
  type SmartRecruitersHook,
  verifySmartRecruitersSignature,
} from '../../../systems/smartrecruiters/webhook.ts'
import type { HookEvent, HookVerdict, IncomingHook } from '../../hook.ts'
import { CROSSCHQ_EVENT, type CrosschqHookRules, crosschqHook, fromCrosschq } from '../hooks.ts'
import { REQUESTS } from '../made.ts'
import { OUTCOMES } from '../outcome-plan.ts'
import type { HookKeys } from './hook-keys.ts'

export interface HookRules {
  readonly keys: HookKeys
  readonly crosschq?: CrosschqHookRules
  readonly now: () => Date
}

/** All events come to the address of the first: each says in a header which it is. */
export const ADDRESSED = 'application.status.updated'

const FROM_SMARTRECRUITERS =
  '`hirewire check <connection> --register-webhooks`, while this server runs and can be reached, subscribes it for all events; SmartRecruiters signs each with a key we fetch'

export const hookEvents: readonly HookEvent[] = [
  { event: ADDRESSED, system: 'SmartRecruiters', how: FROM_SMARTRECRUITERS },
  crosschqHook,
]

export async function readHook(hook: IncomingHook, rules: HookRules): Promise<HookVerdict> {
  return hook.event === CROSSCHQ_EVENT ? fromCrosschq(hook, rules.crosschq) : fromSmartRecruiters(hook, rules)
}

/** Anything but 202 is a failure to SmartRecruiters, and sent again. */
const TAKEN = 202

/**
 * Every event comes to one address, named in a header that is signed. A handshake is signed by nothing, so its header goes
 * back and nothing else happens.
 */
async function fromSmartRecruiters(hook: IncomingHook, { keys, now }: HookRules): Promise<HookVerdict> {
  const handshake = handshakeOf(hook.headers)
  if (handshake !== undefined) return { type: 'handshake', headers: { 'x-hook-secret': handshake } }
  if (!hook.headers['smartrecruiters-signature']) return { type: 'forged', reason: 'no signature' }
  const isGenuine = await keys.some((known) =>
    verifySmartRecruitersSignature(hook.rawBody, hook.headers, known, now().getTime()),
  )
  if (!isGenuine) return { type: 'forged', reason: 'wrong or old signature, or its key is not known' }
  const read = readSmartRecruitersHook(hook.headers, hook.body)
  if (!read || !USEFUL_EVENTS.includes(read.event)) return { type: 'ignored', status: TAKEN }
  const delivery = hook.headers['event-id']
  return { type: 'look', records: recordsOf(read), status: TAKEN, ...(delivery && { delivery }) }
}

/** A person's or a job's event names no application, so everything that changed is read. */
function recordsOf({ event, candidateId, jobId }: SmartRecruitersHook): readonly string[] {
  if (!event.startsWith('application.') || !candidateId || !jobId) return []
  const id = applicationId(candidateId, jobId)
  return [`${REQUESTS}/${id}`, `${OUTCOMES}/${id}`]
}
