import { createHmac, randomUUID } from 'node:crypto'
import { post } from './post.ts'
import type { Settings } from './settings.ts'

export interface Webhook {
  readonly id: string
  readonly enabled: boolean
  readonly requestUrl: string
  readonly secretToken: string
  readonly webhookType: string
}

/** Something happened that webhooks tell about: Ashby's action name and its `data`. */
export interface FiredEvent {
  readonly action: string
  readonly data: unknown
}

export interface Attempt {
  readonly at: number
  readonly webhookId: string
  readonly webhookActionId: string
  readonly action: string
  /** 1 for the first. */
  readonly attempt: number
  /** Undefined when no answer came. */
  readonly status: number | undefined
}

export interface Deliveries {
  /** Every attempt that was made, in order of its end. */
  readonly attempts: readonly Attempt[]
  send(webhooks: Iterable<Webhook>, event: FiredEvent, webhookActionId: string): void
  /** Whether the webhook may stay enabled. */
  ping(webhook: Webhook): Promise<boolean>
  /** The next deliveries are lost, or sent twice. */
  drop(times?: number): void
  double(times?: number): void
  /** Keeps deliveries back until they are released, in another order if wished. */
  hold(): void
  release(order?: 'asHappened' | 'reversed'): void
  /** Ends drop, double and hold; what was held is sent. */
  behave(): void
  /** When nothing is on the wire; retries that wait for their time do not count. */
  settled(): Promise<void>
  close(): void
}

interface Parcel {
  readonly webhook: Webhook
  readonly action: string
  readonly webhookActionId: string
  readonly body: string
}

/** https://developers.ashbyhq.com/docs/retries: these answers end a delivery for good. */
const NEVER_RETRIED: ReadonlySet<number | undefined> = new Set([401, 403, 404, 405, 410])
const MAX_ATTEMPTS = 10

export function createDeliveries(settings: Settings, now: () => number): Deliveries {
  const attempts: Attempt[] = []
  const onTheWire = new Set<Promise<unknown>>()
  const timers = new Set<NodeJS.Timeout>()
  const closing = new AbortController()
  let drops = 0
  let doubles = 0
  let held: Parcel[] | undefined

  const deliver = async (parcel: Parcel, attempt: number): Promise<number | undefined> => {
    const { webhook, body, action, webhookActionId } = parcel
    const { requestUrl: url } = webhook
    const status = await post({
      url,
      body,
      headers: headersOf(webhook, body),
      timeoutMs: settings.webhookTimeoutMs,
      signal: closing.signal,
    })
    attempts.push({ at: now(), webhookId: webhook.id, webhookActionId, action, attempt, status })
    return status
  }
  const start = (parcel: Parcel, attempt: number): Promise<void> => {
    if (closing.signal.aborted) return Promise.resolve()
    const running = deliver(parcel, attempt).then((status) => {
      onTheWire.delete(running)
      if (isAcknowledged(status) || NEVER_RETRIED.has(status) || attempt >= MAX_ATTEMPTS) return
      later(() => start(parcel, attempt + 1), retryDelayMs(attempt) * settings.retryDelayScale)
    })
    onTheWire.add(running)
    return running
  }
  const later = (act: () => void, delayMs: number): void => {
    if (closing.signal.aborted) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      act()
    }, delayMs)
    timers.add(timer.unref())
  }
  const dispatch = async (parcel: Parcel): Promise<void> => {
    if (drops > 0) {
      drops -= 1
    } else if (held !== undefined) {
      held.push(parcel)
    } else {
      const isDoubled = doubles > 0
      doubles = Math.max(0, doubles - 1)
      await Promise.all([start(parcel, 1), isDoubled && start(parcel, 1)])
    }
  }
  const release = (order = 'asHappened'): void => {
    const parcels = held ?? []
    held = undefined
    // One after the other, or the network would make the order.
    const sending: Promise<unknown> = (async (): Promise<void> => {
      for (const parcel of order === 'reversed' ? parcels.toReversed() : parcels) await dispatch(parcel)
    })().then(() => onTheWire.delete(sending))
    onTheWire.add(sending)
  }

  return {
    attempts,
    send: (webhooks, { action, data }, webhookActionId) => {
      const body = JSON.stringify({ webhookActionId, action, data })
      for (const webhook of webhooks) {
        if (webhook.enabled && webhook.webhookType === action) void dispatch({ webhook, action, webhookActionId, body })
      }
    },
    ping: async (webhook) => {
      const webhookActionId = randomUUID()
      const body = JSON.stringify({ webhookActionId, action: 'ping', data: { webhookActionType: 'ping' } })
      const status = await deliver({ webhook, action: 'ping', webhookActionId, body }, 1)
      return status !== undefined && status <= 400
    },
    drop: (times = Number.POSITIVE_INFINITY) => {
      drops = times
    },
    double: (times = Number.POSITIVE_INFINITY) => {
      doubles = times
    },
    hold: () => {
      held ??= []
    },
    release,
    behave: () => {
      drops = 0
      doubles = 0
      release()
    },
    settled: async () => {
      while (onTheWire.size > 0) await Promise.all(onTheWire)
    },
    close: () => {
      closing.abort()
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}

/** After the nth attempt: 10, 30, 70, 150 … seconds. */
export function retryDelayMs(attempt: number): number {
  return (2 ** attempt - 1) * 10_000
}

function headersOf({ secretToken }: Webhook, body: string): Record<string, string> {
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Ashby-Webhook-Sandbox',
  }
  // Without a secret there is no signature.
  if (secretToken === '') return headers
  return { ...headers, 'ashby-signature': `sha256=${createHmac('sha256', secretToken).update(body).digest('hex')}` }
}

function isAcknowledged(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 300
}
