import type { NewWebhook, WebhookCalls } from './webhooks.ts'

/** What became of one webhook, for people to read. */
export interface RegisteredWebhook {
  readonly ok: boolean
  readonly subject: string
  readonly message: string
}

export interface WebhookWishes {
  readonly events: readonly string[]
  readonly secret: string | undefined
  url(event: string): string
}

/** Ashby takes webhooks through its API, one type each (https://developers.ashbyhq.com/reference/webhookcreate). */
export async function registerWebhooks(
  ashby: Pick<WebhookCalls, 'createWebhook'>,
  { events, secret, url }: WebhookWishes,
): Promise<readonly RegisteredWebhook[]> {
  if (!secret) {
    const message = 'ashby.webhookSecret is not set; without it a webhook cannot be told from a forgery'
    return [{ ok: false, subject: 'webhooks', message }]
  }
  const registered: RegisteredWebhook[] = []
  for (const type of events) registered.push(await register(ashby, { type, url: url(type), secret }))
  return registered
}

/** One that is refused, such as for a missing permission, is told and not the end of the others. */
async function register(ashby: Pick<WebhookCalls, 'createWebhook'>, hook: NewWebhook): Promise<RegisteredWebhook> {
  const subject = `webhook ${hook.type}`
  try {
    const made = await ashby.createWebhook(hook)
    if (made === 'duplicate') return { ok: true, subject, message: 'is registered already' }
    if (made.enabled) return { ok: true, subject, message: 'registered' }
    const message = `registered but disabled: Ashby could not reach ${hook.url}; is the daemon up?`
    return { ok: false, subject, message }
  } catch (error) {
    return { ok: false, subject, message: error instanceof Error ? error.message : String(error) }
  }
}
