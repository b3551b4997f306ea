import { FatalError } from '../../../lib/errors.ts'
import type { SmartRecruiters } from '../../../systems/smartrecruiters/client.ts'

/** The keys that genuine deliveries are signed with. */
export interface HookKeys {
  /** Whether one of them passes; where none of those known does, SmartRecruiters is asked for its keys of now. */
  some(passes: (keys: readonly string[]) => boolean): Promise<boolean>
}

export interface HookKeyOptions {
  readonly smartRecruiters: Pick<SmartRecruiters, 'subscriptions' | 'secretKey'>
  /** The connection's id, which the addresses of its subscriptions name. */
  readonly connection: string
  /** From the configuration. */
  readonly configured: string | undefined
  readonly now: () => Date
}

/** A flood of forgeries must not become a flood of calls. */
const ASK_EVERY_MS = 60_000

/**
 * Whoever registers webhooks may be another process than the one that takes them, and keys are changed in SmartRecruiters: so
 * they are kept nowhere, and asked for when they are needed.
 */
export function createHookKeys({ smartRecruiters, connection, configured, now }: HookKeyOptions): HookKeys {
  let known: readonly string[] = configured ? [configured] : []
  let askedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | undefined

  async function ask(): Promise<void> {
    askedAt = now().getTime()
    const found = await keysOf(smartRecruiters, `/hooks/${connection}/`)
    known = [...(configured ? [configured] : []), ...found]
  }

  function askOnce(): Promise<void> {
    asking ??= ask().finally(() => {
      asking = undefined
    })
    return asking
  }

  return {
    async some(passes) {
      if (passes(known)) return true
      if (asking === undefined && now().getTime() - askedAt < ASK_EVERY_MS) return false
      await askOnce()
      return passes(known)
    },
  }
}

/** Of our own subscriptions to this connection's address; none where the scope for it is missing. */
async function keysOf(smartRecruiters: HookKeyOptions['smartRecruiters'], address: string): Promise<readonly string[]> {
  const keys: string[] = []
  try {
    const subscriptions = await smartRecruiters.subscriptions()
    for (const { id } of subscriptions.filter(({ callbackUrl }) => callbackUrl.includes(address))) {
      const key = await smartRecruiters.secretKey(id)
      if (key !== undefined) keys.push(key)
    }
  } catch (error) {
    if (!(error instanceof FatalError)) throw error
  }
  return keys
}
