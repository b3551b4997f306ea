/** Where access is granted by a person, and where their browser comes back to: below `server.publicUrl`. */
export const GRANT_CALLBACK = '/oauth/callback'

export function grantStart(connection: string): string {
  return `/oauth/${connection}/start`
}

/** What an admin is told of a connection that only a person can connect, with the way. */
export function grantNeeded(connection: string): string {
  return `nobody has allowed access, or it was taken back; an operator allows it at ${grantStart(connection)}`
}
