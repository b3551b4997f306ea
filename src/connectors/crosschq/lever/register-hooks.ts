import type { Finding } from '../../connector.ts'
import { crosschqAddress } from '../register-hook.ts'
import { type CrosschqLeverConfig, type LeverEvent, leverEvents } from './config.ts'

/**
 * Lever tells a webhook's signature token to whoever makes it and never again, so people make them in Lever's settings and
 * put the tokens into the config (S51, S56).
 */
export function registerHooks(
  { lever, crosschq }: CrosschqLeverConfig,
  url: (event: string) => string,
): readonly Finding[] {
  const findings = leverEvents.map((event) => address(event, lever.webhookTokens[event], url(event)))
  return [...findings, crosschqAddress(crosschq.webhook, url)]
}

function address(event: LeverEvent, token: string | undefined, url: string): Finding {
  const subject = `webhook ${event}`
  const where = `in Lever, Settings > Integrations and API > Webhooks: send ${event} to ${url}`
  if (token) return { ok: true, subject, message: where }
  const message = `${where}, and put its signature token into lever.webhookTokens.${event}`
  // Polling finds everything all the same; for the two that Crosschq's page asks for, late is too late to call it fine.
  return { ok: event === 'candidateArchiveChange', subject, message }
}
