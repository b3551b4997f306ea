/** The nine of docs/architecture.md, "The flow". Reading back belongs to `apply`. */
export const stepNames = [
  ...(['settle', 'read', 'diff', 'desire', 'match', 'plan', 'guard', 'apply', 'record'] as const),
]
export type StepName = (typeof stepNames)[number]

/** How long one step of one flow took, or has taken so far. */
export interface Step {
  readonly flow: string
  readonly step: StepName
  /** When it began for the first time: some steps take turns, page by page or record by record. */
  readonly startedAt: string
  readonly ms: number
}

/** Where a run's time went. One step at a time: what runs inside another is taken off it, so that the sum is the run's time. */
export interface StepClock {
  time<T>(flow: string, step: StepName, act: () => T | Promise<T>): Promise<T>
  /** In the order in which they began, the one going on included. */
  soFar(): readonly Step[]
}

interface Timed {
  readonly flow: string
  readonly step: StepName
  readonly startedAt: Date
  ms: number
}

export function createStepClock(now: () => Date, monotonic: () => number = () => performance.now()): StepClock {
  const steps = new Map<string, Timed>()
  let current: Timed | undefined
  let since = monotonic()

  async function time<T>(flow: string, step: StepName, act: () => T | Promise<T>): Promise<T> {
    const outer = turnTo(stepOf(flow, step))
    try {
      return await act()
    } finally {
      turnTo(outer)
    }
  }

  function turnTo(next: Timed | undefined): Timed | undefined {
    const before = current
    const at = monotonic()
    if (before) before.ms += at - since
    since = at
    current = next
    return before
  }

  function stepOf(flow: string, step: StepName): Timed {
    const name = `${flow} ${step}`
    const timed = steps.get(name) ?? { flow, step, startedAt: now(), ms: 0 }
    steps.set(name, timed)
    return timed
  }

  function soFar(): readonly Step[] {
    turnTo(current)
    return [...steps.values()].map(({ flow, step, startedAt, ms }) => ({
      ...{ flow, step, startedAt: startedAt.toISOString(), ms: Math.round(ms) },
    }))
  }

  return { time, soFar }
}

/** A step of the flow that is running. */
export function timed<T>({ steps, flow }: Timing, step: StepName, act: () => T | Promise<T>): Promise<T> {
  return steps.time(flow.name, step, act)
}

interface Timing {
  readonly steps: StepClock
  readonly flow: { readonly name: string }
}
