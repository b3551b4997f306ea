import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isOutage } from '../store/outage.ts'

/** RFC 9457, and what we add to it: `code` for programs, `requestId` for whoever asks us about it. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ in: z.string(), path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })

export interface Refusal {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly headers?: Readonly<Record<string, string>>
  readonly errors?: z.output<typeof Problem>['errors']
}

/** Thrown by a handler that will not do what was asked; everything in it is shown to the caller. */
export class RequestRefusedError extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.detail)
    this.name = 'RequestRefusedError'
    this.refusal = refusal
  }
}

export function refuse(status: number, code: string, detail: string, headers?: Refusal['headers']): never {
  throw new RequestRefusedError({ status, code, detail, ...(headers && { headers }) })
}

/** The last catcher: what nobody foresaw is logged whole and answered with nothing but the id to find it by. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(request, reply, problemOf(error, request))
}

/** What is told of an error; one of ours is logged. */
export function problemOf(error: unknown, request: FastifyRequest): Refusal {
  const refusal = refusalOf(error)
  if (refusal.status >= 500) request.log.error({ error: safeToLog(error), status: refusal.status }, 'request failed')
  return refusal
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { status, code, detail, headers = {}, errors } = refusal
  // The rest of a body that nobody will read would keep the connection busy.
  if (status === 413 || status === 408 || (status >= 400 && isUnread(request))) reply.header('connection', 'close')
  const problem = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, code }
  return reply
    .code(status)
    .headers(headers)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send({ ...problem, requestId: request.id, ...(errors && { errors }) })
}

function isUnread({ raw, headers }: FastifyRequest): boolean {
  return !raw.complete && (headers['content-length'] ?? '0') !== '0'
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof RequestRefusedError) return error.refusal
  if (isOutage(error)) return unavailable('the database cannot be reached now; try again')
  const known = knownErrors[(error as FastifyError).code ?? '']
  if (known) return known
  const { statusCode = 500 } = error as FastifyError
  if (statusCode >= 400 && statusCode < 500)
    return { status: statusCode, code: 'bad_request', detail: 'the request cannot be read' }
  return { status: 500, code: 'internal', detail: 'something went wrong here; the log names this request id' }
}

export function unavailable(detail: string): Refusal {
  return { status: 503, code: 'unavailable', detail, headers: { 'retry-after': '30' } }
}

/** The library's own texts may quote what was sent. https://fastify.dev/docs/latest/Reference/Errors/ */
const knownErrors: Readonly<Record<string, Refusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, code: 'body_too_large', detail: 'the body is longer than is read here' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'content_type',
    detail: 'send the body as application/json',
    headers: { accept: 'application/json' },
  },
  FST_ERR_CTP_INVALID_JSON_BODY: { status: 400, code: 'not_json', detail: 'the body is not JSON' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    status: 400,
    code: 'content_length',
    detail: 'the body is not as long as Content-Length says',
  },
  FST_ERR_BAD_URL: { status: 400, code: 'bad_url', detail: 'the address cannot be decoded' },
}

/** An error of the database carries its statement, values and all: its class and code are enough to act on. */
export function safeToLog(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code } = error as NodeJS.ErrnoException
  const isDatabase = 'severity' in error || isOutage(error)
  return isDatabase ? { type: error.name, code: code ?? 'none', at: frames(error) } : error
}

function frames({ stack = '' }: Error): readonly string[] {
  return stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^at .+:\d+:\d+\)?$/.test(line))
    .slice(0, 8)
}
