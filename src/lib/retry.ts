import { type CallFacts, FatalError, RetryableError, UnknownOutcomeError } from './errors.ts'

/** May a call be sent again after an unclear answer? `once` never is. */
export type Effect = 'read' | 'repeatable' | 'once'

export interface RetryPolicy {
  readonly attempts: number
  /** No attempt begins later than this after the first. */
  readonly maxTotalMs: number
  /** A vendor that asks for more than this is not waited for: the run comes back later. */
  readonly maxRetryAfterMs: number
}

export type Failure =
  | { readonly type: 'rate_limited'; readonly retryAfterMs?: number }
  /** `reached` is false only when it is certain that no byte of the request left this machine. */
  | { readonly type: 'failed'; readonly reason: string; readonly reached: boolean; readonly retryAfterMs?: number }
  | { readonly type: 'refused'; readonly reason: string; readonly reached: boolean }

export interface Tried {
  readonly attempt: number
  readonly elapsedMs: number
  readonly facts: CallFacts
}

export type Verdict = { readonly type: 'wait'; readonly ms: number } | { readonly type: 'throw'; readonly error: Error }

export const DEFAULT_RETRY: RetryPolicy = { attempts: 5, maxTotalMs: 120_000, maxRetryAfterMs: 60_000 }

/** What to do after a failed attempt. Pure. */
export function afterFailure(
  failure: Failure,
  effect: Effect,
  tried: Tried,
  policy: RetryPolicy,
  random: () => number,
): Verdict {
  if (effect === 'once' && failure.type !== 'rate_limited' && failure.reached) return unknown(failure.reason, tried)
  if (failure.type === 'refused') return { type: 'throw', error: new FatalError(failure.reason, tried.facts) }

  const asked = failure.retryAfterMs
  if (asked !== undefined && asked > policy.maxRetryAfterMs) return tooLong(asked, tried, policy)
  const ms = asked ?? backoffMs(tried.attempt, random)
  const isSpent = tried.attempt >= policy.attempts || tried.elapsedMs + ms > policy.maxTotalMs
  return isSpent ? spent(failure, tried) : { type: 'wait', ms }
}

/** Full jitter: anything up to 0.5 s, 1 s, 2 s, … so that callers who failed together do not come back together. */
export function backoffMs(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(30_000, 500 * 2 ** (attempt - 1)))
}

function unknown(reason: string, { facts }: Tried): Verdict {
  const error = new UnknownOutcomeError(`${reason}; the write may or may not have been applied`, facts)
  return { type: 'throw', error }
}

function tooLong(askedMs: number, { facts }: Tried, { maxRetryAfterMs }: RetryPolicy): Verdict {
  const message = `The server asks to wait ${seconds(askedMs)}, more than the ${seconds(maxRetryAfterMs)} a call waits; a later run goes on`
  return { type: 'throw', error: new RetryableError(message, { ...facts, retryAfterMs: askedMs }) }
}

function spent(failure: Exclude<Failure, { type: 'refused' }>, { attempt, elapsedMs, facts }: Tried): Verdict {
  const reason = failure.type === 'rate_limited' ? 'Too many calls for this account' : failure.reason
  const message = `${reason}; gave up after ${attempt} ${attempt === 1 ? 'try' : 'tries'} in ${seconds(elapsedMs)}`
  return { type: 'throw', error: new RetryableError(message, { ...facts, retryAfterMs: failure.retryAfterMs }) }
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`
}
