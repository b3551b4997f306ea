import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Partner } from '../connectors/partner.ts'
import { openDesk } from '../sync/desk.ts'
import { wake } from './ask.ts'
import { createFailures, type Failures } from './failures.ts'
import type { HttpParts, ServedConnection } from './parts.ts'
import { refuse } from './problem.ts'
import { single } from './single.ts'

interface Address {
  readonly connection: string
  readonly call: string
}

/**
 * What an ATS asks of us as its assessment partner, and waits for (https://developers.ashbyhq.com/docs/creating-an-assessments-integration).
 * Who calls is judged before a byte of the body is read; what is asked for is the connector's to answer.
 */
export async function registerPartner(scope: FastifyInstance, parts: HttpParts): Promise<void> {
  const failures = createFailures()
  scope.route<{ Params: Address }>({
    method: 'POST',
    url: '/partner/:connection/:call',
    schema: { hide: true },
    onRequest: async (request) => admit(parts, failures, request),
    handler: async (request, reply) => {
      const { connection, partner } = found(parts, request.params)
      const desk = openDesk({ db: parts.db, connection, wake: () => wake(parts, connection.id) })
      const answer = await partner.answer(request.params.call, request.body ?? {}, desk)
      const { call } = request.params
      request.log.info({ connection: connection.id, call: callName(call), status: answer.status }, 'partner answered')
      return reply.code(answer.status).type('application/json').serializer(JSON.stringify).send(answer.body)
    },
  })
}

function admit(parts: HttpParts, failures: Failures, request: FastifyRequest<{ Params: Address }>): void {
  const { isEnabled, partner } = found(parts, request.params)
  if (!partner.isCaller(single(request.headers))) {
    const wait = failures.note(request.ip)
    if (wait !== undefined) refuse(429, 'too_many_failures', 'too many wrong keys; wait', { 'retry-after': `${wait}` })
    request.log.warn({ connection: request.params.connection, remote: request.ip }, 'wrong partner key')
    refuse(401, 'partner_key', 'this is not the partner key of this connection', {
      'www-authenticate': 'Basic realm="hirewire"',
    })
  }
  if (isEnabled && parts.isReady()) return
  const why = isEnabled ? 'this server is starting or stopping' : 'this connection is not enabled'
  refuse(503, 'unavailable', `${why}; try again later`, { 'retry-after': '60' })
}

function found({ connections }: HttpParts, { connection }: Address): ServedConnection & { readonly partner: Partner } {
  const served = connections.get(connection)
  const partner = served?.connection.partner
  if (served && partner) return { ...served, partner }
  refuse(404, 'unknown_partner', 'no assessment partner is at this address')
}

/** Only what looks like a call goes to the log. */
function callName(call: string): string {
  return /^[a-zA-Z.]{1,40}$/.test(call) ? call : 'other'
}
