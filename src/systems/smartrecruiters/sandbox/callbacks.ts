import { setTimeout as sleep } from 'node:timers/promises'
import { type Parcel, signed } from './delivery.ts'
import type { Event } from './events.ts'
import type { Subscription } from './model.ts'
import { post } from './post.ts'
import type { State } from './state.ts'

/** How deliveries misbehave, and what is not documented of them; tests change it while the sandbox runs. */
export interface CallbackSettings {
  delayMs: number
  drop: boolean
  double: boolean
  /** How long a minute is between attempts. */
  minuteMs: number
  /** Undocumented in truth: the pages say that anything but 202 is a failure. */
  takesAny2xx: boolean
  /** Undocumented: after how many failures in a row a subscription is made inactive. */
  suspendAfter: number
  answerWaitMs: number
}

export const DEFAULT_CALLBACKS: CallbackSettings = {
  ...{ delayMs: 0, drop: false, double: false, minuteMs: 60_000 },
  ...{ takesAny2xx: false, suspendAfter: 50, answerWaitMs: 5000 },
}

export interface Attempt {
  readonly subscriptionId: string
  readonly event: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** 0 when no answer came in time. */
  readonly status: number
  readonly isTaken: boolean
  readonly at: number
}

export interface Callbacks {
  readonly settings: CallbackSettings
  /** Ground truth: every attempt, in the order they ended. */
  readonly attempts: readonly Attempt[]
  tell(event: Event): void
  /** Once everything has arrived or is given up; what is to be tried again later than in a second is not waited for. */
  settled(): Promise<void>
  close(): void
}

/** Those in the middle and at the end are not told: https://developers.smartrecruiters.com/docs/receiving-webhook-notifications */
const RETRY_MINUTES = [1, 3, 10, 45, 120, 240, 480, 960, 1440, 1440]

export function createCallbacks(given: Partial<CallbackSettings>, state: State, origin: () => string): Callbacks {
  const settings: CallbackSettings = { ...DEFAULT_CALLBACKS, ...given }
  const attempts: Attempt[] = []
  const failures = new Map<string, number>()
  const open = new Set<Promise<void>>()
  const closing = new AbortController()
  const { signal } = closing
  let last: Promise<void> = Promise.resolve()

  const track = (work: Promise<void>): void => {
    const tracked = work.finally(() => open.delete(tracked))
    open.add(tracked)
  }
  const attempt = async (parcel: Parcel, tried: number): Promise<void> => {
    const subscription = state.subscriptions.get(parcel.subscriptionId)
    if (subscription?.status !== 'active' || signal.aborted) return
    const sent = signed(subscription, parcel, state, origin())
    const { status } = await post({ ...sent, waitMs: settings.answerWaitMs, signal })
    if (signal.aborted) return
    const isTaken = settings.takesAny2xx ? status >= 200 && status < 300 : status === 202
    attempts.push({
      ...sent,
      subscriptionId: subscription.id,
      event: parcel.event.name,
      status,
      isTaken,
      at: state.clock.now(),
    })
    count(subscription, isTaken)
    if (!isTaken) tryAgain(parcel, tried)
  }
  const count = ({ id }: Subscription, isTaken: boolean): void => {
    const inARow = isTaken ? 0 : (failures.get(id) ?? 0) + 1
    failures.set(id, inARow)
    const subscription = state.subscriptions.get(id)
    if (inARow >= settings.suspendAfter && subscription)
      state.subscriptions.set(id, { ...subscription, status: 'inactive' })
  }
  const tryAgain = (parcel: Parcel, tried: number): void => {
    const minutes = RETRY_MINUTES[tried]
    if (minutes === undefined) return
    const waitMs = minutes * settings.minuteMs
    const retried = pause(waitMs, signal).then(() => attempt(parcel, tried + 1))
    if (waitMs <= 1000) track(retried)
  }
  const send = (parcel: Parcel): void => {
    const due = pause(settings.delayMs, signal)
    // First attempts arrive in order; later ones do not hold others up.
    last = last.then(() => due).then(() => attempt(parcel, 0))
    track(last)
  }
  return {
    ...{ settings, attempts },
    tell: (event) => {
      for (const { id, status, events } of state.subscriptions.values()) {
        if (status !== 'active' || !events.includes(event.name) || settings.drop) continue
        const parcel = { subscriptionId: id, eventId: state.ids.uuid('event'), event }
        send(parcel)
        if (settings.double) send(parcel)
      }
    },
    settled: async () => {
      while (open.size > 0) await Promise.all(open)
    },
    close: () => closing.abort(),
  }
}

/** Keeps no process alive, and ends at once when everything closes. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { ref: false, signal }).catch(() => undefined)
}
