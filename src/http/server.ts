import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'
import { registerAnswers } from './answers.ts'
import { registerAudit } from './api/audit.ts'
import { registerCheck } from './api/check.ts'
import { registerChoices } from './api/choices.ts'
import { registerConnections } from './api/connections.ts'
import { registerExplain } from './api/explain.ts'
import { registerFields } from './api/fields.ts'
import { registerHolds } from './api/holds.ts'
import { registerJobs } from './api/jobs.ts'
import { registerKeys } from './api/keys.ts'
import { registerMapping } from './api/mapping.ts'
import { registerMappingDrafts } from './api/mapping-drafts.ts'
import { registerMappingVersions } from './api/mapping-versions.ts'
import { registerNotifications } from './api/notifications.ts'
import { createReadings } from './api/readings.ts'
import { registerRecords } from './api/records.ts'
import { registerRunEvents } from './api/run-events.ts'
import { registerRunRecords } from './api/run-records.ts'
import { registerRuns } from './api/runs.ts'
import { registerSightings } from './api/sightings.ts'
import { registerSwitches } from './api/switches.ts'
import { registerSync } from './api/sync.ts'
import { registerAuth } from './auth.ts'
import { registerGate } from './gate.ts'
import { registerHealth } from './health.ts'
import { registerHooks } from './hooks.ts'
import { readJson } from './json-body.ts'
import { registerMethods } from './methods.ts'
import { registerOAuth } from './oauth.ts'
import { registerOpenapi } from './openapi.ts'
import { registerPages } from './pages/index.ts'
import { registerPartner } from './partner.ts'
import { DEFAULT_TIMEOUTS, type HttpParts } from './parts.ts'
import { answerError } from './problem.ts'
import { validate } from './validate.ts'

export type { HttpParts, ServedConnection } from './parts.ts'

const MOST_BYTES = 64 * 1024
const MOST_CONNECTIONS = 512

/** Everything but `listen`. */
export async function createServer(parts: HttpParts): Promise<FastifyInstance> {
  const app = bareServer(parts)
  registerGate(app, parts)
  registerMethods(app)
  await registerOpenapi(app)
  registerHealth(app, parts)
  await app.register((scope) => registerHooks(scope, parts))
  await app.register((scope) => registerPartner(scope, parts))
  await registerOAuth(app, parts)
  await app.register((scope) => registerAnswers(scope, parts))
  await app.register((scope) => registerPages(scope, parts))
  await app.register((scope) => registerApi(scope, parts), { prefix: '/api/v1' })
  return app
}

async function registerApi(scope: FastifyInstance, parts: HttpParts): Promise<void> {
  registerAuth(scope, parts.tokens)
  registerConnections(scope, parts)
  registerSwitches(scope, parts)
  registerKeys(scope, parts)
  const readings = createReadings(scope, parts)
  registerJobs(scope, parts, readings)
  registerFields(scope, parts, readings)
  registerChoices(scope, parts, readings)
  registerCheck(scope, parts, readings)
  registerMapping(scope, parts)
  registerMappingDrafts(scope, parts)
  registerMappingVersions(scope, parts)
  registerSync(scope, parts)
  registerRuns(scope, parts)
  registerRunEvents(scope, parts)
  registerRunRecords(scope, parts)
  registerNotifications(scope, parts)
  registerHolds(scope, parts)
  registerSightings(scope, parts)
  registerRecords(scope, parts)
  registerAudit(scope, parts)
  registerExplain(scope, parts)
}

function bareServer({ logger, timeouts }: HttpParts): FastifyInstance {
  const { headersMs, requestMs } = { ...DEFAULT_TIMEOUTS, ...timeouts }
  const app = Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    // Ours name the route and the caller; the library's, one or two lines per request, drown them.
    logController: new Fastify.LogController({ disableRequestLogging: true, requestIdLogLabel: 'request' }),
    bodyLimit: MOST_BYTES,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    requestTimeout: requestMs,
    keepAliveTimeout: 10_000,
    connectionTimeout: 120_000,
    maxRequestsPerSocket: 1_000,
    forceCloseConnections: 'idle',
    http: {
      headersTimeout: headersMs,
      connectionsCheckingInterval: Math.min(1_000, headersMs, requestMs),
      maxHeaderSize: 16 * 1024,
    },
    // As long as a record's id may be once it is percent-encoded.
    routerOptions: { maxParamLength: 2_000 },
    clientErrorHandler: refuseSocket,
    frameworkErrors: (error, request, reply) => answerError(error, request, reply),
  })
  app.server.maxConnections = MOST_CONNECTIONS
  app.setErrorHandler(answerError)
  app.setValidatorCompiler(validate)
  app.setSerializerCompiler(serializerCompiler)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, readJson)
  return app
}

const REFUSALS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** Bytes that are no request, or come too slowly: an answer if one can still be sent, and the connection ends. */
function refuseSocket(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const status = REFUSALS[error.code ?? ''] ?? '400 Bad Request'
  const title = status.slice(4)
  const body = JSON.stringify({
    type: 'about:blank',
    title,
    status: Number(status.slice(0, 3)),
    detail: title,
    code: 'request',
  })
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/problem+json\r\nconnection: close\r\ncontent-length: ${body.length}`
  if (socket.writable) socket.end(`${head}\r\n\r\n${body}`)
  else socket.destroy()
}
