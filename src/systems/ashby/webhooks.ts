import { type Ask, lookUp, type Question, write } from './call.ts'
import type { Reply } from './envelope.ts'
import { type AshbyWebhook, Webhook } from './schema.ts'

export interface NewWebhook {
  readonly type: string
  readonly url: string
  readonly secret: string
}

/** At least one of them. */
export interface WebhookUpdate {
  readonly enabled?: boolean
  readonly url?: string
  readonly secret?: string
}

export interface WebhookCalls {
  /** Keep the id: webhooks cannot be listed. Ashby pings the address at once and stores the hook disabled on silence. */
  createWebhook(input: NewWebhook): Promise<{ readonly id: string; readonly enabled: boolean } | 'duplicate'>
  webhook(id: string): Promise<AshbyWebhook | undefined>
  updateWebhook(id: string, input: WebhookUpdate): Promise<AshbyWebhook>
}

export function webhookCalls(ask: Ask): WebhookCalls {
  return {
    createWebhook: (input) => createWebhook(ask, input),
    webhook: (webhookId) =>
      lookUp(ask, { endpoint: 'webhook.info', effect: 'read', body: { webhookId } }, webhookId, Webhook),
    updateWebhook: (webhookId, { enabled, url, secret }) => {
      const body = { webhookId, enabled, requestUrl: url, secretToken: secret }
      return write(ask, { endpoint: 'webhook.update', effect: 'repeatable', body }, Webhook)
    },
  }
}

async function createWebhook(ask: Ask, { type, url, secret }: NewWebhook) {
  const body = { webhookType: type, requestUrl: url, secretToken: secret }
  const question: Question = { endpoint: 'webhook.create', effect: 'once', body }
  const reply = await ask(question)
  if (isDuplicate(reply)) return 'duplicate'
  const { id, enabled } = await write(async () => reply, question, Webhook)
  return { id, enabled }
}

/** Ashby has no code for it, only a sentence. */
function isDuplicate(reply: Reply): boolean {
  return reply.type === 'failure' && /duplicate.?webhook/i.test(reply.wording)
}
