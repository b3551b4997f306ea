/**
 * Times of updates, each later than the one before of the same assessment: whether Ashby drops what seems older is not
 * documented, and clocks go back.
 */
export function createStamps(now: () => Date) {
  const last = new Map<string, number>()
  return (assessment: string, after: number): number => {
    const time = Math.max(now().getTime(), after + 1, (last.get(assessment) ?? 0) + 1)
    last.set(assessment, time)
    return time
  }
}
