import type { Ashby } from '../../systems/ashby/client.ts'
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
  return [...(await atAshby(ashby, webhookSecret, url)), atChartHop(webhookToken, url)]
}

async function atAshby(ashby: Ashby, secret: string | undefined, url: Address): Promise<Finding[]> {
  if (!secret) {
    const message = 'ashby.webhookSecret is not set; without it a webhook cannot be told from a forgery'
    return [{ ok: false, subject: 'webhooks', message }]
  }
  const findings: Finding[] = []
  for (const type of ashbyEvents) findings.push(await register(ashby, { type, url: url(type), secret }))
  return findings
}

/** One that is refused, such as for a missing permission, is a finding and not the end of the others. */
async function register(ashby: Ashby, hook: Parameters<Ashby['createWebhook']>[0]): Promise<Finding> {
  const subject = `webhook ${hook.type}`
  try {
    const made = await ashby.createWebhook(hook)
    if (made === 'duplicate') return { ok: true, subject, message: 'is registered already' }
    if (made.enabled) return { ok: true, subject, message: 'registered' }
    return {
      ok: false,
      subject,
      message: `registered but disabled: Ashby could not reach ${hook.url}; is the daemon up?`,
    }
  } catch (error) {
    return { ok: false, subject, message: error instanceof Error ? error.message : String(error) }
  }
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
