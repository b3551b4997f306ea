import type { SmartRecruiters } from '../../../systems/smartrecruiters/client.ts'
import { type Subscription, USEFUL_EVENTS } from '../../../systems/smartrecruiters/subscriptions.ts'
import type { Finding } from '../../connector.ts'
import { attempt } from '../check.ts'
import type { CrosschqBlock } from '../config.ts'
import { crosschqAddress } from '../register-hook.ts'
import { ADDRESSED } from './hooks.ts'

const SUBJECT = 'webhook SmartRecruiters'

/**
 * SmartRecruiters takes one subscription for all events, and calls the address while it is activated: the daemon must be up.
 * Its key stays there, where the daemon asks for it. Crosschq's address is typed in by its admin.
 */
export async function registerHooks(
  smartRecruiters: SmartRecruiters,
  webhook: CrosschqBlock['webhook'],
  url: (event: string) => string,
): Promise<readonly Finding[]> {
  const registered = await attempt(SUBJECT, async () => [await register(smartRecruiters, url(ADDRESSED))])
  return [...registered, crosschqAddress(webhook, url)]
}

async function register(smartRecruiters: SmartRecruiters, callbackUrl: string): Promise<Finding> {
  const known = (await smartRecruiters.subscriptions()).find((one) => one.callbackUrl === callbackUrl)
  const lacking = known ? USEFUL_EVENTS.filter((event) => !known.events.includes(event)) : []
  if (known && lacking.length > 0) return tooLittle(known, lacking)
  const id = known?.id ?? (await smartRecruiters.subscribe({ callbackUrl, events: USEFUL_EVENTS })).id
  if ((await smartRecruiters.secretKey(id)) === undefined) await smartRecruiters.createSecretKey(id)
  if (known?.isActive) return { ok: true, subject: SUBJECT, message: 'is registered already' }
  await smartRecruiters.activate(id)
  return { ok: true, subject: SUBJECT, message: `registered for ${USEFUL_EVENTS.join(', ')}` }
}

/** A subscription cannot be changed, and we delete nothing. */
function tooLittle({ id }: Subscription, lacking: readonly string[]): Finding {
  const message = `the subscription ${id} lacks ${lacking.join(', ')}; delete it in SmartRecruiters and register again`
  return { ok: false, subject: SUBJECT, message }
}
