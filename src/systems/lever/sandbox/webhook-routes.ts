import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import { NewWebhook, read } from './input.ts'
import { ORIGINS, type Webhook } from './model.ts'
import { pageOf } from './paging.ts'
import { invalid, notFound } from './refusal.ts'
import { type Call, type Route, refuse } from './route.ts'
import { webhookView } from './views.ts'

/** https://hire.lever.co/developer/documentation#webhooks */
export const WEBHOOK_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/webhooks', permission: 'webhooks:read', handle: list },
  { method: 'POST', path: '/webhooks', permission: 'webhooks:write', handle: create },
  {
    method: 'PUT',
    path: '/webhooks',
    permission: 'webhooks:write',
    handle: refuse,
  },
  { method: 'DELETE', path: '/webhooks/:id', permission: 'webhooks:write', handle: remove },
]

/** Whether those made by hand are listed is not documented; here they are. */
function list(call: Call): SandboxAnswer {
  return pageOf(
    call,
    [...call.state.webhooks.values()],
    ({ id }) => id,
    (row) => webhookView(row),
  )
}

/** Nothing stops two with the same address and event. */
function create({ state, request }: Call): SandboxAnswer {
  const { url, event, configuration } = read(NewWebhook, request)
  if (state.settings.httpsOnly && !url.startsWith('https:')) throw invalid('url must be https')
  const webhook = addWebhook(state, { url, event, madeBy: 'api', origins: configuration?.conditions.origins })
  const data = webhookView(webhook, webhook.signatureToken ?? undefined)
  return { status: 201, body: { data: state.settings.webhookWraps === 2 ? { data } : data } }
}

export function addWebhook(
  state: Call['state'],
  given: Pick<Webhook, 'url' | 'event' | 'madeBy'> & Partial<Pick<Webhook, 'origins' | 'signatureToken'>>,
): Webhook {
  const id = state.nextId('webhook')
  const { origins = ORIGINS, signatureToken = state.nextToken('signature token') } = given
  const webhook = { ...given, id, origins, signatureToken, createdAt: state.clock.now() }
  state.webhooks.set(id, webhook)
  return webhook
}

/** Those made by hand can only be changed by hand. */
function remove({ state, params }: Call): SandboxAnswer {
  const webhook = state.webhooks.get(params[0] ?? '')
  if (webhook === undefined) throw notFound(`webhook ${params[0]}`)
  if (webhook.madeBy === 'hand') throw invalid('the webhook was made in the settings')
  state.webhooks.delete(webhook.id)
  return { status: 204, body: undefined }
}
