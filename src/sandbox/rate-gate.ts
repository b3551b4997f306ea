import type { SandboxAnswer } from './exchange.ts'

export interface RateLimit {
  readonly perSecond: number
  readonly burst: number
  /** The vendor's own way to say "too many"; a bare 429 with Retry-After when left out. */
  readonly answer?: SandboxAnswer
}

/** A token bucket per credential: returns the refusal, or undefined when the call may pass. */
export function createRateGate(
  limit: RateLimit,
  now: () => number = Date.now,
): (credential: string) => SandboxAnswer | undefined {
  const buckets = new Map<string, { tokens: number; at: number }>()
  return (credential) => {
    const bucket = buckets.get(credential) ?? { tokens: limit.burst, at: now() }
    buckets.set(credential, bucket)
    bucket.tokens = Math.min(limit.burst, bucket.tokens + ((now() - bucket.at) / 1000) * limit.perSecond)
    bucket.at = now()
    if (bucket.tokens < 1) return limit.answer ?? tooMany((1 - bucket.tokens) / limit.perSecond)
    bucket.tokens -= 1
    return undefined
  }
}

function tooMany(seconds: number): SandboxAnswer {
  return { status: 429, headers: { 'retry-after': String(Math.ceil(seconds)) }, body: { error: 'too many requests' } }
}
