/** Where Ashby's own app lists openings; that of a single one is not documented. */
export const OPENINGS_PAGE = 'https://app.ashbyhq.com/openings'

/**
 * An application, or without one the candidate, in Ashby's own app. Not documented and not tried on a live account: the form
 * is that of addresses people have shared. `/candidates/{id}` alone is said to lead nowhere.
 */
export function candidatePage(candidate: string, application?: string): string {
  const page = `https://app.ashbyhq.com/candidate-searches/new/right-side/candidates/${encodeURIComponent(candidate)}`
  return application === undefined ? page : `${page}/applications/${encodeURIComponent(application)}/feed`
}
