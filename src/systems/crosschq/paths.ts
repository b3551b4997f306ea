import { ConfigError } from '../../lib/errors.ts'
import type { Ask } from './answers.ts'

/**
 * Where each call goes, with `{requestId}` where an id belongs. Several of these Crosschq documents nowhere (README.md says
 * which), so every one can be put right in the configuration. The slash at the end matters: without it Crosschq's kind
 * of server redirects, and a redirect is never followed.
 */
export interface CrosschqPaths {
  readonly config: string
  readonly surveys: string
  /** Asked where `surveys` is not there. */
  readonly surveysBefore: string
  readonly create: string
  readonly request: string
  readonly requests: string
  readonly cancel: string
  readonly hiringStatus: string
  readonly prospects: string
}

export const DEFAULT_PATHS: CrosschqPaths = {
  config: '/partners/config/',
  surveys: '/api/v2/settings/jobrole/',
  surveysBefore: '/partners/jobroles/',
  create: '/partners/reference-request/',
  request: '/partners/reference-request/{requestId}/',
  requests: '/partners/reference-request/',
  cancel: '/partners/reference-request/{requestId}/cancel/',
  hiringStatus: '/partners/reference-request/{requestId}/',
  prospects: '/partners/prospects/',
}

export function pathsOf(changed: Partial<CrosschqPaths> = {}): CrosschqPaths {
  const given = Object.entries(changed).filter(([, path]) => path !== undefined)
  for (const [name, path] of given) checkPath(name as keyof CrosschqPaths, path)
  return { ...DEFAULT_PATHS, ...Object.fromEntries(given) }
}

/** The path of a call about one request, which `isRequestId` has passed. */
export function askAbout(template: string, requestId: string): Ask {
  return { template, path: template.replace('{requestId}', requestId) }
}

export function askAt(template: string): Ask {
  return { template, path: template }
}

/** What can do harm in a path is never sent. */
export function isRequestId(id: string): boolean {
  return /^[A-Za-z0-9_-]{1,128}$/.test(id)
}

function checkPath(name: keyof CrosschqPaths, path: string): void {
  if (!Object.hasOwn(DEFAULT_PATHS, name)) throw new ConfigError(`crosschq.paths.${name} is no path of Crosschq's`)
  const wanted = /\{.*?\}/g.exec(DEFAULT_PATHS[name])?.[0]
  const variables = path.match(/\{.*?\}/g) ?? []
  const isRight = /^\/(?!\/)[\w./{}~-]*$/.test(path) && variables.join() === (wanted ?? '')
  if (isRight) return
  const rule = wanted === undefined ? 'hold no braces' : `hold ${wanted} once`
  throw new ConfigError(`crosschq.paths.${name} must begin with one "/", hold no query and ${rule}`)
}
