import { type ClientRequest, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { OrgEvent } from './model.ts'

/** How events are told to the app's `eventNotifyUrl`; tests change it while the sandbox runs. */
export interface WebhookSettings {
  url?: string
  /** Patterns such as `change.create.*`; the app is set up with them. */
  events: readonly string[]
  /** Keys as the crawled copy of the documentation spells them, without capitals. */
  lowerCaseKeys: boolean
  delayMs: number
  drop: boolean
  double: boolean
  /** Each two events arrive the later one first. */
  reorder: boolean
}

export interface Delivery {
  readonly eventId: string
  readonly code: string
  /** The receiver's status; 0 when it could not be reached. */
  readonly status: number
}

export interface Webhooks {
  readonly settings: WebhookSettings
  /** Ground truth: what was sent and what came back. */
  readonly deliveries: readonly Delivery[]
  send(event: OrgEvent): void
  /** Once everything sent so far has arrived or failed. */
  settled(): Promise<void>
  close(): void
}

export const DEFAULT_WEBHOOKS: WebhookSettings = {
  events: ['*'],
  lowerCaseKeys: false,
  delayMs: 0,
  drop: false,
  double: false,
  reorder: false,
}

/** How long an event waits for the one that overtakes it. */
const REORDER_WAIT_MS = 50

/** No signature and no retry: neither is documented (https://docs.charthop.com/developer-basics, /events). */
export function createWebhooks(
  settings: WebhookSettings,
  toBody: (event: OrgEvent) => Record<string, unknown>,
): Webhooks {
  const deliveries: Delivery[] = []
  const wait = createWaits()
  const open = new Set<ClientRequest>()
  let held: OrgEvent[] = []
  // One at a time, so that events arrive in order unless they are told not to.
  let last: Promise<void> = Promise.resolve()
  let isClosed = false

  const post = (event: OrgEvent): void => {
    const body = JSON.stringify(settings.lowerCaseKeys ? lowerKeys(toBody(event)) : toBody(event))
    const { url, delayMs } = settings
    const delayed = wait.start(delayMs)
    last = last.then(async () => {
      await delayed
      if (isClosed) return
      deliveries.push({ eventId: event.id, code: event.code, status: await deliver(url!, body, open) })
    })
  }
  const release = (): void => {
    for (const event of held.splice(0).reverse()) post(event)
  }
  return {
    settings,
    deliveries,
    send: (event) => {
      if (!settings.url || settings.drop || !settings.events.some((pattern) => matches(pattern, event.code))) return
      const copies = settings.double ? [event, event] : [event]
      const isFirst = held.length === 0
      held.push(...copies)
      if (!settings.reorder || !isFirst) release()
      else wait.start(REORDER_WAIT_MS).then(release)
    },
    settled: async () => {
      while (wait.count() > 0 || open.size > 0) await Promise.all([wait.all(), last])
      await last
    },
    close: () => {
      isClosed = true
      held = []
      wait.cancel()
      for (const request of open) request.destroy()
    },
  }
}

/** Pauses that keep no process alive and end at once when cancelled. */
function createWaits() {
  const pending = new Map<() => void, { readonly timer: NodeJS.Timeout; readonly done: Promise<void> }>()
  return {
    start: (ms: number): Promise<void> => {
      const { promise: done, resolve } = Promise.withResolvers<void>()
      const end = (): void => {
        pending.delete(end)
        resolve()
      }
      pending.set(end, { timer: setTimeout(end, ms).unref(), done })
      return done
    },
    count: () => pending.size,
    all: () => Promise.all([...pending.values()].map(({ done }) => done)),
    cancel: () => {
      for (const [end, { timer }] of pending) {
        clearTimeout(timer)
        end()
      }
    },
  }
}

function matches(pattern: string, code: string): boolean {
  const parts = pattern
    .toLowerCase()
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(code)
}

function lowerKeys(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key.toLowerCase(), value]))
}

/** One connection per delivery, none kept: an idle one would hold the receiver's close() up. */
function deliver(url: string, body: string, open: Set<ClientRequest>): Promise<number> {
  const request = url.startsWith('https:') ? requestHttps : requestHttp
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve) => {
    const end = (status: number): void => {
      open.delete(outgoing)
      resolve(status)
    }
    const outgoing = request(url, { method: 'POST', headers, agent: false }, (incoming) => {
      incoming.resume().on('close', () => end(incoming.statusCode ?? 0))
    })
    open.add(outgoing)
    outgoing.on('error', () => end(0)).end(body)
  })
}
