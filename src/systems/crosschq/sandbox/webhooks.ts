import {
  createDeliveries,
  DEFAULT_DELIVERIES,
  type Deliveries,
  type DeliverySettings,
} from '../../../sandbox/deliveries.ts'
import type { ReferenceRequest } from './model.ts'
import type { Moved } from './state.ts'

/**
 * The choices of the account's page: https://support.crosschq.com/knowledge/crosschq-interview-partner-api. How the token
 * is written into the header is not said, so each way is here.
 */
export type WebhookAuth =
  | { readonly type: 'none' }
  | { readonly type: 'basic'; readonly token: string }
  | { readonly type: 'token'; readonly token: string; readonly form: 'bare' | 'Token' | 'Bearer' }

export interface WebhookSettings extends DeliverySettings {
  /** Nothing is sent before it is set. */
  url: string | undefined
  method: 'POST' | 'PUT'
  auth: WebhookAuth
  /** Status changes are promised; whether progress within a status is told is not known. */
  on: 'status' | 'progress'
}

export interface Webhooks extends Omit<Deliveries, 'send'> {
  readonly settings: WebhookSettings
  tell(request: ReferenceRequest, moved: Moved): void
}

/** No signature and no event name: neither is documented. */
export function createWebhooks(
  given: Partial<WebhookSettings>,
  toBody: (request: ReferenceRequest) => Record<string, unknown>,
): Webhooks {
  const settings: WebhookSettings = { ...DEFAULT_WEBHOOKS, ...given }
  const { send, ...deliveries } = createDeliveries(settings)
  return {
    ...deliveries,
    settings,
    tell: (request, moved) => {
      const isTold = moved === 'state' || (moved === 'progress' && settings.on === 'progress')
      if (settings.url === undefined || !isTold) return
      send({ url: settings.url, method: settings.method, headers: headersOf(settings.auth), body: toBody(request) })
    },
  }
}

const DEFAULT_WEBHOOKS: WebhookSettings = {
  ...DEFAULT_DELIVERIES,
  url: undefined,
  method: 'POST',
  auth: { type: 'none' },
  on: 'status',
}

function headersOf(auth: WebhookAuth): Readonly<Record<string, string>> {
  if (auth.type === 'none') return {}
  if (auth.type === 'basic') return { authorization: `Basic ${auth.token}` }
  return { authorization: auth.form === 'bare' ? auth.token : `${auth.form} ${auth.token}` }
}
