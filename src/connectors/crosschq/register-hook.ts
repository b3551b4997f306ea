import type { Finding } from '../connector.ts'
import type { CrosschqBlock } from './config.ts'
import { CROSSCHQ_EVENT } from './hooks.ts'

/**
 * Crosschq's address is typed in by its admin. The secret itself is never shown: findings end in terminals, tickets and logs.
 */
export function crosschqAddress(webhook: CrosschqBlock['webhook'], url: (event: string) => string): Finding {
  const subject = `webhook ${CROSSCHQ_EVENT}`
  if (!webhook) {
    const message = 'crosschq.webhook is not set; choose a secret (openssl rand -hex 32), set it there and in Crosschq'
    return { ok: false, subject, message }
  }
  const how = {
    token: 'Token, with crosschq.webhook.secret',
    basic: 'Basic, with crosschq.webhook.secret',
    none: 'No Auth',
  }
  const message = `in Crosschq, Settings > Connectors > Crosschq Partner API: send POST to ${url(CROSSCHQ_EVENT)}, auth ${how[webhook.auth]}`
  return { ok: true, subject, message }
}
