import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { HookVerdict, IncomingHook } from '../connectors/connector.ts'
import { acceptDelivery } from '../store/hooks.ts'
import { wake } from './ask.ts'
import { createHookLog, type HookLog } from './hook-log.ts'
import type { HookOutcome } from './metrics.ts'
import { DEFAULT_TIMEOUTS, type HttpParts, type ServedConnection } from './parts.ts'
import { refuse, safeToLog, sendProblem, unavailable } from './problem.ts'
import { within } from './within.ts'

/** Ashby sends a candidate with all its applications; nothing documented comes near this. */
const MOST_BYTES = 256 * 1024
/** Deliveries waiting for the database at once. More are told to come back, so that one flood starves nobody else. */
const MOST_WAITING = 256

interface HookAddress {
  readonly connection: string
  readonly event: string
}

/**
 * Vendors' webhooks. They are hints: kept, answered at once, and looked into by a run. Ashby never repeats a delivery that
 * got 401, 403, 404, 405 or 410, and repeats any other ten times (https://developers.ashbyhq.com/docs/retries): so
 * those stand for certain forgeries and addresses that lead nowhere only, and any trouble of ours is 503.
 */
export async function registerHooks(scope: FastifyInstance, parts: HttpParts): Promise<void> {
  const receive = receiver(parts)
  scope.removeAllContentTypeParsers()
  // A signature is over the bytes as they came, whatever they are said to be.
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) =>
    done(null, body),
  )
  scope.route<{ Params: HookAddress }>({
    method: ['POST', 'PUT', 'PATCH'],
    url: '/hooks/:connection/:event',
    bodyLimit: MOST_BYTES,
    // Before the body is read: nobody's bytes are kept for an address that leads nowhere.
    onRequest: async (request) => {
      // One that no parser could be found for would be refused by the library.
      request.raw.headers['content-type'] = 'application/octet-stream'
      refuseUnlessOpen(parts, request.params.connection, found(parts, request.params))
    },
    handler: receive,
  })
}

function found({ connections }: HttpParts, { connection: id, event }: HookAddress): ServedConnection {
  const connection = connections.get(id)
  if (connection && /^[\w.-]{1,100}$/.test(event)) return connection
  refuse(404, 'unknown_hook', 'no webhook is expected at this address')
}

function refuseUnlessOpen({ metrics, isReady }: HttpParts, id: string, { isEnabled }: ServedConnection): void {
  if (isEnabled && isReady()) return
  metrics.hook(id, 'unavailable')
  const why = isEnabled ? 'this server is starting or stopping' : 'this connection is not enabled'
  refuse(503, 'unavailable', `${why}; try again later`, { 'retry-after': '60' })
}

function receiver(parts: HttpParts) {
  const log = createHookLog(parts.logger)
  let waiting = 0
  return async (request: FastifyRequest<{ Params: HookAddress }>, reply: FastifyReply): Promise<FastifyReply> => {
    const address = request.params
    if (waiting >= MOST_WAITING) return answer(parts, request, reply, 'unavailable')
    waiting += 1
    try {
      return answer(parts, request, reply, await take(parts, address, request, log))
    } catch (error) {
      log(address.connection, 'unavailable', { error: safeToLog(error), event: address.event })
      return answer(parts, request, reply, 'unavailable')
    } finally {
      waiting -= 1
    }
  }
}

async function take(
  parts: HttpParts,
  address: HookAddress,
  request: FastifyRequest,
  log: HookLog,
): Promise<HookOutcome> {
  const { connection } = found(parts, address)
  const hook = hookOf(address.event, request)
  const verdict = connection.readHook(hook)
  if (verdict.type === 'look') return accept(parts, address, hook, verdict)
  if (verdict.type === 'forged') log(address.connection, 'forged', { reason: verdict.reason, remote: request.ip })
  return verdict.type
}

/** Answered once it is kept: what is not kept is not acknowledged. */
async function accept(
  parts: HttpParts,
  { connection, event }: HookAddress,
  hook: IncomingHook,
  { records, delivery = stamp(hook), pushed = [] }: Extract<HookVerdict, { type: 'look' }>,
): Promise<HookOutcome> {
  const { databaseMs } = { ...DEFAULT_TIMEOUTS, ...parts.timeouts }
  const run = await within(databaseMs, acceptDelivery(parts.db, { connection, event, delivery, records }, pushed))
  if (run === undefined) return 'duplicate'
  parts.logger.info({ connection, event, run, records: records.length }, 'webhook accepted')
  await wake(parts, connection)
  return 'accepted'
}

/** Where nothing tells one event from the next, the same bytes within one minute are one. */
function stamp({ rawBody }: IncomingHook): string {
  return `${createHash('sha256').update(rawBody).digest('base64url')}@${Math.floor(Date.now() / 60_000)}`
}

function answer(
  { metrics }: HttpParts,
  request: FastifyRequest,
  reply: FastifyReply,
  outcome: HookOutcome,
): FastifyReply {
  metrics.hook((request.params as HookAddress).connection, outcome)
  if (outcome === 'unavailable') return sendProblem(request, reply, unavailable('nothing was kept; send it again'))
  if (outcome !== 'forged') return reply.code(200).send({ outcome })
  const detail = 'the signature or token is not the one configured for this connection'
  return sendProblem(request, reply, {
    status: 401,
    code: 'forged',
    detail,
    headers: { 'www-authenticate': 'Webhook' },
  })
}

function hookOf(event: string, { headers, query, body }: FastifyRequest): IncomingHook {
  const rawBody = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
  return {
    event,
    headers: single(headers),
    query: single(query as Readonly<Record<string, string | string[]>>),
    rawBody,
    body: parsed(rawBody),
  }
}

/** Given twice is given not at all: nobody can say which one a vendor or a proxy looked at. */
function single(values: Readonly<Record<string, string | readonly string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/** Whether it had to be JSON is for the connector to say, and a signature is judged first. */
function parsed(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'))
  } catch {
    return undefined
  }
}
