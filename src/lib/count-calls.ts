import type { Call } from './http-client.ts'
import type { Waited } from './waits.ts'

/** Of one system: what its rate limit cost, and how many calls were sent again. */
export interface SystemWaits extends Waited {
  readonly retries: number
}

export interface CallCounts {
  note(call: Call): void
  /** Calls since this was last asked, by method and path template. */
  take(): Readonly<Record<string, number>>
  /** Of the calls that `take` would tell of now, by system; of those only that waited or were sent again. */
  waits(): Readonly<Record<string, SystemWaits>>
}

/** Counts calls on their way to whoever is told of each. */
export function countCalls(onCall: (call: Call) => void): CallCounts {
  let counts: Record<string, number> = {}
  let waits: Record<string, SystemWaits> = {}
  return {
    note(call) {
      const name = `${call.method} ${call.template}`
      counts[name] = (counts[name] ?? 0) + 1
      const known = waits[call.system]
      const isAgain = call.attempt > 1
      if (call.waited.count > 0 || isAgain) waits[call.system] = sum(known, call.waited, isAgain ? 1 : 0)
      onCall(call)
    },
    take() {
      const taken = counts
      counts = {}
      waits = {}
      return taken
    },
    waits: () => Object.fromEntries(Object.entries(waits).map(([system, one]) => [system, rounded(one)])),
  }
}

const none: SystemWaits = { count: 0, ms: 0, retries: 0 }

function sum({ count, ms, retries } = none, waited: Waited, again: number): SystemWaits {
  return { count: count + waited.count, ms: ms + waited.ms, retries: retries + again }
}

function rounded({ count, ms, retries }: SystemWaits): SystemWaits {
  return { count, ms: Math.round(ms), retries }
}
