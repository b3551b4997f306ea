import { ConfigError } from '../lib/errors.ts'

/** What a refused connection means and what to do, by the code of Node or PostgreSQL. */
const ways: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there: start PostgreSQL, or correct database.url',
  ENOTFOUND: 'no such host: correct database.url',
  EAI_AGAIN: 'the host name cannot be looked up now: check DNS, or correct database.url',
  ENOENT: 'no socket there: start PostgreSQL, or correct database.url',
  ETIMEDOUT: 'no answer: check the network and the firewall',
  EHOSTUNREACH: 'no route: check the network',
  '28P01': 'the password is wrong',
  '28000': 'the user may not log in from here: see pg_hba.conf on the server',
  '3D000': 'there is no such database: create it, or correct database.url',
  '53300': 'the server has no connection left: raise its max_connections',
  '57P03': 'the server is still starting: try again',
}

/** Names host, port and database. The cause stays behind: an error about a URL carries the URL, password and all. */
export function refusal(url: string, cause: unknown): ConfigError {
  const code = codeOf(cause)
  const way = ways[code] ?? 'check database.url, and that this machine may connect'
  return new ConfigError(`PostgreSQL at ${placeOf(url)} cannot be used (${code}): ${way}`)
}

function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown'
  // Node gathers the attempts for each address of a host into one error without a code of its own.
  const first = cause instanceof AggregateError ? (cause.errors[0] as unknown) : cause
  const { code } = first as NodeJS.ErrnoException
  if (code) return code
  return cause.message.includes('timeout') ? 'ETIMEDOUT' : cause.name
}

function placeOf(url: string): string {
  try {
    const { hostname, port, pathname, searchParams } = new URL(url.replace(/^([a-z]+:\/\/[^/@]*@)\//, '$1localhost/'))
    const host = searchParams.get('host') ?? hostname
    return `${host}:${port || '5432'}, database "${decodeURIComponent(pathname.slice(1))}"`
  } catch {
    return 'the address in database.url, which cannot be read,'
  }
}
