import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { HookVerdict, IncomingHook, TakenStatus } from '../connectors/hook.ts'
import { together } from '../lib/together.ts'
import { acceptDeliveries, type Delivery } from '../store/hooks.ts'
import { isOutage } from '../store/outage.ts'
import { wake } from './ask.ts'
import { createHookLog, type HookLog } from './hook-log.ts'
import type { HookOutcome } from './metrics.ts'
import { DEFAULT_TIMEOUTS, type HttpParts, type ServedConnection } from './parts.ts'
import { refuse, safeToLog, sendProblem, unavailable } from './problem.ts'
import { single } from './single.ts'
import { within } from './within.ts'

/** Ashby sends a candidate with all its applications; nothing documented comes near this. */
const MOST_BYTES = 256 * 1024
/** Deliveries waiting for the database at once. More are told to come back, so that one flood starves nobody else. */
const MOST_WAITING = 256
/** In one commit, so that it stays a short one. */
const MOST_TOGETHER = 50

interface HookAddress {
  readonly connection: string
  readonly event: string
}

/** `status` and `headers` are as the vendor wants them. */
interface Taken {
  readonly outcome: HookOutcome
  readonly status?: TakenStatus
  readonly headers?: Readonly<Record<string, string>>
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
  const keep = keeper(parts)
  const tell = teller(parts)
  let waiting = 0
  return async (request: FastifyRequest<{ Params: HookAddress }>, reply: FastifyReply): Promise<FastifyReply> => {
    const address = request.params
    if (waiting >= MOST_WAITING) return answer(parts, request, reply, { outcome: 'unavailable' })
    waiting += 1
    try {
      return answer(parts, request, reply, await take({ parts, log, keep, tell }, address, request))
    } catch (error) {
      log(address.connection, 'unavailable', { error: safeToLog(error), event: address.event })
      return answer(parts, request, reply, { outcome: 'unavailable' })
    } finally {
      waiting -= 1
    }
  }
}

interface Receiving {
  readonly parts: HttpParts
  readonly log: HookLog
  readonly keep: Keep
  /** The queue, of a run. */
  tell(connection: string, run: string): void
}

type Keep = (connection: string, delivery: Delivery) => Promise<string | undefined>

/** Each connection's deliveries one lot after the other: side by side they would wait for the same queued run's row. */
function keeper({ db, connections }: HttpParts): Keep {
  const lots = { lotOf: MOST_TOGETHER, most: MOST_WAITING, isOfAll: isOutage }
  const keepers = new Map(
    [...connections.keys()].map((id) => [
      id,
      together((deliveries: readonly Delivery[]) => acceptDeliveries(db, id, deliveries), lots),
    ]),
  )
  return (connection, delivery) => keepers.get(connection)!(delivery)
}

/**
 * Once for each run, however many deliveries ask for it, and not waited for: the request is kept, and a daemon looks for
 * runs that nobody is at.
 */
function teller(parts: HttpParts): Receiving['tell'] {
  const told = new Map<string, string>()
  return (connection, run) => {
    if (told.get(connection) === run) return
    told.set(connection, run)
    void wake(parts, connection)
  }
}

async function take(
  { parts, log, keep, tell }: Receiving,
  address: HookAddress,
  request: FastifyRequest,
): Promise<Taken> {
  const { connection } = found(parts, address)
  const hook = hookOf(address.event, request)
  const verdict = await connection.readHook(hook)
  if (verdict.type === 'look')
    return { outcome: await accept({ parts, keep, tell }, address, hook, verdict), ...statusOf(verdict) }
  if (verdict.type === 'handshake') return { outcome: 'handshake', headers: verdict.headers }
  if (verdict.type === 'forged') {
    log(address.connection, 'forged', { reason: verdict.reason, remote: request.ip })
    return { outcome: 'forged' }
  }
  if (verdict.note) log(address.connection, 'ignored', { note: verdict.note })
  return { outcome: 'ignored', ...statusOf(verdict) }
}

function statusOf({ status }: { readonly status?: TakenStatus }): Pick<Taken, 'status'> {
  return status === undefined ? {} : { status }
}

/** Answered once it is kept: what is not kept is not acknowledged. */
async function accept(
  { parts, keep, tell }: Omit<Receiving, 'log'>,
  { connection, event }: HookAddress,
  hook: IncomingHook,
  { records, delivery = stamp(hook), pushed = [] }: Extract<HookVerdict, { type: 'look' }>,
): Promise<HookOutcome> {
  const { databaseMs } = { ...DEFAULT_TIMEOUTS, ...parts.timeouts }
  const run = await within(databaseMs, keep(connection, { event, delivery, records, pushed }))
  if (run === undefined) return 'duplicate'
  parts.logger.info({ connection, event, run, records: records.length }, 'webhook accepted')
  tell(connection, run)
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
  { outcome, status = 200, headers = {} }: Taken,
): FastifyReply {
  metrics.hook((request.params as HookAddress).connection, outcome)
  if (outcome === 'unavailable') return sendProblem(request, reply, unavailable('nothing was kept; send it again'))
  if (outcome !== 'forged') return reply.code(status).headers(headers).send({ outcome })
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

/** Whether it had to be JSON is for the connector to say, and a signature is judged first. */
function parsed(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'))
  } catch {
    return undefined
  }
}
