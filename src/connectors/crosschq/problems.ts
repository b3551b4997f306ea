import type { Finding } from '../connector.ts'
import type { KeySlot } from '../key-slot.ts'
import type { CrosschqBlock } from './config.ts'

/** Crosschq's, the same in each of its connectors. */
export const CROSSCHQ_KEY: KeySlot = {
  name: 'crosschq.token',
  label: 'Crosschq Partner API Key',
  system: 'crosschq',
  where: 'Crosschq → Settings → Connectors → Crosschq Partner API',
}

/** What keeps every flow of a connection from running. */
export function crosschqKeyFindings({ token }: Pick<CrosschqBlock, 'token'>): Finding[] {
  if (token) return []
  const message =
    'crosschq.token is not set; it is the Partner API Key at Crosschq → Settings → Connectors → Crosschq Partner API'
  return [{ ok: false, subject: 'Crosschq key', message }]
}

export function mappingProblems(problem: string | undefined): string[] {
  return problem ? [`${problem}\nThe last mapping that could be read stays in use.`] : []
}

/** Somebody chose it on purpose, so it is said and not held against them. */
export function webhookFindings({ webhook }: Pick<CrosschqBlock, 'webhook'>): Finding[] {
  if (webhook?.auth !== 'none') return []
  const message =
    "crosschq.webhook.auth is none, so anybody can have requests looked at again; choose Token or Basic in Crosschq's connector and here"
  return [{ ok: true, subject: 'Crosschq webhook', message }]
}
