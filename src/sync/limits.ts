import type { Limit, Limits } from '../plan/guard.ts'

/** As a config file says it: a share of the linked records in percent, or a count. */
type Share = { readonly percent: number } | { readonly count: number }

export function limitsOf({ maxUpdates, maxCloses }: { readonly maxUpdates: Share; readonly maxCloses: Share }): Limits {
  return { maxUpdates: limitOf(maxUpdates), maxCloses: limitOf(maxCloses) }
}

function limitOf(share: Share): Limit {
  return 'percent' in share ? { type: 'share', share: share.percent / 100 } : { type: 'count', count: share.count }
}
