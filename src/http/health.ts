import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { countNotifications } from '../store/notifications.ts'
import { ping } from '../store/outage.ts'
import { pendingSeconds } from '../store/records.ts'
import { countQueued } from '../store/runs.ts'
import type { Readings } from './metrics.ts'
import { DEFAULT_TIMEOUTS, type HttpParts } from './parts.ts'
import { within } from './within.ts'

/** For probes and scrapers, without a token: alive, ready, and numbers. No version, no name, nobody's id. */
export function registerHealth(scope: FastifyInstance, parts: HttpParts): void {
  const app = scope.withTypeProvider<ZodTypeProvider>()
  const { databaseMs } = { ...DEFAULT_TIMEOUTS, ...parts.timeouts }
  // Whoever asks how often, the database is asked one question at a time.
  const isReachable = oneAtATime(() =>
    within(databaseMs, ping(parts.db)).then(
      () => true,
      () => false,
    ),
  )
  const read = oneAtATime(() => within(databaseMs, readingsOf(parts)).catch(() => undefined))

  app.get('/healthz', { schema: { response: { 200: z.object({ status: z.literal('alive') }) } } }, async () => ({
    status: 'alive' as const,
  }))
  app.get('/readyz', { schema: { response: { 200: Ready, 503: Ready } } }, async (_request, reply) => {
    const database = await isReachable()
    const isReady = parts.isReady() && database
    reply.code(isReady ? 200 : 503)
    return { status: isReady ? ('ready' as const) : ('not_ready' as const), database }
  })
  app.get('/metrics', { schema: { produces: ['text/plain'] } }, async (_request, reply) => {
    const { contentType, text } = await parts.metrics.render(await read())
    return reply.type(contentType).send(text)
  })
}

const Ready = z.object({ status: z.enum(['ready', 'not_ready']), database: z.boolean() })

async function readingsOf({ db, connections }: HttpParts): Promise<Readings> {
  const pending = await pendingSeconds(db)
  return {
    queueDepth: await countQueued(db),
    mails: await countNotifications(db),
    oldestUnsynced: new Map([...connections.keys()].map((id) => [id, pending.get(id) ?? 0])),
  }
}

function oneAtATime<T>(ask: () => Promise<T>): () => Promise<T> {
  let current: Promise<T> | undefined
  return () => {
    current ??= ask().finally(() => {
      current = undefined
    })
    return current
  }
}
