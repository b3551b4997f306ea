import type { Counts, Plan } from './plan.ts'

/** A count, or a share of the linked records. */
export type Limit =
  | { readonly type: 'count'; readonly count: number }
  | { readonly type: 'share'; readonly share: number }

export interface Limits {
  readonly maxUpdates: Limit
  readonly maxCloses: Limit
}

/** What the guard must know of the past, read by the caller so that the decision itself is pure. */
export interface GuardFacts {
  /** Records of the flow that have a target. */
  readonly linked: number
  /** Whether a first run has passed or been approved: until then every record is new, and creates are expected. */
  readonly firstRunPassed: boolean
  /** Records closed or cleared in the last 24 hours, other than the plan's own. */
  readonly recentCloses: number
  /**
   * Records that webhooks had written in the last five minutes, other than the plan's own. A bulk that comes as a hundred
   * webhooks is one bulk, as it would be had it waited for the next run over everything (docs/decisions/0017).
   */
  readonly byWebhooks: Counts
}

export type Verdict = { readonly type: 'clear' } | { readonly type: 'hold'; readonly reasons: readonly HoldReason[] }

export interface HoldReason {
  readonly limit: 'creates' | 'updates' | 'closes' | 'closesPerDay'
  readonly count: number
  readonly allowed: number
  readonly message: string
}

/** Whether a plan may run unattended. Floors keep single edits of small sets flowing (R20, RELIABILITY §6). */
export function guard(plan: Plan, facts: GuardFacts, limits: Limits): Verdict {
  const { create, update, closes } = kindsOf(plan.counts)
  const before = kindsOf(facts.byWebhooks)
  const reasons = [
    facts.firstRunPassed && over('creates', [create, before.create], Math.max(50, facts.linked * 0.5), facts),
    over('updates', [update, before.update], Math.max(10, allowed(limits.maxUpdates, facts.linked)), facts),
    over('closes', [closes, before.closes], closesAllowed(limits, facts.linked), facts),
    over('closesPerDay', [closes, facts.recentCloses], closesPerDay(limits, facts.linked), facts),
  ].filter((reason): reason is HoldReason => Boolean(reason))
  return reasons.length === 0 ? { type: 'clear' } : { type: 'hold', reasons }
}

function kindsOf({ create, update, clear, close }: Counts) {
  return { create, update, closes: clear + close }
}

function closesAllowed(limits: Limits, linked: number): number {
  return Math.max(2, sizeScaled(linked), allowed(limits.maxCloses, linked))
}

/** A slow leak, a few closes each run, is stopped over the day; one run's allowance is never cut by it. */
function closesPerDay(limits: Limits, linked: number): number {
  return Math.max(closesAllowed(limits, linked), linked * 0.1)
}

function sizeScaled(linked: number): number {
  if (linked <= 20) return linked * 0.5
  return linked <= 200 ? linked * 0.2 : linked * 0.05
}

function allowed(limit: Limit, linked: number): number {
  return limit.type === 'count' ? limit.count : limit.share * linked
}

const names = {
  creates: 'new objects',
  updates: 'updated records',
  closes: 'closed or cleared records',
  closesPerDay: 'closed or cleared records within 24 hours',
} as const

function over(
  limit: HoldReason['limit'],
  [planned, before]: readonly [planned: number, before: number],
  ceiling: number,
  { linked }: GuardFacts,
): HoldReason | false {
  const allowedCount = Math.floor(ceiling)
  const count = planned + before
  if (planned === 0 || count <= allowedCount) return false
  const ofThem = before > 0 ? `, ${before} of them written before` : ''
  const message = `${count} ${names[limit]}${ofThem}, ${allowedCount} may pass unattended (${linked} linked)`
  return { limit, count, allowed: allowedCount, message }
}
