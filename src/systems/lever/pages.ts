/**
 * An opportunity in Lever's own app, as its API gives it (`urls.show`,
 * https://hire.lever.co/developer/documentation#opportunities). The sandbox has an app of its own; that of accounts in the EU
 * is not documented.
 */
export function opportunityPage(baseUrl: string, opportunity: string): string {
  const host = new URL(baseUrl).hostname === 'api.sandbox.lever.co' ? 'hire.sandbox.lever.co' : 'hire.lever.co'
  return `https://${host}/candidates/${encodeURIComponent(opportunity)}`
}
