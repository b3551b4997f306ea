import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import { newSecret } from './access.ts'
import type { Attempt } from './callbacks.ts'
import { EVENTS } from './events.ts'
import { read, SubscriptionBody } from './input.ts'
import type { Subscription } from './model.ts'
import { shakeHands } from './post.ts'
import { found, invalid, notFound, Refusal } from './refusal.ts'
import { type Call, created, NO_CONTENT, ok, type Route } from './route.ts'
import { put, timestamp } from './state.ts'
import { subscriptionView } from './views.ts'

const LIST = '/webhooks-api/v201907/subscriptions'
const ONE = `${LIST}/:id`
/** Undocumented: which of the scopes each call needs. */
const READ = ['webhooks_read', 'webhooks_manage']
const WRITE = ['webhooks_write', 'webhooks_manage']

const MOST_SUBSCRIPTIONS = 20
const MOST_KEYS = 16
const DAY_MS = 24 * 60 * 60 * 1000

export function subscriptionRoutes(attempts: () => readonly Attempt[]): readonly Route[] {
  return [
    { method: 'GET', path: LIST, scopes: READ, handle: list },
    { method: 'POST', path: LIST, scopes: WRITE, handle: subscribe },
    { method: 'GET', path: ONE, scopes: READ, handle: (call) => ok(subscriptionView(subscriptionOf(call))) },
    { method: 'DELETE', path: ONE, scopes: ['webhooks_delete', 'webhooks_manage'], handle: remove },
    { method: 'GET', path: `${ONE}/secret-key`, scopes: WRITE, handle: readKey },
    { method: 'POST', path: `${ONE}/secret-key`, scopes: WRITE, handle: createKey },
    { method: 'PUT', path: `${ONE}/activation`, scopes: WRITE, handle: activate },
    { method: 'GET', path: `${ONE}/callbacks-log`, scopes: READ, handle: (call) => listAttempts(call, attempts()) },
  ]
}

function list({ state, caller }: Call): SandboxAnswer {
  const own = [...state.subscriptions.values()].filter(({ ownerId }) => ownerId === caller.userId).map(subscriptionView)
  return ok(state.settings.subscriptionsAs === 'array' ? own : { content: own })
}

function subscribe({ state, caller, request }: Call): SandboxAnswer {
  const body = read(SubscriptionBody, request)
  if (!body.events.every((name) => EVENTS.has(name)))
    throw invalid('events: holds one that does not exist', 'INVALID_EVENT')
  const own = [...state.subscriptions.values()].filter(({ ownerId }) => ownerId === caller.userId)
  if (own.length >= MOST_SUBSCRIPTIONS) throw new Refusal(422, 'TOO_MANY_SUBSCRIPTIONS', 'There are 20 already')
  const made = { id: state.ids.uuid('subscription'), ownerId: caller.userId, status: 'inactive', keys: [] } as const
  return created(subscriptionView(put<Subscription>(state.subscriptions, { ...body, ...made })))
}

function remove(call: Call): SandboxAnswer {
  call.state.subscriptions.delete(subscriptionOf(call).id)
  return NO_CONTENT
}

function readKey(call: Call): SandboxAnswer {
  const newest = subscriptionOf(call).keys.at(-1)
  if (newest === undefined) throw notFound('secret key')
  return ok({ secretKey: newest.key })
}

/** The one before goes on for a day. */
function createKey(call: Call): SandboxAnswer {
  const { state } = call
  const subscription = subscriptionOf(call)
  const now = state.clock.now()
  const alive = subscription.keys.filter(({ expiresAt = Number.POSITIVE_INFINITY }) => expiresAt > now)
  if (alive.length >= MOST_KEYS) throw invalid('There are 16 already', 'TOO_MANY_KEYS')
  const key = newSecret()
  const before = alive.map((each) => ({ expiresAt: now + DAY_MS, ...each }))
  put(state.subscriptions, { ...subscription, keys: [...before, { key }] })
  return created({ secretKey: key })
}

/** Undocumented: what a failed handshake is answered with. */
async function activate(call: Call): Promise<SandboxAnswer> {
  if (!(await shakeHands(subscriptionOf(call).callbackUrl))) {
    throw invalid('The callback did not answer the handshake', 'HANDSHAKE_FAILED')
  }
  put(call.state.subscriptions, { ...subscriptionOf(call), status: 'active' })
  return NO_CONTENT
}

function listAttempts(call: Call, attempts: readonly Attempt[]): SandboxAnswer {
  const { id } = subscriptionOf(call)
  const wanted = call.request.query.get('callbackStatus')
  const rows = attempts.map(({ subscriptionId, isTaken, at, url, body, headers }) => {
    const status = isTaken ? 'successful' : 'failed'
    return { subscriptionId, row: { status, timestamp: timestamp(at), requestDetails: { url, body, headers } } }
  })
  const own = rows.filter(({ subscriptionId, row }) => subscriptionId === id && (wanted ?? row.status) === row.status)
  return ok(own.map(({ row }) => row))
}

function subscriptionOf({ state, caller, params }: Call): Subscription {
  const known = found(state.subscriptions.get(params.id ?? ''), 'subscription')
  if (known.ownerId !== caller.userId) throw notFound('subscription')
  return known
}
