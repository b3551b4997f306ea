import { z } from 'zod'
import type { Webhook } from './deliveries.ts'
import { type Endpoints, endpoint } from './endpoint.ts'
import { boolean, uuid } from './input.ts'
import { found, invalidInput, Refusal } from './refusal.ts'
import type { World } from './world.ts'

const WEBHOOK_TYPES: readonly string[] = [
  'applicationSubmit',
  'applicationUpdate',
  'candidateHire',
  'candidateStageChange',
  'candidateDelete',
  'candidateMerge',
  'interviewPlanTransition',
  'interviewScheduleCreate',
  'interviewScheduleUpdate',
  'jobPostingUpdate',
  'jobPostingPublish',
  'jobPostingUnpublish',
  'offerCreate',
  'offerUpdate',
  'offerDelete',
  'pushToHRIS',
  'surveySubmit',
]

/** Documented as payloads, not as values of webhook.create. The admin pages take them. */
const LATER_TYPES: readonly string[] = ['jobCreate', 'jobUpdate', 'openingCreate', 'signatureRequestUpdate']

const requestUrl = z.url({ protocol: /^https?$/ })
const update = z.object({
  webhookId: uuid,
  enabled: boolean.optional(),
  requestUrl: requestUrl.optional(),
  secretToken: z.string().optional(),
})

/** https://developers.ashbyhq.com/reference/webhookcreate and its neighbours (the ping: /docs/setting-up-webhooks); there is no list of webhooks. */
export const webhookEndpoints: Endpoints = {
  'webhook.create': endpoint(
    'apiKeysWrite',
    z.object({ webhookType: z.string(), requestUrl, secretToken: z.string() }),
    async (input, world) => {
      const isLater = world.settings.acceptsLaterWebhookTypes && LATER_TYPES.includes(input.webhookType)
      if (!isLater && !WEBHOOK_TYPES.includes(input.webhookType))
        throw invalidInput('webhookType: not a type of webhook')
      return { results: await addWebhook(world, input) }
    },
  ),

  'webhook.info': endpoint('apiKeysRead', z.object({ webhookId: uuid }), ({ webhookId }, world) => {
    const { secretToken: _secret, ...shown } = found(world.webhooks.get(webhookId), 'Webhook', 'webhook_not_found')
    return { results: shown }
  }),

  'webhook.update': endpoint('apiKeysWrite', update, async ({ webhookId, ...edit }, world) => {
    if (Object.values(edit).every((part) => part === undefined)) throw invalidInput('body: nothing to update')
    const before = found(world.webhooks.get(webhookId), 'Webhook', 'webhook_not_found')
    const after: Webhook = {
      ...before,
      enabled: edit.enabled ?? before.enabled,
      requestUrl: edit.requestUrl ?? before.requestUrl,
      secretToken: edit.secretToken ?? before.secretToken,
    }
    refuseDuplicate(world, after)
    return { results: await storePinged(world, after) }
  }),

  'webhook.delete': endpoint('apiKeysWrite', z.object({ webhookId: uuid }), ({ webhookId }, world) => {
    found(world.webhooks.get(webhookId), 'Webhook', 'webhook_not_found')
    world.webhooks.remove(webhookId)
    return { results: { webhookId } }
  }),
}

export type WebhookDraft = Pick<Webhook, 'webhookType' | 'requestUrl' | 'secretToken'>

export function addWebhook(world: World, draft: WebhookDraft): Promise<Webhook> {
  const webhook: Webhook = { ...draft, id: world.ids.uuid('webhook'), enabled: true }
  refuseDuplicate(world, webhook)
  return storePinged(world, webhook)
}

/** An endpoint that does not answer its ping is stored, disabled. */
async function storePinged(world: World, webhook: Webhook): Promise<Webhook> {
  const isAnswered = await world.deliveries.ping(webhook)
  return world.webhooks.put({ ...webhook, enabled: webhook.enabled && isAnswered })
}

function refuseDuplicate(world: World, { id, requestUrl, webhookType }: Webhook): void {
  for (const other of world.webhooks.all()) {
    if (other.id === id || other.requestUrl !== requestUrl || other.webhookType !== webhookType) continue
    const message = 'Duplicate webhook: this URL already receives this type'
    throw new Refusal('invalid_input', message, { errors: [message] })
  }
}
