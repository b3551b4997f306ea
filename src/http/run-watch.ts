import { setTimeout as delay } from 'node:timers/promises'

/** How a run is, as text that is the same as long as nothing changes. */
export interface WatchedState {
  readonly text: string
  readonly isOver: boolean
}

export interface Watcher {
  /** At once, and each time it is another text. */
  tell(state: WatchedState): void
  /** There is no more to tell. */
  end(): void
}

export interface RunWatch {
  /** Until `signal` aborts or the run is over. */
  join(run: string, watcher: Watcher, signal: AbortSignal): void
}

interface Watch {
  readonly watchers: Set<Watcher>
  last?: WatchedState
}

/** Runs while they go on: the database is asked once for all who watch the same run. */
export function createRunWatch(
  load: (run: string) => Promise<WatchedState | undefined>,
  pollMs = 500,
  sleep: (ms: number) => Promise<unknown> = (ms) => delay(ms, undefined, { ref: false }),
): RunWatch {
  const watches = new Map<string, Watch>()

  function join(run: string, watcher: Watcher, signal: AbortSignal): void {
    const known = watches.get(run)
    const watch = known ?? { watchers: new Set() }
    watch.watchers.add(watcher)
    signal.addEventListener('abort', () => watch.watchers.delete(watcher), { once: true })
    if (watch.last) watcher.tell(watch.last)
    if (known) return
    watches.set(run, watch)
    void follow(run, watch)
  }

  async function follow(run: string, watch: Watch): Promise<void> {
    while (watch.watchers.size > 0 && (await look(run, watch))) await sleep(pollMs)
    watches.delete(run)
    for (const watcher of watch.watchers) watcher.end()
  }

  /** Whether there may be more to see. A database that is away is asked again. */
  async function look(run: string, watch: Watch): Promise<boolean> {
    const state = await load(run).catch(() => 'away' as const)
    if (state === 'away') return true
    if (state && state.text !== watch.last?.text) for (const watcher of watch.watchers) watcher.tell(state)
    if (state) watch.last = state
    return state !== undefined && !state.isOver
  }

  return { join }
}
