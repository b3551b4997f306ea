import { equalSecrets } from '../../lib/secrets.ts'
import { readSignedAshbyHook, WEBHOOK_SETUP } from '../../systems/ashby/webhook.ts'
import { readWilloHook, shapeOf } from '../../systems/willo/webhook.ts'
import type { HookEvent, HookVerdict, IncomingHook } from '../hook.ts'

export interface HookSecrets {
  /** Ashby signs every body with it. */
  readonly ashby?: string
  /** Willo signs nothing, so this stands in the address: `/hooks/{connection}/new_response?token=…`. */
  readonly willo?: string
}

/** Ashby's webhooks that can mean work for us (https://developers.ashbyhq.com/docs/setting-up-webhooks). */
export const ashbyEvents = ['candidateStageChange', 'applicationUpdate', 'candidateMerge'] as const

const applicationEvents: ReadonlySet<string> = new Set(['candidateStageChange', 'applicationUpdate', 'candidateHire'])

/** The only one of Willo's that means work for us; how it looks is documented nowhere. */
export const willoEvent = 'new_response'

const FROM_WILLO =
  '`hirewire check <connection> --register-webhooks` makes it; Willo signs nothing, so ?token=<the willo.webhookToken of the config> is added to the address'

export const hookEvents: readonly HookEvent[] = [
  { event: willoEvent, system: 'Willo', how: FROM_WILLO },
  ...ashbyEvents.map((event) => ({ event, system: 'Ashby', how: WEBHOOK_SETUP })),
]

/** A hook says where to look, nothing else: whatever it claims is read again from the vendor's API (X11). */
export function readHook(hook: IncomingHook, secrets: HookSecrets): HookVerdict {
  return hook.event === willoEvent ? fromWillo(hook, secrets.willo) : fromAshby(hook, secrets.ashby)
}

/** Which of its keys is a participant of ours is found out by the look, which costs no call for any other. */
function fromWillo({ body, query }: IncomingHook, token: string | undefined): HookVerdict {
  if (!token) return { type: 'forged', reason: 'willo.webhookToken is not configured' }
  if (!query.token || !equalSecrets(query.token, token)) return { type: 'forged', reason: 'wrong token' }
  const keys = readWilloHook(body)
  if (keys.length === 0) return { type: 'ignored', note: `no key in it; ${shapeOf(body).join('; ')}` }
  return { type: 'look', records: keys.map((key) => `responses/${key}`) }
}

function fromAshby(incoming: IncomingHook, secret: string | undefined): HookVerdict {
  const signed = readSignedAshbyHook(incoming, secret)
  if (signed.type !== 'hook') return signed
  const { hook, delivery } = signed
  const once = delivery && { delivery }
  if (hook.action === 'candidateMerge') return { type: 'look', records: [], ...once }
  if (!applicationEvents.has(hook.action) || !hook.applicationId) return { type: 'ignored' }
  return { type: 'look', records: [`invitations/${hook.applicationId}`], ...once }
}
