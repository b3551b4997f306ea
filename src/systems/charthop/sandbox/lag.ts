import type { SandboxClock } from '../../../sandbox/clock.ts'

/** Keeps what a thing looked like before its last write, for as long as reads are told to lag behind. */
export interface Lag {
  /** To be called before the thing changes; undefined means it did not exist. */
  note(id: string, before: unknown): void
  /** What a reader gets: the state before the last write while the lag lasts, the present one afterwards. */
  read<T>(id: string, present: T | undefined): T | undefined
  /** Whether anything may still be seen as it was. */
  isOn(): boolean
}

export function createLag(clock: SandboxClock, lagMs: () => number): Lag {
  const earlier = new Map<string, { readonly view: unknown; readonly until: number }>()
  const forget = (): void => {
    for (const [id, { until }] of earlier) if (until <= clock.now()) earlier.delete(id)
  }
  return {
    note: (id, before) => {
      if (lagMs() > 0) earlier.set(id, { view: before, until: clock.now() + lagMs() })
    },
    read: <T>(id: string, present: T | undefined) => {
      const kept = earlier.get(id)
      return kept && kept.until > clock.now() ? (kept.view as T | undefined) : present
    },
    isOn: () => {
      forget()
      return earlier.size > 0
    },
  }
}
