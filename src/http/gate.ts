import { type AddressInfo, isIP } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { HttpParts } from './parts.ts'
import { refuse } from './problem.ts'

/** What every request passes before anything else, whatever its path. */
export function registerGate(app: FastifyInstance, parts: Pick<HttpParts, 'allowedHosts' | 'publicUrl'>): void {
  const names = namesOf(parts)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-request-id': request.id,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    if (!request.raw.url?.startsWith('/')) refuse(400, 'bad_url', 'the address must be a path: this is no proxy')
    if (!parts.allowedHosts && !isOnLoopback(app)) return
    if (names.has(hostOf(request))) return
    refuseName()
  })
}

/**
 * For pages, wherever we listen: their cookie opens what a person may do. An address in digits is no name that somebody
 * else could let lead here.
 */
export function refuseUnknownName(request: FastifyRequest, parts: Pick<HttpParts, 'allowedHosts' | 'publicUrl'>): void {
  const host = hostOf(request)
  if (!namesOf(parts).has(host) && isIP(host.replace(/^\[|\]$/g, '')) === 0) refuseName()
}

function refuseName(): never {
  const way = 'set server.publicUrl to the one it is reached by'
  refuse(421, 'host', `this server does not answer to that host name; ${way}`)
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']

function namesOf({ allowedHosts = [], publicUrl }: Pick<HttpParts, 'allowedHosts' | 'publicUrl'>): ReadonlySet<string> {
  const published = publicUrl ? [new URL(publicUrl).hostname] : []
  return new Set([...LOOPBACK_NAMES, ...published, ...allowedHosts].map((name) => name.toLowerCase()))
}

/**
 * A page in a browser on this machine can make any name of its own lead here (DNS rebinding); only the name in the
 * request tells. Where we listen for others too, they may know us by names we do not.
 */
function isOnLoopback({ server }: FastifyInstance): boolean {
  const address = server.address() as AddressInfo | string | null
  return typeof address === 'object' && address !== null && /^(127\.|::1$)/.test(address.address)
}

/** Without the port; what cannot be read is no name of ours. */
function hostOf({ headers }: FastifyRequest): string {
  return /^(\[[0-9a-f:.]+\]|[^:[\]]+)(:\d{1,5})?$/.exec(headers.host?.toLowerCase() ?? '')?.[1] ?? ''
}
