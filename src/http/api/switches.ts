import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { askForRun, refuseUnlessReady, servedConnection } from '../ask.ts'
import type { HttpParts } from '../parts.ts'
import { noteAction } from './actions.ts'
import { viewConnection } from './connection-view.ts'
import { ConnectionView } from './connections.ts'
import { ConnectionId } from './ids.ts'
import { refusals } from './refusals.ts'

/** The toggle (S1, S23, S79). */
export function registerSwitches(scope: FastifyInstance, parts: HttpParts): void {
  const app = scope.withTypeProvider<ZodTypeProvider>()

  app.route({
    method: 'POST',
    url: '/connections/:id/enabled',
    config: { role: 'operate' },
    schema: {
      summary: 'Switch one connection on or off, until the config file says something else',
      params: z.strictObject({ id: ConnectionId }),
      querystring: z.strictObject({}),
      body: z.strictObject({ enabled: z.boolean() }),
      response: { 200: ConnectionView, ...refusals },
    },
    handler: async (request) => {
      const { caller, log } = request
      const { id } = request.params
      const { enabled } = request.body
      servedConnection(parts, id)
      refuseUnlessReady(parts)
      const by = caller?.name ?? ''
      const isChanged = await parts.switchConnection(id, enabled, by)
      if (isChanged) {
        await noteAction(parts, request, enabled ? 'connection_switched_on' : 'connection_switched_off')
        log.info({ connection: id, by, enabled }, 'connection switched')
      }
      if (isChanged && enabled) await askForRun(parts, id, { dryRun: false })
      return viewConnection(parts, servedConnection(parts, id))
    },
  })
}
