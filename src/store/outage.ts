import type { Knex } from 'knex'

export async function ping(db: Knex): Promise<void> {
  await db.raw('select 1')
}

/** What Node says when the server cannot be reached, and PostgreSQL when it cannot take us now (its classes 08, 53, 57P, 25006). */
const codes = /^(ECONN\w+|EPIPE|ENOENT|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|08\w{3}|53\w{3}|57P\d\d|25006)$/

/** Whether the database is in trouble, and the same request may succeed later. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = (error instanceof AggregateError ? error.errors[0] : error) as NodeJS.ErrnoException
  if (code && codes.test(code)) return true
  // knex's pool and pg's client have no codes for these.
  return (
    error.name === 'KnexTimeoutError' ||
    /^(Connection terminated|Client was closed|Unable to acquire a connection|aborted$)/.test(error.message)
  )
}
