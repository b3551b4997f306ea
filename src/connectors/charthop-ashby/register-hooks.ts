import type { Ashby } from '../../systems/ashby/client.ts'
import { registerWebhooks } from '../../systems/ashby/register-webhooks.ts'
import type { Finding } from '../connector.ts'
import type { CharthopAshbyConfig } from './config.ts'
import { ashbyEvents } from './hooks.ts'

type Address = (event: string) => string

/** Ashby takes webhooks through its API; ChartHop's are set up by its support, who need an address. */
export async function registerHooks(
  ashby: Ashby,
  { ashby: { webhookSecret }, charthop: { webhookToken } }: CharthopAshbyConfig,
  url: Address,
): Promise<readonly Finding[]> {
  const atAshby = await registerWebhooks(ashby, { events: ashbyEvents, secret: webhookSecret, url })
  return [...atAshby, atChartHop(webhookToken, url)]
}

/** The token itself is never shown: findings end in terminals, tickets and logs. */
function atChartHop(token: string | undefined, url: Address): Finding {
  const subject = 'webhook change'
  if (!token) {
    const message =
      'charthop.webhookToken is not set; choose a secret (openssl rand -hex 32) that goes into the address for ChartHop'
    return { ok: false, subject, message }
  }
  const message = `ask ChartHop's support to send the events of jobs and changes to ${url('change')}?token=<charthop.webhookToken>`
  return { ok: true, subject, message }
}
