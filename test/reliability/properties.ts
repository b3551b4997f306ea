import fc from 'fast-check'
import { test } from 'vitest'

/** PROPERTY_SEED repeats a failed run, PROPERTY_RUNS makes it longer; PROPERTY_PATH goes straight to the failing case. */
const { PROPERTY_SEED, PROPERTY_RUNS, PROPERTY_PATH } = process.env
const otherSeed = Number(PROPERTY_SEED ?? 11)
const numRuns = Number(PROPERTY_RUNS ?? 25)
const timeout = Math.max(300_000, numRuns * 20_000)

/** Two sets of stories, the same each time; PROPERTY_SEED=$RANDOM hunts, so that a find is a hunter's and not a passer-by's. */
export function testProperty<Ts>(title: string, property: fc.IAsyncProperty<Ts>): void {
  const check = (parameters: fc.Parameters<Ts>) =>
    // A failure found is told with the smallest case so far, not lost to the test's time-out.
    fc.assert(property, { interruptAfterTimeLimit: timeout - 40_000, ...parameters })

  test(`${title}, seed 2026`, { timeout }, () => check({ seed: 2026, numRuns: 6 }))

  test(`${title}, seed ${otherSeed}`, { timeout }, () =>
    check({ seed: otherSeed, numRuns, ...(PROPERTY_PATH && { path: PROPERTY_PATH }) }),
  )
}

/** Stories that are the same each time, unless PROPERTY_SEED or PROPERTY_RUNS asks for others. */
export function testSeeded<Ts>(title: string, property: fc.IAsyncProperty<Ts>, stories = 15): void {
  const seed = Number(PROPERTY_SEED ?? 2026)
  const runs = { seed, numRuns: Number(PROPERTY_RUNS ?? stories), ...(PROPERTY_PATH && { path: PROPERTY_PATH }) }
  const interruptAfterTimeLimit = timeout - 40_000

  test(`${title}, seed ${seed}`, { timeout }, () => fc.assert(property, { interruptAfterTimeLimit, ...runs }))
}
