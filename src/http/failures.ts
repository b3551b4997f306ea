import { isIPv6 } from 'node:net'

/** Wrong tokens an address may send within the window before it is told to wait. */
const ALLOWED = 20
const WINDOW_MS = 60_000
/** The oldest are forgotten beyond this: memory stays flat however many addresses are tried from. */
const MOST_ADDRESSES = 10_000

export interface Failures {
  /** Notes one, and says how many seconds to wait when there have been too many. */
  note(address: string): number | undefined
  readonly size: number
}

export function createFailures(now: () => number = Date.now): Failures {
  const counts = new Map<string, { count: number; readonly until: number }>()
  return {
    get size() {
      return counts.size
    },
    note(address) {
      const key = placeOf(address)
      const known = counts.get(key)
      const entry = known && known.until > now() ? known : { count: 0, until: now() + WINDOW_MS }
      entry.count += 1
      counts.delete(key)
      counts.set(key, entry)
      if (counts.size > MOST_ADDRESSES) counts.delete(counts.keys().next().value!)
      return entry.count > ALLOWED ? Math.ceil((entry.until - now()) / 1000) : undefined
    },
  }
}

/** Whoever has one IPv6 address has the 2^64 beside it too. */
function placeOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address
  const [head = '', tail = ''] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  const after = tail.split(':').filter(Boolean)
  const zeros = address.includes('::') ? Array.from({ length: 8 - groups.length - after.length }, () => '0') : []
  return [...groups, ...zeros, ...after].slice(0, 4).join(':')
}
