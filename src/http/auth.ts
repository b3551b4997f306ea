import type { FastifyInstance, FastifyRequest } from 'fastify'
import { equalSecrets } from '../lib/secrets.ts'
import { createFailures, type Failures } from './failures.ts'
import { type AuthToken, type Role, roles } from './parts.ts'
import { refuse } from './problem.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the caller must at least be. */
    role?: Role
  }
  interface FastifyRequest {
    caller?: Caller
  }
}

export interface Caller {
  readonly name: string
  readonly role: Role
}

/** For the routes of this scope: every one names the role it needs, and nothing of a stranger's request is read. */
export function registerAuth(scope: FastifyInstance, tokens: readonly AuthToken[]): void {
  const failures = createFailures()
  scope.decorateRequest('caller', undefined)
  scope.addHook('onRoute', ({ config, url }) => {
    if (!config?.role) throw new Error(`${url} does not say which role it needs`)
  })
  scope.addHook('onRequest', async (request) => {
    const caller = callerOf(request, tokens, failures)
    request.caller = caller
    const needed = request.routeOptions.config.role ?? 'approve'
    if (roles.indexOf(caller.role) >= roles.indexOf(needed)) return
    request.log.warn({ by: caller.name, role: caller.role, needed, route: routeOf(request) }, 'call refused')
    refuse(403, 'role', `this needs a token with the role ${needed}; that of yours is ${caller.role}`)
  })
  scope.addHook('onResponse', async (request, reply) => {
    if (!request.caller || request.method === 'GET' || request.method === 'HEAD') return
    const { name, role } = request.caller
    request.log.info({ by: name, role, route: routeOf(request), status: reply.statusCode }, 'call answered')
  })
}

/**
 * A right token passes even from an address that sent many wrong ones: with 128 bits and more nothing is guessed, and
 * behind one proxy a stranger would otherwise lock everybody out.
 */
function callerOf(request: FastifyRequest, tokens: readonly AuthToken[], failures: Failures): Caller {
  const sent = /^bearer +([\x21-\x7e]+) *$/i.exec(request.headers.authorization ?? '')?.[1]
  if (sent === undefined) refuse(401, 'no_token', 'send Authorization: Bearer with a token', challenge())
  // Every one is compared, so that the time taken does not tell which comes close.
  const [caller] = tokens.filter(({ token }) => equalSecrets(token, sent))
  if (caller) return { name: caller.name, role: caller.role }
  const wait = failures.note(request.ip)
  if (wait !== undefined)
    refuse(429, 'too_many_failures', 'too many wrong tokens; wait', { 'retry-after': String(wait) })
  // Not while it is limited: a flood would fill the log.
  request.log.warn({ remote: request.ip, route: routeOf(request) }, 'unknown token')
  refuse(401, 'unknown_token', 'this token is not known here', challenge('invalid_token'))
}

/** RFC 6750 §3: a request without credentials is told no reason. */
function challenge(error?: string): Readonly<Record<string, string>> {
  return { 'www-authenticate': `Bearer realm="hirewire"${error ? `, error="${error}"` : ''}` }
}

/** The pattern, not the path: paths hold ids. */
function routeOf(request: FastifyRequest): string | undefined {
  return request.routeOptions.url
}
