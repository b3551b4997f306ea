import { createWaits, type Waited } from './waits.ts'

export interface Rate {
  readonly perSecond: number
  readonly inFlight: number
}

export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>

/** One per vendor account. Callers are served in the order they came. */
export interface RateLimit {
  /** Waits for a place; call what it gives back when the call is over. Rejects when `signal` aborts first. */
  take(signal: AbortSignal): Promise<() => void>
  /** The vendor said "too many": everybody waits `pauseMs`, then goes on at half the rate. */
  slowDown(pauseMs: number): void
  /** The wait of one refused call before it is sent again. */
  pause(ms: number, signal: AbortSignal): Promise<void>
  /** What waiting for the rate cost since this was last asked. That others are in flight is no such wait. */
  takeWaited(): Waited
  /** The rate in use now, for metrics. */
  current(): Rate
}

/** A vendor that still refuses us at 1/32 has another trouble than our rate. */
const LOWEST = 1 / 32
/** From half to full in 25 s: fast enough after a burst by somebody else, slow enough to cause few refusals. */
const GROWTH_PER_SECOND = 0.02
const HALVE_AT_MOST_EVERY_MS = 1000

/**
 * A token bucket and a limit of calls in flight, both scaled by one factor: halved on a refusal (several calls in
 * flight are refused together, hence at most once a second), grown back evenly with time.
 */
export function createRateLimit(full: Rate, clock: () => number, sleep: Sleep): RateLimit {
  const burst = Math.max(full.inFlight, 5)
  const waits = createWaits(clock)
  let factor = 1
  let tokens = burst
  let at = clock()
  let halvedAt = Number.NEGATIVE_INFINITY
  let pausedUntil = Number.NEGATIVE_INFINITY
  let inFlight = 0
  let tail: Promise<unknown> = Promise.resolve()
  let wake = () => {}

  function take(signal: AbortSignal): Promise<() => void> {
    const place = tail.then(() => waitForPlace(signal))
    tail = place.catch(() => {})
    return place
  }

  async function waitForPlace(signal: AbortSignal): Promise<() => void> {
    for (;;) {
      signal.throwIfAborted()
      if (inFlight >= current().inFlight) await nextRelease(signal)
      else if (waitMs() > 0) await pause(waitMs(), signal)
      else return occupy()
    }
  }

  function pause(ms: number, signal: AbortSignal): Promise<void> {
    return waits.note(() => sleep(ms, signal))
  }

  function waitMs(): number {
    refill()
    const forToken = tokens >= 1 ? 0 : ((1 - tokens) / (full.perSecond * factor)) * 1000
    return Math.ceil(Math.max(forToken, pausedUntil - at))
  }

  function occupy(): () => void {
    tokens -= 1
    inFlight += 1
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      inFlight -= 1
      wake()
    }
  }

  function refill(): void {
    const elapsed = Math.max(0, clock() - at) / 1000
    at += elapsed * 1000
    tokens = Math.min(burst, tokens + elapsed * full.perSecond * factor)
    factor = Math.min(1, factor + elapsed * GROWTH_PER_SECOND)
  }

  /** The limit itself may grow while we wait, so look again each second even if no call ends. */
  function nextRelease(signal: AbortSignal): Promise<void> {
    const released = new Promise<void>((resolve) => {
      wake = resolve
    })
    const stop = new AbortController()
    const either = AbortSignal.any([signal, stop.signal])
    const aSecond = sleep(1000, either).catch(() => {})
    return Promise.race([released, aSecond]).finally(() => stop.abort())
  }

  function slowDown(pauseMs: number): void {
    refill()
    pausedUntil = Math.max(pausedUntil, at + pauseMs)
    tokens = Math.min(tokens, 1)
    if (at - halvedAt < HALVE_AT_MOST_EVERY_MS) return
    halvedAt = at
    factor = Math.max(LOWEST, factor / 2)
  }

  function current(): Rate {
    refill()
    return { perSecond: full.perSecond * factor, inFlight: Math.max(1, Math.floor(full.inFlight * factor)) }
  }

  return { take, slowDown, pause, takeWaited: waits.take, current }
}
