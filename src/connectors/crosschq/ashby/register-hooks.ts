import type { Ashby } from '../../../systems/ashby/client.ts'
import { registerWebhooks } from '../../../systems/ashby/register-webhooks.ts'
import type { Finding } from '../../connector.ts'
import { crosschqAddress } from '../register-hook.ts'
import type { CrosschqAshbyConfig } from './config.ts'
import { ashbyEvents } from './hooks.ts'

/** Ashby takes webhooks through its API; Crosschq's address is typed in by its admin. */
export async function registerHooks(
  ashby: Ashby,
  { ashby: { webhookSecret }, crosschq: { webhook } }: CrosschqAshbyConfig,
  url: (event: string) => string,
): Promise<readonly Finding[]> {
  const atAshby = await registerWebhooks(ashby, { events: ashbyEvents, secret: webhookSecret, url })
  return [...atAshby, crosschqAddress(webhook, url)]
}
