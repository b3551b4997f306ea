import { readLeverHook, verifyLeverHook } from '../../../systems/lever/webhook.ts'
import type { HookEvent, HookVerdict, IncomingHook } from '../../hook.ts'
import { HIRES } from '../hires.ts'
import { CROSSCHQ_EVENT, type CrosschqHookRules, crosschqHook, fromCrosschq } from '../hooks.ts'
import { REQUESTS } from '../made.ts'
import { OUTCOMES } from '../outcome-plan.ts'
import { RESULTS } from '../results.ts'
import { type LeverEvent, leverEvents } from './config.ts'

export interface HookSecrets {
  /** The signature token of each webhook in Lever. */
  readonly lever: Readonly<Partial<Record<LeverEvent, string | undefined>>>
  readonly crosschq?: CrosschqHookRules
}

const FROM_LEVER =
  'in Lever, Settings > Integrations and API > Webhooks: send this event to it, and put the signature token Lever shows into lever.webhookTokens'

export const hookEvents: readonly HookEvent[] = [
  ...leverEvents.map((event) => ({ event, system: 'Lever', how: FROM_LEVER })),
  crosschqHook,
]

/** What is signed does not cover what a hook says, so it is told where to look and nothing else (X11, S57). */
export function readHook(hook: IncomingHook, { lever, crosschq }: HookSecrets): HookVerdict {
  if (hook.event === CROSSCHQ_EVENT) return fromCrosschq(hook, crosschq, [RESULTS, HIRES])
  const event = leverEvents.find((name) => name === hook.event)
  return event ? fromLever(hook.body, event, lever[event]) : { type: 'ignored' }
}

function fromLever(body: unknown, event: LeverEvent, token: string | undefined): HookVerdict {
  if (!token) return { type: 'forged', reason: `lever.webhookTokens.${event} is not configured` }
  if (!verifyLeverHook(body, token)) return { type: 'forged', reason: 'wrong signature' }
  const hook = readLeverHook(body)
  if (!hook || !leverEvents.some((name) => name === hook.event)) return { type: 'ignored' }
  const { applicationId, delivery } = hook
  // Lever's own "verify connection" sends no data.
  if (!applicationId) return { type: 'ignored', note: 'names no opportunity' }
  const records = [`${REQUESTS}/${applicationId}`, `${OUTCOMES}/${applicationId}`]
  return { type: 'look', records, ...(delivery && { delivery }) }
}
