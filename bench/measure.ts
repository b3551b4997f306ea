/** One line of the table. `isMet` is absent where there is no target, only a figure to know. */
export interface Measure {
  readonly name: string
  readonly value: number | string
  readonly target?: string
  readonly isMet?: boolean
  readonly how: string
}

export function atMost(name: string, value: number, most: number, how: string, unit = ''): Measure {
  return { name, value: `${round(value)}${unit}`, target: `≤ ${most}${unit}`, isMet: value <= most, how }
}

export function atLeast(name: string, value: number, least: number, how: string): Measure {
  return { name, value: round(value), target: `≥ ${least}`, isMet: value >= least, how }
}

export function stated(name: string, value: number | string, how: string): Measure {
  return { name, value: typeof value === 'number' ? round(value) : value, how }
}

/** Three figures, without the noise behind them; counts as they are. */
function round(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(3))
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}
