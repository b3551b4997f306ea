import type { SandboxAnswer } from './exchange.ts'

/** What goes wrong with one call. The first group happens instead of handling the call, the second after it. */
export type Fault =
  | {
      readonly type: 'status'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: unknown
    }
  | { readonly type: 'resetBeforeApply' }
  /** A proxy's page with status 200. */
  | { readonly type: 'html' }
  /** The call is handled, then the connection is cut after `ms` (at once when left out) without an answer. */
  | { readonly type: 'timeoutAfterApply'; readonly ms?: number }
  | { readonly type: 'truncatedBody' }
  | { readonly type: 'answer'; readonly change: (answer: SandboxAnswer) => SandboxAnswer }
  | { readonly type: 'latency'; readonly ms: number }

export interface FaultRule {
  /** A prefix of the path, or an expression the path must match. Left out: every path. */
  readonly match?: string | RegExp
  readonly method?: string
  /** How many calls it hits before it is spent. Left out: until removed. */
  readonly times?: number
  /** How many matching calls pass untouched first. */
  readonly after?: number
  readonly fault: Fault
}

export interface Faults {
  add(rule: FaultRule): { remove(): void }
  clear(): void
}

/** Everything that befalls one call: any number of delays and changed answers, and at most one `end`. */
export interface CallFaults {
  readonly latencyMs: number
  readonly changes: readonly ((answer: SandboxAnswer) => SandboxAnswer)[]
  readonly end: Exclude<Fault, { type: 'latency' | 'answer' }> | undefined
}

interface ActiveRule {
  readonly rule: FaultRule
  seen: number
  hits: number
}

export function createFaults(): Faults & { take(method: string, path: string): CallFaults } {
  let active: ActiveRule[] = []
  return {
    add: (rule) => {
      const entry: ActiveRule = { rule, seen: 0, hits: 0 }
      active.push(entry)
      return {
        remove: () => {
          active = active.filter((other) => other !== entry)
        },
      }
    },
    clear: () => {
      active = []
    },
    take: (method, path) => collect(active, method, path),
  }
}

function collect(active: readonly ActiveRule[], method: string, path: string): CallFaults {
  let latencyMs = 0
  let end: CallFaults['end']
  const changes: ((answer: SandboxAnswer) => SandboxAnswer)[] = []
  for (const entry of active) {
    if (!matches(entry.rule, method, path)) continue
    const { fault } = entry.rule
    // A rule that waits behind another one's end is not spent by this call.
    const isShadowed = fault.type !== 'latency' && fault.type !== 'answer' && end !== undefined
    if (isShadowed || !hits(entry)) continue
    if (fault.type === 'latency') latencyMs += fault.ms
    else if (fault.type === 'answer') changes.push(fault.change)
    else end = fault
  }
  return { latencyMs, changes, end }
}

function matches({ match, method }: FaultRule, callMethod: string, path: string): boolean {
  if (method !== undefined && method.toUpperCase() !== callMethod) return false
  if (match === undefined) return true
  // search() ignores lastIndex, so an expression with the g flag matches every time.
  return typeof match === 'string' ? path.startsWith(match) : path.search(match) !== -1
}

function hits(entry: ActiveRule): boolean {
  entry.seen += 1
  if (entry.seen <= (entry.rule.after ?? 0)) return false
  if (entry.hits >= (entry.rule.times ?? Number.POSITIVE_INFINITY)) return false
  entry.hits += 1
  return true
}
