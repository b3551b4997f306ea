import { readCrosschqHook, verifyCrosschqAuth } from '../../systems/crosschq/webhook.ts'
import type { HookEvent, HookVerdict, IncomingHook } from '../hook.ts'
import { RESULTS } from './results.ts'

export const CROSSCHQ_EVENT = 'reference-request'

export const crosschqHook: HookEvent = {
  event: CROSSCHQ_EVENT,
  system: 'Crosschq',
  how: 'in Crosschq, Settings > Connectors > Crosschq Partner API: send POST to it, with the auth and the secret of crosschq.webhook',
}

export interface CrosschqHookRules {
  readonly auth: 'token' | 'basic' | 'none'
  readonly secret?: string
}

/** A hook says where to look, nothing else: the request is read again (X11). `flows` are those that requests are records of. */
export function fromCrosschq(
  { body, headers }: IncomingHook,
  rules: CrosschqHookRules | undefined,
  flows: readonly string[] = [RESULTS],
): HookVerdict {
  if (!rules) return { type: 'forged', reason: 'crosschq.webhook is not configured' }
  if (!verifyCrosschqAuth(headers.authorization, { auth: rules.auth, secret: rules.secret ?? '' }))
    return { type: 'forged', reason: 'wrong secret' }
  const { requestId } = readCrosschqHook(body)
  if (!requestId) return { type: 'ignored', note: 'names no request' }
  return { type: 'look', records: flows.map((flow) => `${flow}/${requestId}`) }
}
