import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import { read, WebhookBody } from './input.ts'
import type { Webhook } from './model.ts'
import { pageOf } from './paging.ts'
import { forbidden, invalid, notFound } from './refusal.ts'
import { addressOf, type Call, ok, type Route } from './route.ts'

/** One webhook cannot be read by itself: there is no GET below the list. */
export const WEBHOOK_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/webhooks/', handle: admins(listWebhooks) },
  { method: 'POST', path: '/webhooks/', handle: admins(createWebhook) },
  { method: 'PUT', path: '/webhooks/:key/', handle: admins((call) => change(call, call.body)) },
  {
    method: 'PATCH',
    path: '/webhooks/:key/',
    handle: admins((call) => change(call, { ...findWebhook(call), ...call.body })),
  },
  { method: 'DELETE', path: '/webhooks/:key/', handle: admins(deleteWebhook) },
]

/** Integrations are for admins and owners; that webhooks are among them is inferred. */
function admins(handle: Route['handle']): Route['handle'] {
  return (call) => {
    if (call.user.role === 'Standard') throw forbidden()
    return handle(call)
  }
}

function listWebhooks(call: Call): SandboxAnswer {
  const rows = [...call.state.webhooks.values()]
  return ok(pageOf(rows, call.request.query, { settings: call.state.settings, address: addressOf(call) }))
}

function createWebhook(call: Call): SandboxAnswer {
  return { status: 201, body: put(call, call.state.nextKey('webhook'), call.body) }
}

function change(call: Call, body: object): SandboxAnswer {
  return ok(put(call, findWebhook(call).key, body))
}

function deleteWebhook(call: Call): SandboxAnswer {
  call.state.webhooks.delete(findWebhook(call).key)
  return { status: 204, body: undefined }
}

function put({ state }: Call, key: string, body: object): Webhook {
  const given = read(WebhookBody, body)
  if (!given.interviews.every((interview) => state.interviews.has(interview))) {
    throw invalid({ interviews: ['No such interview.'] })
  }
  const webhook = { ...given, key, api_version: 'v1' }
  state.webhooks.set(key, webhook)
  return webhook
}

function findWebhook({ state, key }: Call): Webhook {
  const webhook = state.webhooks.get(key)
  if (webhook === undefined) throw notFound()
  return webhook
}
