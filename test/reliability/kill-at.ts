import type { Checkpoint } from '../../src/sync/engine.ts'

export interface KillPoint {
  readonly point: Checkpoint
  /** From 1. */
  readonly nth: number
}

/** Ends this process without a word when it comes to a point for the n-th time. */
export function killAt(kill: KillPoint | undefined) {
  const passed: Partial<Record<Checkpoint, number>> = {}
  return {
    passed,
    async checkpoint(point: Checkpoint): Promise<void> {
      passed[point] = (passed[point] ?? 0) + 1
      if (kill?.point === point && kill.nth === passed[point]) process.kill(process.pid, 'SIGKILL')
    },
  }
}
