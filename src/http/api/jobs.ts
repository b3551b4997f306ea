import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { JobLine } from '../../connectors/connector.ts'
import { servedConnection } from '../ask.ts'
import type { HttpParts } from '../parts.ts'
import { refuse } from '../problem.ts'
import { ConnectionId, listOf } from './ids.ts'
import { Fresh, type Readings } from './readings.ts'
import { refusals } from './refusals.ts'

const Stage = z.object({ id: z.string(), title: z.string() })
const Job = z
  .object({
    id: z.string(),
    title: z.string(),
    status: z.string().describe("The ATS's own word."),
    stages: z.array(Stage),
    triggers: z.array(z.string()).describe('What the mapping does on which stage, in words.'),
  })
  .meta({ id: 'Job' })
export const Jobs = listOf(Job).extend({ readAt: z.string().describe('When the ATS was asked.') })

/** The ATS is asked, so that the list is as recent as can be; who asks meanwhile or soon after gets the same answer. */
export function registerJobs(scope: FastifyInstance, parts: HttpParts, readings: Readings): void {
  scope.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/connections/:id/jobs',
    config: { role: 'read' },
    schema: {
      summary: "The ATS's jobs with their stages, to choose triggers from",
      params: z.strictObject({ id: ConnectionId }),
      querystring: z.strictObject({ fresh: Fresh }),
      response: { 200: Jobs, ...refusals },
    },
    handler: async ({ params: { id }, query: { fresh } }) => {
      const { connection } = servedConnection(parts, id)
      if (!connection.jobs) refuse(404, 'no_jobs', `${connection.connector} has no triggers, so it lists no jobs`)
      const place = { connection: id, kind: 'jobs' }
      const { at, value } = await readings.read(place, fresh === 'true', async () => connection.jobs!())
      return { data: value.map(viewJob), next: null, readAt: at.toISOString() }
    },
  })
}

function viewJob({ id, title, status, stages, triggers }: JobLine): z.output<typeof Job> {
  return { id, title, status, stages: stages.map((stage) => ({ ...stage })), triggers: [...triggers] }
}
