/**
 * A candidate in SmartRecruiters' own app. Not documented and not tried on a live account: the form is that of addresses people
 * have shared.
 */
export function candidatePage(candidate: string): string {
  return `https://www.smartrecruiters.com/app/people/candidates/${encodeURIComponent(candidate)}`
}
