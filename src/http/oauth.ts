import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { AccessGrant } from '../connectors/connector.ts'
import { DisconnectedError } from '../lib/errors.ts'
import { GRANT_CALLBACK, grantStart } from '../lib/grant-path.ts'
import { beginGrant, GRANT_MINUTES, takeGrant } from '../store/grants.ts'
import { noteAction } from './api/actions.ts'
import { ConnectionId } from './api/ids.ts'
import { refusals } from './api/refusals.ts'
import { askForRun, refuseUnlessReady, servedConnection } from './ask.ts'
import { registerAuth } from './auth.ts'
import { createFailures, type Failures } from './failures.ts'
import { type GrantEnd, grantPage } from './grant-page.ts'
import type { HttpParts } from './parts.ts'
import { refuse, safeToLog } from './problem.ts'
import { single } from './single.ts'

/** Access that a person allows at a vendor's page: where they are sent there from, and where their browser comes back to. */
export async function registerOAuth(app: FastifyInstance, parts: HttpParts): Promise<void> {
  await app.register((scope) => registerStart(scope, parts))
  await app.register((scope) => registerCallback(scope, parts))
}

/** For who may operate; everything that follows hangs on the state that is made here. */
async function registerStart(scope: FastifyInstance, parts: HttpParts): Promise<void> {
  registerAuth(scope, parts.tokens)
  scope.route<{ Params: { readonly id: string } }>({
    method: 'GET',
    url: grantStart(':id'),
    config: { role: 'operate' },
    schema: {
      summary: "Leads to the vendor's page where a person allows access",
      params: z.strictObject({ id: ConnectionId }),
      querystring: z.strictObject({}),
      response: { 302: z.undefined().describe('The page is in `Location`; it is good for ten minutes.'), ...refusals },
    },
    handler: async (request, reply) => {
      const { id } = request.params
      const by = request.caller?.name ?? ''
      const grant = grantOf(parts, id)
      const redirectUri = callbackOf(parts)
      const state = await beginGrant(parts.db, { connection: id, by })
      request.log.info({ connection: id, by }, 'grant begun')
      await noteAction(parts, request, 'grant_begun')
      return reply.redirect(grant.startUrl(state, redirectUri), 302)
    },
  })
}

function grantOf(parts: HttpParts, id: string): AccessGrant {
  const { connection } = servedConnection(parts, id)
  const why = 'its configuration proves itself in another way, or lacks something; "hirewire check" says which'
  return connection.grant ?? refuse(404, 'no_grant', `nobody needs to allow access for the connection ${id}: ${why}`)
}

function callbackOf({ publicUrl }: HttpParts): string {
  if (publicUrl === undefined)
    refuse(409, 'no_public_url', 'set server.publicUrl: the vendor must know where to send the browser back to')
  return publicUrl.replace(/\/+$/, '') + GRANT_CALLBACK
}

/** For anybody's browser, so the state is all the proof there is: without it the vendor is not asked. */
async function registerCallback(scope: FastifyInstance, parts: HttpParts): Promise<void> {
  const failures = createFailures()
  scope.route({
    method: 'GET',
    url: GRANT_CALLBACK,
    schema: { hide: true },
    // A look at the address only, as some programs take before they show a link, must not use the state up.
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      refuseUnlessReady(parts)
      const answer = single(request.query as Readonly<Record<string, string | string[]>>)
      return sendPage(request, reply, await finish(parts, failures, request, answer))
    },
  })
}

interface Answer {
  readonly state?: string
  readonly code?: string
  readonly error?: string
}

async function finish(
  parts: HttpParts,
  failures: Failures,
  request: FastifyRequest,
  { state = '', code = '', error }: Answer,
): Promise<GrantEnd> {
  const begun = /^[\w-]{43}$/.test(state) ? await takeGrant(parts.db, state) : undefined
  if (begun === undefined) return unknownState(failures, request)
  const { connection: id, by } = begun
  const grant = parts.connections.get(id)?.connection.grant
  const end = grant === undefined ? 'unfinished' : await endOf(parts, request, { id, grant, code, error })
  request.log[end === 'connected' ? 'info' : 'warn']({ connection: id, by, end }, 'grant ended')
  if (end === 'connected') await runAtOnce(parts, id)
  return { type: end, connection: id, minutes: GRANT_MINUTES }
}

function unknownState(failures: Failures, request: FastifyRequest): GrantEnd {
  const wait = failures.note(request.ip)
  if (wait !== undefined) refuse(429, 'too_many_failures', 'too many wrong answers; wait', { 'retry-after': `${wait}` })
  request.log.warn({ remote: request.ip }, 'grant with an unknown state')
  return { type: 'unknown', minutes: GRANT_MINUTES }
}

interface Coming {
  readonly id: string
  readonly grant: AccessGrant
  readonly code: string
  readonly error: string | undefined
}

/** https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2: a code, or an error. */
async function endOf(parts: HttpParts, request: FastifyRequest, { id, grant, code, error }: Coming) {
  if (error !== undefined) return error === 'access_denied' ? 'denied' : 'refused'
  if (code === '' || code.length > 4_096) return 'refused'
  try {
    await grant.finish(code, callbackOf(parts))
    return 'connected'
  } catch (thrown) {
    request.log.error({ connection: id, error: safeToLog(thrown) }, 'grant failed')
    return thrown instanceof DisconnectedError ? 'refused' : 'unfinished'
  }
}

/** So that whoever looks sees it connected, and not how the last run without access went. */
async function runAtOnce(parts: HttpParts, id: string): Promise<void> {
  if (!parts.connections.get(id)?.isEnabled) return
  await askForRun(parts, id, { dryRun: false }).catch((error: unknown) => {
    parts.logger.warn({ connection: id, error: safeToLog(error) }, 'no run after the grant; the next tick makes one')
  })
}

function sendPage(request: FastifyRequest, reply: FastifyReply, end: GrantEnd): FastifyReply {
  const { status, html, headers } = grantPage(end, request.id)
  return reply.code(status).headers(headers).type('text/html; charset=utf-8').send(html)
}
