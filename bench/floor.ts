import { median } from './measure.ts'
import { conditions } from './world.ts'

/**
 * The least a cycle can take: a list's pages come one after another, so its calls in turn cost a round trip each; others go
 * side by side, as many as may be in flight and no more a second than allowed (the first ones at once: the bucket is full).
 */
export function floorOf({ inTurn, sideBySide }: { inTurn: number; sideBySide: number }, tripMs: number): number {
  const { perSecond, inFlight } = conditions
  const byRate = ((sideBySide - inFlight) / perSecond) * 1000
  const byFlight = (sideBySide / inFlight) * tripMs
  return inTurn * tripMs + Math.max(byRate, byFlight)
}

/** A call that answers next to nothing, over a connection that is open already. */
export async function roundTrip(address: string): Promise<number> {
  const times: number[] = []
  for (let at = 0; at < 30; at++) {
    const startedAt = performance.now()
    await (await fetch(address)).text()
    times.push(performance.now() - startedAt)
  }
  return median(times)
}
