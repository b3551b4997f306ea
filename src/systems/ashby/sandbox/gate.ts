import { randomBytes } from 'node:crypto'
import type { SandboxAnswer, SandboxRequest } from '../../../sandbox/exchange.ts'
import type { ApiKeys } from './api-keys.ts'
import type { Endpoint, Endpoints } from './endpoint.ts'
import { Refusal } from './refusal.ts'
import type { World } from './world.ts'

export interface Gate {
  readonly world: World
  readonly keys: ApiKeys
  readonly endpoints: Endpoints
}

/** The one active version, says the changelog of October 2026 (https://developers.ashbyhq.com) */
const VERSION = '2026-01-01'
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** What stands before every endpoint: https://developers.ashbyhq.com/reference/authentication */
export async function answer(gate: Gate, request: SandboxRequest): Promise<SandboxAnswer> {
  const requestId = newRequestId(gate.world.clock.now())
  const found = await admit(gate, request, requestId)
  const headers = { 'x-ashby-request-id': requestId, 'ashby-version': VERSION, 'ashby-version-status': 'active' }
  return { ...found, headers: { ...headers, ...found.headers } }
}

async function admit(gate: Gate, request: SandboxRequest, requestId: string): Promise<SandboxAnswer> {
  // The proxy in front turns away callers without a user agent, with a page of its own (third-party reports).
  if (!request.headers['user-agent'])
    return { status: 403, headers: HTML, body: '<html><title>error 1010</title></html>' }
  const key = keyFrom(request.headers.authorization)
  if (key === undefined) return { status: 401, body: 'Unauthorized' }
  const permissions = gate.keys.permissionsOf(key)
  if (permissions === undefined) return { status: 403, body: 'Forbidden' }
  const endpoint = request.method === 'POST' ? gate.endpoints[request.path.slice(1)] : undefined
  if (endpoint === undefined) return { status: 404, body: 'Not Found' }
  try {
    checkPermission(endpoint, permissions)
    checkForm(request)
    const reply = await endpoint.run(request.body, gate.world, { key })
    return { status: 200, body: { success: true, ...reply } }
  } catch (error) {
    if (error instanceof Refusal) return toAnswer(error, requestId)
    throw error
  }
}

const HTML = { 'content-type': 'text/html; charset=utf-8' }

/** The key is the user name and the password is empty, so the colon is a must. */
function keyFrom(authorization: string | undefined): string | undefined {
  const encoded = /^Basic (\S+)$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  return /^([^:]+):$/.exec(Buffer.from(encoded, 'base64').toString('utf8'))?.[1]
}

function checkPermission({ permission }: Endpoint, permissions: readonly string[]): void {
  if (permissions.includes(permission)) return
  // That the message names the permission is not documented.
  throw new Refusal('missing_endpoint_permission', `The API key lacks the permission ${permission}`, { status: 403 })
}

function checkForm({ headers, body }: SandboxRequest): void {
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) {
    throw new Refusal('invalid_input', 'Content-Type must be application/json', { status: 400 })
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal('invalid_input', 'The body must be a JSON object, {} when there is nothing to say', {
      status: 400,
    })
  }
  const version = headers['ashby-version']
  if (version !== undefined && version !== VERSION) {
    throw new Refusal('invalid_input', 'Ashby-Version names no supported version', { status: 400 })
  }
}

function toAnswer({ code, message, errors, status }: Refusal, requestId: string): SandboxAnswer {
  return { status, body: { success: false, errors, errorInfo: { code, message, requestId } } }
}

/** A ULID: ten characters of time, sixteen of chance. */
function newRequestId(now: number): string {
  const time = Array.from({ length: 10 }, (_, place) => CROCKFORD[Math.floor(now / 32 ** (9 - place)) % 32])
  const chance = Array.from(randomBytes(16), (byte) => CROCKFORD[byte % 32])
  return [...time, ...chance].join('')
}
