/** What the limit of an account's rate cost. */
export interface Waited {
  /** Calls that had to wait, each as often as it did. */
  readonly count: number
  /** How long at least one of them waited: those side by side count once, so that it can be read against a clock. */
  readonly ms: number
}

export interface Waits {
  /** Notes a wait, whatever it ends in. */
  note(wait: () => Promise<void>): Promise<void>
  /** Since this was last asked. */
  take(): Waited
}

export function createWaits(clock: () => number): Waits {
  let waiting = 0
  let since = 0
  let taken = { count: 0, ms: 0 }

  async function note(wait: () => Promise<void>): Promise<void> {
    turn(1)
    taken.count += 1
    await wait().finally(() => turn(-1))
  }

  function turn(change: number): void {
    const at = clock()
    if (waiting > 0) taken.ms += at - since
    since = at
    waiting += change
  }

  function take(): Waited {
    turn(0)
    const { count, ms } = taken
    taken = { count: 0, ms: 0 }
    return { count, ms }
  }

  return { note, take }
}
