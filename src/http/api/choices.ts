import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Choices } from '../../connectors/choice.ts'
import { servedConnection } from '../ask.ts'
import type { HttpParts } from '../parts.ts'
import { refuse } from '../problem.ts'
import { ConnectionId } from './ids.ts'
import { Fresh, type Readings } from './readings.ts'
import { refusals } from './refusals.ts'

const Choice = z.object({ id: z.string().describe('What stands in the mapping.'), title: z.string() })
const Reference = Choice.extend({ min: z.int(), max: z.int() })
export const Listed = z
  .object({
    interviews: z.array(Choice).nullable(),
    surveys: z.array(Choice).nullable(),
    references: z.array(Reference).nullable().describe('Relationships, and how many of each a request may ask for.'),
    jobFunctions: z.array(Choice).nullable(),
    readAt: z.string().describe('When the vendors were asked.'),
  })
  .meta({ id: 'Choices', description: 'A list is null where no vendor has one: any text may be written then.' })

export function registerChoices(scope: FastifyInstance, parts: HttpParts, readings: Readings): void {
  scope.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/connections/:id/choices',
    config: { role: 'read' },
    schema: {
      summary: 'What the mapping may name besides jobs and fields, as the vendors have it now',
      params: z.strictObject({ id: ConnectionId }),
      querystring: z.strictObject({ fresh: Fresh }),
      response: { 200: Listed, ...refusals },
    },
    handler: async ({ params: { id }, query: { fresh } }) => {
      const { connection } = servedConnection(parts, id)
      if (!connection.choices) refuse(404, 'no_choices', `the mapping of ${connection.connector} names fields only`)
      const place = { connection: id, kind: 'choices' }
      const { at, value } = await readings.read(place, fresh === 'true', async () => connection.choices!())
      return { ...viewChoices(value), readAt: at.toISOString() }
    },
  })
}

function viewChoices({ interviews, surveys, references, jobFunctions }: Choices) {
  return {
    interviews: copied(interviews),
    surveys: copied(surveys),
    references: copied(references),
    jobFunctions: copied(jobFunctions),
  }
}

function copied<T>(list: readonly T[] | null): T[] | null {
  return list && [...list]
}
