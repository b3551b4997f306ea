/** How many minutes may pass between two cycles, by Willo's plan (S77). */
export const PLAN_MINUTES = { launch: 180, growth: 30, scale: 5, enterprise: 5 } as const
export type WilloPlan = keyof typeof PLAN_MINUTES
export const PLANS = Object.keys(PLAN_MINUTES) as readonly WilloPlan[]

const DAY = 24 * 60

/** A cron expression that ticks at least every so many minutes. Above an hour only whole hours keep to that. */
export function everyMinutes(minutes: number): string {
  return minutes < 60 ? `*/${minutes} * * * *` : `0 */${Math.floor(minutes / 60)} * * *`
}

/** The longest wait between two ticks, in minutes; of a schedule that leaves out days, more than any plan allows. */
export function longestWait(schedule: string): number {
  const [minute = '', hour = '', ...days] = schedule.trim().split(/ +/)
  if (days.some((field) => field !== '*')) return Number.POSITIVE_INFINITY
  const ticks = valuesOf(hour, 24).flatMap((h) => valuesOf(minute, 60).map((m) => h * 60 + m))
  return Math.max(...ticks.map((tick, at) => (ticks[at + 1] ?? ticks[0]! + DAY) - tick))
}

/** What one field of a valid expression stands for, in order. */
function valuesOf(field: string, count: number): number[] {
  const parts = field.split(',').map(partOf(count))
  return Array.from({ length: count }, (_, value) => value).filter((value) => parts.some((isIn) => isIn(value)))
}

function partOf(count: number) {
  return (part: string) => {
    const [range = '*', step = '1'] = part.split('/')
    const [from = 0, to = range === '*' ? count - 1 : from] = range === '*' ? [] : range.split('-').map(Number)
    return (value: number) => value >= from && value <= to && (value - from) % Number(step) === 0
  }
}
