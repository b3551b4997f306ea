/** The time a sandbox lives in. Tests move it forward instead of waiting. */
export interface SandboxClock {
  now(): number
  advance(ms: number): void
}

export function systemClock(): SandboxClock {
  return clockOver(Date.now)
}

export function fixedClock(start: number | string | Date): SandboxClock {
  const at = new Date(start).getTime()
  if (Number.isNaN(at)) throw new TypeError('fixedClock: the start is not a date')
  return clockOver(() => at)
}

function clockOver(base: () => number): SandboxClock {
  let ahead = 0
  return {
    now: () => base() + ahead,
    advance: (ms) => {
      ahead += ms
    },
  }
}
