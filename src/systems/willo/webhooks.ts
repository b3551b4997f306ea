import { RejectedRecordError } from '../../lib/errors.ts'
import type { HttpClient } from '../../lib/http-client.ts'
import { call, unclear, written } from './answers.ts'
import { keyOf } from './keys.ts'
import { pagesOf } from './listing.ts'
import { Webhook, type WilloWebhook } from './schema.ts'

/** The first two are seen in use, the others follow the names on Willo's screens. */
export type WilloEvent = 'new_response' | 'stage_change' | 'new_comment' | 'new_score'

export interface NewWilloWebhook {
  /** With our own secret and the event in its query: deliveries hold neither. */
  readonly url: string
  readonly event: WilloEvent
  /** Keys; without them, every interview. */
  readonly interviews?: readonly string[]
}

export interface WebhookCalls {
  webhooks(): Promise<readonly WilloWebhook[]>
  /** Look at `webhooks` first: nothing keeps Willo from having the same one twice. */
  createWebhook(input: NewWilloWebhook): Promise<{ readonly key: string; readonly requestId?: string }>
  /** For another secret, or other interviews. */
  updateWebhook(key: string, input: NewWilloWebhook): Promise<void>
}

export function webhookCalls(http: HttpClient, baseUrl: string): WebhookCalls {
  return {
    webhooks: () => webhooks(http, baseUrl),
    createWebhook: (input) => createWebhook(http, input),
    updateWebhook: (key, input) => updateWebhook(http, key, input),
  }
}

const LIST = '/webhooks/'

/** One that cannot be read is none of ours: ours are as we made them. */
async function webhooks(http: HttpClient, baseUrl: string): Promise<readonly WilloWebhook[]> {
  const all: WilloWebhook[] = []
  for await (const { rows } of pagesOf(http, baseUrl, { path: LIST, row: Webhook })) all.push(...rows)
  return all
}

async function createWebhook(http: HttpClient, input: NewWilloWebhook) {
  const answered = await call(http, {
    method: 'POST',
    path: LIST,
    template: LIST,
    body: bodyOf(input),
    effect: 'once',
  })
  const { key } = written(answered)
  const known = typeof key === 'string' ? keyOf(key) : undefined
  if (known !== undefined) return { key: known, requestId: answered.answer.requestId }
  throw unclear(answered, 'Willo took the webhook and told no key; look for it in the list')
}

async function updateWebhook(http: HttpClient, asked: string, input: NewWilloWebhook): Promise<void> {
  const key = keyOf(asked)
  const template = '/webhooks/{webhookKey}/'
  if (key === undefined) throw new RejectedRecordError('A webhook key that Willo cannot have given', { path: template })
  const path = `/webhooks/${key}/`
  written(await call(http, { method: 'PATCH', path, template, body: bodyOf(input), effect: 'repeatable' }))
}

function bodyOf({ url, event, interviews }: NewWilloWebhook) {
  return { url, event, follow_all_interviews: interviews === undefined, interviews: interviews ?? [] }
}
