const minute = 60_000

/** A refused write is tried again after 5 minutes, then ever more slowly, up to 6 hours (R19, RELIABILITY §6). */
export function backOff(attempts: number): number {
  return Math.min(5 * minute * 2 ** (attempts - 1), 6 * 60 * minute)
}

/** From the third refusal a record counts as a dead letter: still tried, but a person should look. */
export const deadLetterFrom = 3

/** A record in step but with an issue is looked at again after an hour. */
export const issuesAgainMs = 60 * minute
