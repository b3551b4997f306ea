import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { servedConnection } from '../ask.ts'
import type { HttpParts } from '../parts.ts'
import { connectionStates } from './connection-state.ts'
import { viewConnection } from './connection-view.ts'
import { Counts, FirstSync } from './first-sync.ts'
import { ConnectionId, listOf } from './ids.ts'
import { RecordLine } from './records.ts'
import { refusals } from './refusals.ts'
import { Run } from './run.ts'
import { Webhooks } from './webhook-view.ts'

export const ConnectionView = z
  .object({
    id: z.string(),
    connector: z.string(),
    systems: z.tuple([z.string(), z.string()]).describe('What people call its two sides.'),
    enabled: z.boolean(),
    enabledBy: z
      .object({ by: z.string(), at: z.string(), configured: z.boolean() })
      .nullable()
      .describe('Who switched it while the program ran; null where it is as the config file says.'),
    schedule: z.string(),
    nextRun: z.string().nullable().describe('By the schedule; null where it is off, or nobody keeps it here.'),
    state: z.enum(connectionStates),
    problem: z.string().nullable().describe('What the last full run could not do, and the way out.'),
    problems: z.array(z.string()).describe('What a person should mend though the connection works.'),
    grant: z
      .object({ state: z.enum(['connected', 'disconnected']), start: z.string() })
      .nullable()
      .describe('Of a connection to which a person allows access: whether they did, and where they do.'),
    missingPermissions: z.array(z.string()),
    lastSuccess: z.string().nullable(),
    oldestUnsynced: z.object({ since: z.string(), seconds: z.int() }).nullable(),
    firstSync: FirstSync.nullable().describe('How far the first run is; null once it has passed.'),
    flows: z.array(z.object({ name: z.string(), problem: z.string().nullable(), counts: Counts })),
    records: z
      .array(
        z.object({
          ...{ flow: z.string(), state: z.string(), reason: z.string().nullable(), count: z.int() },
          example: z
            .object({ id: z.string(), message: z.string() })
            .nullable()
            .describe('Of what is skipped, one record and what is said of it.'),
        }),
      )
      .describe('How many records stand where: what is skipped, and why.'),
    attention: z.array(RecordLine).describe('Records a person must look at; at most 100, `records` has their number.'),
    holds: z.array(
      z.object({ digest: z.string(), flow: z.string(), heldAt: z.string(), reasons: z.array(z.string()) }),
    ),
    runs: z.object({ running: Run.nullable(), queued: Run.nullable(), last: Run.nullable() }),
    webhooks: Webhooks,
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
