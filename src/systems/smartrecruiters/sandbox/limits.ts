import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import type { Limits, Settings } from './settings.ts'

interface Use {
  tokens: number
  at: number
  inFlight: number
  candidateLists: number
}

export interface LimitedCall {
  readonly credential: string
  readonly isCandidateList: boolean
}

export type Limit = (call: LimitedCall, run: () => SandboxAnswer | Promise<SandboxAnswer>) => Promise<SandboxAnswer>

/** Per credential, with what is left in every answer: https://developers.smartrecruiters.com/docs/rate-limiting */
export function createLimit(settings: Settings): Limit {
  const uses = new Map<string, Use>()
  return async ({ credential, isCandidateList }, run) => {
    const { limits } = settings
    if (limits === undefined) return await slowly(settings, run)
    const use = uses.get(credential) ?? {
      tokens: limits.perSecond,
      at: performance.now(),
      inFlight: 0,
      candidateLists: 0,
    }
    uses.set(credential, use)
    if (!admits(limits, use, isCandidateList)) return withHeaders(tooMany(), limits, use, isCandidateList)
    use.tokens -= 1
    use.inFlight += 1
    if (isCandidateList) use.candidateLists += 1
    const answer = await slowly(settings, run).finally(() => {
      use.inFlight -= 1
      if (isCandidateList) use.candidateLists -= 1
    })
    return withHeaders(answer, limits, use, isCandidateList)
  }
}

async function slowly(
  { latencyMs }: Settings,
  run: () => SandboxAnswer | Promise<SandboxAnswer>,
): Promise<SandboxAnswer> {
  if (latencyMs > 0) await sleep(latencyMs, undefined, { ref: false })
  return await run()
}

function admits({ perSecond, inFlight, candidateListsInFlight }: Limits, use: Use, isCandidateList: boolean): boolean {
  const now = performance.now()
  use.tokens = Math.min(perSecond, use.tokens + ((now - use.at) / 1000) * perSecond)
  use.at = now
  if (use.tokens < 1 || use.inFlight >= inFlight) return false
  return !isCandidateList || use.candidateLists < candidateListsInFlight
}

function withHeaders(answer: SandboxAnswer, limits: Limits, use: Use, isCandidateList: boolean): SandboxAnswer {
  const [atOnce, busy] = isCandidateList
    ? [limits.candidateListsInFlight, use.candidateLists]
    : [limits.inFlight, use.inFlight]
  const headers = {
    'x-ratelimit-limit': String(limits.perSecond),
    'x-ratelimit-remaining': String(Math.floor(use.tokens)),
    'x-ratelimit-concurrent-limit': String(atOnce),
    'x-ratelimit-concurrent-remaining': String(atOnce - busy),
  }
  return { ...answer, headers: { ...headers, ...answer.headers } }
}

/** No `Retry-After` is documented. */
function tooMany(): SandboxAnswer {
  return { status: 429, body: { message: 'Too Many Requests' } }
}
