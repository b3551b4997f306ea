/** Objects of one kind: what they are, what a lagging reader sees, and the order in which they changed. */
export interface Collection<T extends { readonly id: string }> {
  readonly size: number
  /** The truth, now. */
  get(id: string): T | undefined
  all(): IteratorObject<T>
  /** What a reader of the API sees: behind the truth by the lag. */
  read(id: string): T | undefined
  readAll(): IteratorObject<T>
  /** A silent change is one that incremental lists do not report. */
  put(value: T, options?: { readonly silent?: boolean }): T
  remove(id: string): void
  /** How many changes a reader can see now. */
  visibleChanges(): number
  page(query: PageQuery<T>): Page<T>
}

export interface PageQuery<T> {
  readonly from: number
  readonly size: number
  /** Set for an incremental list: the number of changes at which the run ends. */
  readonly upTo?: number
  readonly keep: (value: T, createdAt: number) => boolean
}

export interface Page<T> {
  readonly values: readonly T[]
  /** Where the next page starts; undefined on the last. */
  readonly next?: number
}

export interface Timing {
  now(): number
  lagMs(): number
}

interface Kept<T> {
  value: T
  readonly createdAt: number
  changedAs: number
  /** Former values, oldest first, only as far back as a lagging reader can look. */
  past: { readonly until: number; readonly value: T | undefined }[]
}

export function createCollection<T extends { readonly id: string }>(timing: Timing): Collection<T> {
  const kept = new Map<string, Kept<T>>()
  // Positions never move, so a cursor into either list stays valid: an id that is gone is skipped.
  const order: string[] = []
  const changes: { readonly id: string; readonly at: number }[] = []

  const visible = (id: string): T | undefined => {
    const entry = kept.get(id)
    return entry === undefined ? undefined : asSeen(entry, timing)
  }

  return {
    get size() {
      return kept.size
    },
    get: (id) => kept.get(id)?.value,
    all: () => kept.values().map(({ value }) => value),
    read: visible,
    readAll: () =>
      order
        .values()
        .map(visible)
        .filter((value) => value !== undefined),
    put: (value, options = {}) => {
      const at = timing.now()
      const entry = kept.get(value.id)
      if (entry === undefined || options.silent !== true) changes.push({ id: value.id, at })
      if (entry === undefined) {
        order.push(value.id)
        const past = timing.lagMs() > 0 ? [{ until: at, value: undefined }] : []
        kept.set(value.id, { value, createdAt: at, changedAs: changes.length, past })
        return value
      }
      remember(entry, timing)
      entry.value = value
      if (options.silent !== true) entry.changedAs = changes.length
      return value
    },
    remove: (id) => {
      kept.delete(id)
    },
    visibleChanges: () => {
      let count = changes.length
      while (count > 0 && timing.lagMs() > 0 && (changes[count - 1]?.at ?? 0) > timing.now() - timing.lagMs())
        count -= 1
      return count
    },
    page: ({ from, size, upTo, keep }) => {
      const end = upTo ?? order.length
      const values: T[] = []
      for (let position = from; position < end; position += 1) {
        const id = upTo === undefined ? order[position] : changes[position]?.id
        const entry = id === undefined ? undefined : kept.get(id)
        // An object that changed again is reported once, at its latest change.
        if (entry === undefined || (upTo !== undefined && entry.changedAs !== position + 1)) continue
        const value = asSeen(entry, timing)
        if (value === undefined || !keep(value, entry.createdAt)) continue
        if (values.length === size) return { values, next: position }
        values.push(value)
      }
      return { values }
    },
  }
}

function asSeen<T>(entry: Kept<T>, timing: Timing): T | undefined {
  if (timing.lagMs() === 0) return entry.value
  const moment = timing.now() - timing.lagMs()
  const former = entry.past.find(({ until }) => until > moment)
  return former === undefined ? entry.value : former.value
}

function remember<T>(entry: Kept<T>, timing: Timing): void {
  if (timing.lagMs() === 0) {
    entry.past = []
    return
  }
  const moment = timing.now() - timing.lagMs()
  entry.past = entry.past.filter(({ until }) => until > moment)
  entry.past.push({ until: timing.now(), value: entry.value })
}
