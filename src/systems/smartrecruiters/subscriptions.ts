import { z } from 'zod'
import { UnknownOutcomeError } from '../../lib/errors.ts'
import { isObject, looseText, textOf } from '../../lib/loose.ts'
import { id } from './application-schema.ts'
import { type Ask, factsOf, newId, readJson, readOne, type Written, write } from './call.ts'
import { wholeList } from './paging.ts'

/** A webhook. https://developers.smartrecruiters.com/docs/activating-webhook-subscriptions */
export interface Subscription {
  readonly id: string
  readonly callbackUrl: string
  readonly events: readonly string[]
  readonly isActive: boolean
}

export interface NewSubscription {
  readonly callbackUrl: string
  readonly events: readonly string[]
  /** Where SmartRecruiters writes to when deliveries fail. */
  readonly alertingEmailAddress?: string
}

/** What the connector looks at. A change of status or step comes as one of the first two; no body says which. */
export const USEFUL_EVENTS: readonly string[] = [
  ...['application.status.updated', 'application.created', 'candidate.updated', 'candidate.deleted'],
  ...['job.updated', 'job.hiring-team.updated'],
]

/** To subscribe: create it, make its key and keep that, be reachable, and activate it. Nothing is delivered before. */
export interface SubscriptionCalls {
  subscriptions(): Promise<readonly Subscription[]>
  /** Inactive at first. Look at `subscriptions` first: nothing stops a second one, and there may be 20. */
  subscribe(input: NewSubscription): Promise<Written & { readonly id: string }>
  /** A new one; those before it sign for another 24 hours. There may be 16. */
  createSecretKey(subscriptionId: string): Promise<string>
  /** The newest; undefined where none was made. */
  secretKey(subscriptionId: string): Promise<string | undefined>
  /** While this call is under way, SmartRecruiters asks the callback for the handshake. */
  activate(subscriptionId: string): Promise<Written>
}

export function subscriptionCalls(ask: Ask): SubscriptionCalls {
  return {
    subscriptions: () =>
      wholeList(ask, {
        endpoint: 'GET /webhooks-api/v201907/subscriptions',
        query: { limit: 20 },
        row: SubscriptionRow,
      }),
    subscribe: (input) => subscribe(ask, input),
    createSecretKey: (id) => createSecretKey(ask, id),
    secretKey: async (id) => {
      const endpoint = 'GET /webhooks-api/v201907/subscriptions/{id}/secret-key'
      const answered = await readOne(ask, { endpoint, ids: { id } })
      return answered && keyIn(readJson(answered))
    },
    activate: async (id) => {
      const endpoint = 'PUT /webhooks-api/v201907/subscriptions/{id}/activation'
      const { answer } = await write(ask, { endpoint, ids: { id }, effect: 'repeatable' })
      return { requestId: answer.requestId }
    },
  }
}

/** An event is `{ name, version }`, or its name alone as it was sent. */
const event = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])

const SubscriptionRow = z
  .object({ id, callbackUrl: z.string(), events: z.array(event), status: looseText })
  .transform(({ status, ...row }): Subscription => ({ ...row, isActive: status?.toLowerCase() === 'active' }))

async function subscribe(ask: Ask, { callbackUrl, events, alertingEmailAddress }: NewSubscription) {
  const body = { callbackUrl, events: [...events], alertingEmailAddress }
  const answered = await write(ask, { endpoint: 'POST /webhooks-api/v201907/subscriptions', body, effect: 'once' })
  return { id: newId(answered), requestId: answered.answer.requestId }
}

async function createSecretKey(ask: Ask, id: string): Promise<string> {
  const endpoint = 'POST /webhooks-api/v201907/subscriptions/{id}/secret-key'
  const answered = await write(ask, { endpoint, ids: { id }, effect: 'once' })
  const key = keyIn(answered.answer.body)
  if (key !== undefined) return key
  throw new UnknownOutcomeError('SmartRecruiters made a secret key and did not tell it', factsOf(answered))
}

function keyIn(body: unknown): string | undefined {
  return isObject(body) ? textOf(body.secretKey) : undefined
}
