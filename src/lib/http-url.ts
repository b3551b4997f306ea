import { ConfigError, FatalError } from './errors.ts'

type QueryValue = string | number | boolean

/** A list gives the parameter once for each of its members. */
export type Query = Readonly<Record<string, QueryValue | readonly QueryValue[] | undefined>>

/** The one address a client may talk to. A base with credentials or a query in it would leak them into every log. */
export function baseUrlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw new ConfigError('baseUrl must be an http or https address')
  if (url.username || url.password) throw new ConfigError('baseUrl must not hold a user name or password')
  if (url.search || url.hash) throw new ConfigError('baseUrl must not hold a query or a fragment')
  return url
}

/** `path` appended to the base. Whatever could lead to another host, or out of the base's own path, is refused. */
export function urlFor(base: URL, path: string, template: string, query: Query = {}): URL {
  if (!isPlainPath(path)) {
    throw new FatalError('A path must begin with one "/" and hold no dot segment, query or blank', { path: template })
  }
  const url = new URL(base.pathname.replace(/\/+$/, '') + path, base.origin)
  if (url.origin !== base.origin) throw new FatalError('The path leads to another host', { path: template })
  for (const [name, value] of Object.entries(query)) {
    for (const each of value === undefined ? [] : [value].flat()) url.searchParams.append(name, String(each))
  }
  return url
}

function isPlainPath(path: string): boolean {
  const hasDotSegment = /\/(\.|%2e){1,2}(\/|$)/i.test(path)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what must not pass
  return /^\/(?!\/)[^\\?#\s\x00-\x1f\x7f]*$/.test(path) && !hasDotSegment
}
