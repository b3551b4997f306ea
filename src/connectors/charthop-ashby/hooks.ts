import { equalSecrets } from '../../lib/secrets.ts'
import { readSignedAshbyHook, WEBHOOK_SETUP } from '../../systems/ashby/webhook.ts'
import { readChartHopHook } from '../../systems/charthop/webhook.ts'
import type { HookEvent, HookVerdict, IncomingHook } from '../hook.ts'

export interface HookSecrets {
  /** Ashby signs every body with it. */
  readonly ashby?: string
  /** ChartHop signs nothing, so this stands in the address: `/hooks/{connection}/change?token=…`. */
  readonly charthop?: string
}

/** Ashby's webhooks that can mean work for us (https://developers.ashbyhq.com/docs/setting-up-webhooks). */
export const ashbyEvents = ['candidateHire', 'offerCreate', 'offerUpdate', 'pushToHRIS'] as const

/** The last part of the address for all of ChartHop's. */
const CHARTHOP_EVENT = 'change'

const applicationEvents: ReadonlySet<string> = new Set([
  ...ashbyEvents,
  'applicationUpdate',
  'candidateStageChange',
  'offerDelete',
])

const FROM_CHARTHOP =
  "ask ChartHop's support to send the events of jobs and changes; it signs nothing, so ?token=<the charthop.webhookToken of the config> is added to the address"

export const hookEvents: readonly HookEvent[] = [
  { event: CHARTHOP_EVENT, system: 'ChartHop', how: FROM_CHARTHOP },
  ...ashbyEvents.map((event) => ({ event, system: 'Ashby', how: WEBHOOK_SETUP })),
]

/** A hook says where to look, nothing else: whatever it claims is read again from the vendor's API (X11). */
export function readHook(hook: IncomingHook, secrets: HookSecrets): HookVerdict {
  return hook.event === CHARTHOP_EVENT ? fromChartHop(hook, secrets.charthop) : fromAshby(hook, secrets.ashby)
}

function fromChartHop({ body, query }: IncomingHook, token: string | undefined): HookVerdict {
  if (!token) return { type: 'forged', reason: 'charthop.webhookToken is not configured' }
  if (!query.token || !equalSecrets(query.token, token)) return { type: 'forged', reason: 'wrong token' }
  const { jobId, event } = readChartHopHook(body)
  if (!jobId && event && !/^(change|job)\./.test(event)) return { type: 'ignored' }
  return { type: 'look', records: jobId ? [`openings/${jobId}`] : [] }
}

function fromAshby(incoming: IncomingHook, secret: string | undefined): HookVerdict {
  const signed = readSignedAshbyHook(incoming, secret)
  if (signed.type !== 'hook') return signed
  const { hook, delivery } = signed
  const once = delivery && { delivery }
  if (hook.action === 'openingCreate') return { type: 'look', records: [], ...once }
  if (!applicationEvents.has(hook.action) || !hook.applicationId) return { type: 'ignored' }
  const records = [`hires/${hook.applicationId}`]
  return { type: 'look', records, ...once, ...(hook.action === 'pushToHRIS' && { pushed: [hook.applicationId] }) }
}
