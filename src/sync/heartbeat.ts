import { setTimeout as delay } from 'node:timers/promises'
import { type Lease, leaseMs, renewLease } from '../store/leases.ts'
import type { Engine } from './engine.ts'

/** A lease, and since when we have it. */
export interface Held {
  readonly lease: Lease
  /** By our own clock, from before the database was asked. */
  readonly askedAt: number
}

export interface Heartbeat {
  holdsLease(): boolean
  stop(): Promise<void>
}

/** Loses no time on a lease that is gone: the signal stops the run before its next write. */
export function keepLease(
  { db, leaseMs: ttlMs = leaseMs }: Engine,
  { lease, askedAt }: Held,
  stop: AbortController,
): Heartbeat {
  const end = new AbortController()
  let heldSince = askedAt
  const beat = async () => {
    for (;;) {
      await delay(ttlMs / 4, undefined, { signal: end.signal, ref: false })
      const before = performance.now()
      const renewed = await renewLease(db, lease, ttlMs).catch(() => 'unknown' as const)
      if (renewed === false) return stop.abort()
      if (renewed === true) heldSince = before
    }
  }
  const beating = beat().catch(() => {})
  return {
    holdsLease: () => performance.now() - heldSince < ttlMs,
    async stop() {
      end.abort()
      await beating
    },
  }
}
