import { z } from 'zod'
import { isObject } from '../../lib/loose.ts'
import { type Ask, dataOf, unclear } from './call.ts'
import { allOf } from './listing.ts'
import { id, text } from './schema-parts.ts'

/** https://hire.lever.co/developer/documentation#webhooks */
export interface LeverWebhook {
  readonly id: string
  readonly event: string
  readonly url: string
}

export interface NewLeverWebhook {
  readonly event: 'candidateStageChange' | 'candidateHired' | 'candidateArchiveChange' | 'applicationCreated'
  /** https, with a certificate of a public authority. */
  readonly url: string
}

export interface CreatedWebhook {
  readonly id: string
  /** Of this webhook alone, and never told again: keep it. Undefined: its deliveries are not signed. */
  readonly signatureToken?: string
}

export interface WebhookCalls {
  webhooks(): Promise<readonly LeverWebhook[]>
  /** Look at `webhooks` first: nothing stops a second one. Nothing is sent before an admin switches the event on. */
  createWebhook(input: NewLeverWebhook): Promise<CreatedWebhook>
}

export function webhookCalls(ask: Ask): WebhookCalls {
  return {
    webhooks: () => allOf(ask, { ...WEBHOOKS, permission: 'webhooks:read', takesNoLimit: true, row: Webhook }),
    createWebhook: async ({ event, url }) => {
      const question = { ...WEBHOOKS, permission: 'webhooks:write', body: { event, url } }
      const answered = await ask({ ...question, method: 'POST', effect: 'once' })
      const read = Created.safeParse(innermost(dataOf(answered)))
      if (read.success) return read.data
      throw unclear(answered, 'Lever took the webhook and told no id; look for it in the list')
    },
  }
}

const WEBHOOKS = { path: '/webhooks', template: '/webhooks' }

const Webhook = z.object({ id, event: z.string(), url: z.string() }) satisfies z.ZodType<LeverWebhook>

const Created = z
  .object({ id, configuration: z.object({ signatureToken: text }).nullish() })
  .transform(({ id, configuration }): CreatedWebhook => ({ id, signatureToken: configuration?.signatureToken }))

/** The reference wraps this answer twice, recorded ones are wrapped once. */
function innermost(data: unknown): unknown {
  return isObject(data) && isObject(data.data) ? data.data : data
}
