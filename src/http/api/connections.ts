import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { servedConnection } from '../ask.ts'
import type { HttpParts } from '../parts.ts'
import { connectionStates } from './connection-state.ts'
import { viewConnection } from './connection-view.ts'
import { ConnectionId, listOf } from './ids.ts'
import { RecordLine } from './records.ts'
import { refusals } from './refusals.ts'
import { Run } from './run.ts'

export const ConnectionView = z
  .object({
    id: z.string(),
    connector: z.string(),
    enabled: z.boolean(),
    schedule: z.string(),
    state: z.enum(connectionStates),
    problem: z.string().nullable().describe('What the last full run could not do, and the way out.'),
    problems: z.array(z.string()).describe('What a person should mend though the connection works.'),
    missingPermissions: z.array(z.string()),
    lastSuccess: z.string().nullable(),
    oldestUnsynced: z.object({ since: z.string(), seconds: z.int() }).nullable(),
    flows: z.array(z.object({ name: z.string(), problem: z.string().nullable() })),
    records: z
      .array(z.object({ flow: z.string(), state: z.string(), reason: z.string().nullable(), count: z.int() }))
      .describe('How many records stand where: what is skipped, and why.'),
    attention: z.array(RecordLine).describe('Records a person must look at; at most 100, `records` has their number.'),
    holds: z.array(
      z.object({ digest: z.string(), flow: z.string(), heldAt: z.string(), reasons: z.array(z.string()) }),
    ),
    runs: z.object({ running: Run.nullable(), queued: Run.nullable(), last: Run.nullable() }),
    webhooks: z.object({
      path: z.string(),
      url: z.string().nullable().describe('Null without server.publicUrl. {event} is the name the vendor gives it.'),
      deliveries: z.array(z.object({ event: z.string(), receivedAt: z.string() })).describe('The last of each event.'),
    }),
  })
  .meta({ id: 'Connection' })

export function registerConnections(scope: FastifyInstance, parts: HttpParts): void {
  const app = scope.withTypeProvider<ZodTypeProvider>()

  app.route({
    method: 'GET',
    url: '/connections',
    config: { role: 'read' },
    schema: {
      summary: 'Every connection and how it is',
      querystring: z.strictObject({}),
      response: { 200: listOf(ConnectionView), ...refusals },
    },
    handler: async () => {
      const data: z.output<typeof ConnectionView>[] = []
      for (const served of parts.connections.values()) data.push(await viewConnection(parts, served))
      return { data, next: null }
    },
  })

  app.route({
    method: 'GET',
    url: '/connections/:id',
    config: { role: 'read' },
    schema: {
      summary: 'One connection and how it is',
      params: z.strictObject({ id: ConnectionId }),
      querystring: z.strictObject({}),
      response: { 200: ConnectionView, ...refusals },
    },
    handler: async ({ params: { id } }) => viewConnection(parts, servedConnection(parts, id)),
  })
}
