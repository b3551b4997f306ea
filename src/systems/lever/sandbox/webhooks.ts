import { createHmac } from 'node:crypto'
import {
  createDeliveries,
  DEFAULT_DELIVERIES,
  type Deliveries,
  type DeliverySettings,
} from '../../../sandbox/deliveries.ts'
import type { EventName, Id, Occurrence, Webhook } from './model.ts'
import type { State } from './state.ts'

export interface WebhookSettings extends DeliverySettings {
  /** An `id` of the event: documented, and missing from the examples. */
  eventId: boolean
  /** Old senders name the opportunity `candidateId` only. */
  ids: 'all' | 'candidateId'
}

export interface Webhooks extends Omit<Deliveries, 'send'> {
  readonly settings: WebhookSettings
  tell(occurrence: Occurrence): void
  /** What the button in Lever's settings sends: the event with nothing in it. */
  verifyConnection(webhookId: Id): void
}

/** A failed delivery is tried five times more; how long Lever waits before each is not documented. */
const RETRIES = 5

/** Conditions can be set for these only. */
const CONDITIONAL: readonly EventName[] = [
  'applicationCreated',
  'candidateArchiveChange',
  'candidateHired',
  'candidateStageChange',
]

export function createWebhooks(given: Partial<WebhookSettings>, state: State): Webhooks {
  const settings: WebhookSettings = {
    ...DEFAULT_DELIVERIES,
    retries: RETRIES,
    retryDelayMs: 20,
    eventId: false,
    ids: 'all',
    ...given,
  }
  const { send, ...deliveries } = createDeliveries(settings)
  const deliver = (webhook: Webhook, data: Occurrence['data']): void => {
    const body = bodyOf(state, settings, webhook, data)
    send({ url: webhook.url, method: 'POST', headers: { 'user-agent': 'Lever-Webhooks' }, body })
  }
  return {
    ...deliveries,
    settings,
    tell: (occurrence) => {
      if (!state.switchedOn.has(occurrence.event)) return
      for (const webhook of state.webhooks.values()) {
        if (isOf(webhook, occurrence)) deliver(webhook, asTold(occurrence.data, settings))
      }
    },
    verifyConnection: (webhookId) => {
      const webhook = state.webhooks.get(webhookId)
      if (webhook === undefined) throw new Error('no such webhook')
      deliver(webhook, {})
    },
  }
}

/** Token and moment are signed, under the webhook's own token as text; `data` is not. */
function bodyOf(state: State, { eventId }: WebhookSettings, webhook: Webhook, data: Occurrence['data']) {
  const triggeredAt = state.clock.now()
  const token = state.nextToken('delivery')
  const { event, signatureToken } = webhook
  const signature =
    signatureToken &&
    createHmac('sha256', signatureToken)
      .update(token + triggeredAt)
      .digest('hex')
  return {
    ...(eventId && { id: state.nextId('event') }),
    ...{ event, triggeredAt, token },
    ...(signature && { signature }),
    data,
  }
}

function isOf({ event, origins }: Webhook, { event: happened, origin }: Occurrence): boolean {
  if (event !== happened) return false
  return origin === undefined || !CONDITIONAL.includes(event) || origins.includes(origin)
}

function asTold(data: Occurrence['data'], { ids }: WebhookSettings): Occurrence['data'] {
  const { opportunityId: _opportunity, contactId: _contact, ...old } = data
  return ids === 'all' ? data : old
}
