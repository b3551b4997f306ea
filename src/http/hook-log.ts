import type { Logger } from '../lib/logger.ts'
import type { HookOutcome } from './metrics.ts'

export type HookLog = (connection: string, outcome: HookOutcome, facts: Readonly<Record<string, unknown>>) => void

/** One line per connection and outcome within this time; the metric counts them all. */
const QUIET_MS = 10_000

/** A flood of forgeries must not become a flood of lines. Memory is bounded by the connections there are. */
export function createHookLog(logger: Logger, now: () => number = Date.now): HookLog {
  const last = new Map<string, { readonly at: number; more: number }>()
  return (connection, outcome, facts) => {
    const key = `${connection} ${outcome}`
    const before = last.get(key)
    if (before && now() - before.at < QUIET_MS) {
      before.more += 1
      return
    }
    last.set(key, { at: now(), more: 0 })
    logger.warn({ connection, outcome, ...facts, ...(before?.more && { unlogged: before.more }) }, 'webhook not taken')
  }
}
