import { readSignedAshbyHook, WEBHOOK_SETUP } from '../../../systems/ashby/webhook.ts'
import type { HookEvent, HookVerdict, IncomingHook } from '../../hook.ts'
import { CROSSCHQ_EVENT, type CrosschqHookRules, crosschqHook, fromCrosschq } from '../hooks.ts'
import { REQUESTS } from '../made.ts'
import { OUTCOMES } from '../outcome-plan.ts'

export interface HookSecrets {
  /** Ashby signs every body with it. */
  readonly ashby?: string
  readonly crosschq?: CrosschqHookRules
}

/** Ashby's webhooks that can mean work for us (https://developers.ashbyhq.com/docs/setting-up-webhooks). */
export const ashbyEvents = ['candidateHire', 'candidateStageChange', 'applicationUpdate', 'candidateMerge'] as const

export const hookEvents: readonly HookEvent[] = [
  ...ashbyEvents.map((event) => ({ event, system: 'Ashby', how: WEBHOOK_SETUP })),
  crosschqHook,
]

export function readHook(hook: IncomingHook, { ashby, crosschq }: HookSecrets): HookVerdict {
  return hook.event === CROSSCHQ_EVENT ? fromCrosschq(hook, crosschq) : fromAshby(hook, ashby)
}

function fromAshby(incoming: IncomingHook, secret: string | undefined): HookVerdict {
  const signed = readSignedAshbyHook(incoming, secret)
  if (signed.type !== 'hook') return signed
  const { hook, delivery } = signed
  const once = delivery && { delivery }
  if (!ashbyEvents.some((event) => event === hook.action)) return { type: 'ignored' }
  if (hook.action === 'candidateMerge') return { type: 'look', records: [], ...once }
  const { applicationId } = hook
  if (!applicationId) return { type: 'ignored', note: 'names no application' }
  return { type: 'look', records: [`${REQUESTS}/${applicationId}`, `${OUTCOMES}/${applicationId}`], ...once }
}
