/**
 * A job on the org chart of ChartHop's own app. Not documented and not tried on a live organisation: the form is that of
 * addresses people have shared. The app knows an organisation by its slug only, not by its id of 24 hexadecimal digits.
 */
export function jobPage(org: string, job: string): string | undefined {
  if (/^[0-9a-f]{24}$/.test(org)) return undefined
  return `https://app.charthop.com/${encodeURIComponent(org)}/org?job=${encodeURIComponent(job)}`
}
