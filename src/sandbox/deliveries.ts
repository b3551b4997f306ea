import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'

/** How deliveries misbehave; tests change it while the sandbox runs. */
export interface DeliverySettings {
  delayMs: number
  drop: boolean
  double: boolean
  /** Each two deliveries arrive the later one first. */
  reorder: boolean
  /** How often a delivery is tried again until a 2xx comes. No policy is published. */
  retries: number
  retryDelayMs: number
}

export const DEFAULT_DELIVERIES: DeliverySettings = {
  delayMs: 0,
  drop: false,
  double: false,
  reorder: false,
  retries: 0,
  retryDelayMs: 0,
}

export interface Parcel {
  readonly url: string
  readonly method: 'POST' | 'PUT'
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

export interface Delivery extends Parcel {
  /** The receiver's status; 0 when no answer came. */
  readonly status: number
}

export interface Deliveries {
  /** Ground truth: every attempt, in the order they ended. */
  readonly attempts: readonly Delivery[]
  send(parcel: Parcel): void
  /** Once everything sent so far has arrived or is given up. */
  settled(): Promise<void>
  close(): void
}

/** How long a delivery waits for the one that overtakes it. */
const REORDER_WAIT_MS = 50
const ANSWER_WAIT_MS = 10_000

export function createDeliveries(settings: DeliverySettings): Deliveries {
  const attempts: Delivery[] = []
  const open = new Set<Promise<void>>()
  const closing = new AbortController()
  const { signal } = closing
  let held: Parcel[] = []
  // One at a time, so that they arrive in order unless they are told not to.
  let last: Promise<void> = Promise.resolve()

  const track = (work: Promise<void>): void => {
    const tracked = work.finally(() => open.delete(tracked))
    open.add(tracked)
  }
  const attempt = async (parcel: Parcel): Promise<void> => {
    for (let tries = 0; tries <= settings.retries && !signal.aborted; tries += 1) {
      if (tries > 0) await pause(settings.retryDelayMs, signal)
      const status = await post(parcel, signal)
      if (signal.aborted) return
      attempts.push({ ...parcel, status })
      if (status >= 200 && status < 300) return
    }
  }
  const enqueue = (parcel: Parcel): void => {
    const due = pause(settings.delayMs, signal)
    last = last.then(() => due).then(() => attempt(parcel))
    track(last)
  }
  const release = (): void => {
    for (const parcel of held.splice(0).reverse()) enqueue(parcel)
  }
  return {
    attempts,
    send: (parcel) => {
      if (settings.drop || signal.aborted) return
      const isFirst = held.length === 0
      held.push(...(settings.double ? [parcel, parcel] : [parcel]))
      if (settings.reorder && isFirst) track(pause(REORDER_WAIT_MS, signal).then(release))
      else release()
    },
    settled: async () => {
      while (open.size > 0) await Promise.all(open)
    },
    close: () => {
      held = []
      closing.abort()
    },
  }
}

/** Keeps no process alive, and ends at once when everything closes. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { ref: false, signal }).catch(() => undefined)
}

/** One connection per delivery, none kept: an idle one would hold the receiver's close() up. */
function post({ url, method, headers, body }: Parcel, closing: AbortSignal): Promise<number> {
  const text = JSON.stringify(body)
  const request = url.startsWith('https:') ? requestHttps : requestHttp
  const options = {
    method,
    agent: false as const,
    signal: AbortSignal.any([closing, AbortSignal.timeout(ANSWER_WAIT_MS)]),
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers },
  }
  return new Promise((resolve) => {
    const outgoing = request(url, options, (incoming) => {
      incoming.resume().on('close', () => resolve(incoming.statusCode ?? 0))
    })
    outgoing.on('error', () => resolve(0)).end(text)
  })
}
