import { equalSecrets } from '../../lib/secrets.ts'
import { readAshbyHook, verifyAshbySignature } from '../../systems/ashby/webhook.ts'
import { readChartHopHook } from '../../systems/charthop/webhook.ts'
import type { HookVerdict, IncomingHook } from '../connector.ts'

export interface HookSecrets {
  /** Ashby signs every body with it. */
  readonly ashby?: string
  /** ChartHop signs nothing, so this stands in the address: `/hooks/{connection}/change?token=…`. */
  readonly charthop?: string
}

/** Ashby's webhooks that can mean work for us (https://developers.ashbyhq.com/docs/setting-up-webhooks). */
export const ashbyEvents = ['candidateHire', 'offerCreate', 'offerUpdate', 'pushToHRIS'] as const

const applicationEvents: ReadonlySet<string> = new Set([
  ...ashbyEvents,
  'applicationUpdate',
  'candidateStageChange',
  'offerDelete',
])

/** A hook says where to look, nothing else: whatever it claims is read again from the vendor's API (X11). */
export function readHook(hook: IncomingHook, secrets: HookSecrets): HookVerdict {
  return hook.event === 'change' ? fromChartHop(hook, secrets.charthop) : fromAshby(hook, secrets.ashby)
}

function fromChartHop({ body, query }: IncomingHook, token: string | undefined): HookVerdict {
  if (!token) return { type: 'forged', reason: 'charthop.webhookToken is not configured' }
  if (!query.token || !equalSecrets(query.token, token)) return { type: 'forged', reason: 'wrong token' }
  const { jobId, event } = readChartHopHook(body)
  if (!jobId && event && !/^(change|job)\./.test(event)) return { type: 'ignored' }
  return { type: 'look', records: jobId ? [`openings/${jobId}`] : [] }
}

function fromAshby({ body, headers, rawBody }: IncomingHook, secret: string | undefined): HookVerdict {
  if (!secret) return { type: 'forged', reason: 'ashby.webhookSecret is not configured' }
  if (!verifyAshbySignature(rawBody, headers['ashby-signature'], secret))
    return { type: 'forged', reason: 'wrong signature' }
  const hook = readAshbyHook(body)
  if (!hook || hook.action === 'ping') return { type: 'ignored' }
  // One event goes to several webhooks under one id; where it is missing, whoever received it tells repeats apart.
  const delivery = hook.webhookActionId && { delivery: `${hook.webhookActionId}/${hook.action}` }
  if (hook.action === 'openingCreate') return { type: 'look', records: [], ...delivery }
  if (!applicationEvents.has(hook.action) || !hook.applicationId) return { type: 'ignored' }
  const records = [`hires/${hook.applicationId}`]
  return { type: 'look', records, ...delivery, ...(hook.action === 'pushToHRIS' && { pushed: [hook.applicationId] }) }
}
