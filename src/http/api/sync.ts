import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Asked, askForRun, enabledConnection, refuseUnlessReady } from '../ask.ts'
import type { HttpParts } from '../parts.ts'
import { noteAction } from './actions.ts'
import { ConnectionId, listOf, RecordName } from './ids.ts'
import { refusals } from './refusals.ts'

export const AskedRun = z
  .object({ connection: z.string(), runId: z.string(), state: z.enum(['queued', 'running']) })
  .meta({ id: 'AskedRun' })

/** "Sync now", for whoever does not want to wait for the schedule. */
export function registerSync(scope: FastifyInstance, parts: HttpParts): void {
  const app = scope.withTypeProvider<ZodTypeProvider>()

  app.route({
    method: 'POST',
    url: '/connections/:id/sync',
    config: { role: 'operate' },
    schema: {
      summary: 'Ask for a run of one connection, or of one record',
      params: z.strictObject({ id: ConnectionId }),
      querystring: z.strictObject({}),
      body: z.strictObject({ record: RecordName.optional(), dryRun: z.boolean().optional() }).nullish(),
      response: { 202: AskedRun, ...refusals },
    },
    handler: async (request, reply) => {
      const { body } = request
      const { id } = request.params
      enabledConnection(parts, id)
      refuseUnlessReady(parts)
      const { record, dryRun = false } = body ?? {}
      const asked = await askForRun(parts, id, { dryRun, ...(record !== undefined && { record }) })
      await noteAction(parts, request, 'sync_pressed')
      return reply.code(202).send(viewAsked(asked))
    },
  })

  app.route({
    method: 'POST',
    url: '/sync',
    config: { role: 'operate' },
    schema: {
      summary: 'Ask for a run of every enabled connection',
      querystring: z.strictObject({}),
      body: z.strictObject({ dryRun: z.boolean().optional() }).nullish(),
      response: { 202: listOf(AskedRun), ...refusals },
    },
    handler: async (request, reply) => {
      const { body } = request
      refuseUnlessReady(parts)
      const enabled = [...parts.connections].filter(([, { isEnabled }]) => isEnabled)
      const asked: Asked[] = []
      for (const [id] of enabled) asked.push(await askForRun(parts, id, { dryRun: body?.dryRun ?? false }))
      await noteAction(parts, request, 'sync_pressed')
      return reply.code(202).send({ data: asked.map(viewAsked), next: null })
    },
  })
}

/** What was asked for is queued; a run that has begun is never the answer, for it may have read already. */
export function viewAsked({ connection, runId, state }: Asked): z.output<typeof AskedRun> {
  return { connection, runId, state: state === 'running' ? 'running' : 'queued' }
}
