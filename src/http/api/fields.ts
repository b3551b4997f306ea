import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Connection, FieldLine } from '../../connectors/connector.ts'
import { openMirror } from '../../sync/mirror.ts'
import { servedConnection } from '../ask.ts'
import type { HttpParts } from '../parts.ts'
import { ConnectionId, listOf } from './ids.ts'
import { Fresh, type Readings } from './readings.ts'
import { refusals } from './refusals.ts'
import { type IsPublic, MASK, Values, withValues } from './values.ts'

const Coverage = z.object({ total: z.int(), covered: z.int(), missing: z.array(z.string()) })

export const Field = z
  .object({
    code: z.string(),
    label: z.string(),
    type: z.string(),
    entity: z.string().describe("What it belongs to, in the source's word."),
    isMapped: z.boolean(),
    isStandard: z.boolean().describe("One of the source's own, which are never mapped."),
    why: z.string().nullable().describe('Why it cannot be mapped; with a title, why not to that one.'),
    target: z.string().describe('In words.'),
    targetState: z.enum(['exists', 'toBeMade', 'cannot']).nullable(),
    title: z.string().nullable().describe('Under which it is, or would be, mapped.'),
    options: Coverage.nullable().describe('Of a list of values: `missing` are the labels that would be added.'),
    samples: z
      .array(z.string())
      .describe('Up to three values as they were last read; "•••" each where they are masked.'),
  })
  .meta({ id: 'Field' })
export const Fields = listOf(Field).extend({ readAt: z.string().describe('When both sides were asked.') })

/** Both sides are asked for their fields; samples come from what was last read. */
export function registerFields(scope: FastifyInstance, parts: HttpParts, readings: Readings): void {
  scope.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/connections/:id/fields',
    config: { role: 'read' },
    schema: {
      summary: 'The fields of the source, to choose from, and what each is or would be on the other side',
      params: z.strictObject({ id: ConnectionId }),
      querystring: z.strictObject({ values: Values, fresh: Fresh }),
      response: { 200: Fields, ...refusals },
    },
    handler: async (request) => {
      const { id } = request.params
      const { values, fresh } = request.query
      const { connection } = servedConnection(parts, id)
      const place = { connection: id, kind: 'fields' }
      const { at, value } = await readings.read(place, fresh === 'true', () => readFields(parts, connection))
      return withValues(parts, request, values, (sight) => {
        // Of no flow: nothing says that a sample tells of nobody.
        const isPublic = sight(id, '')
        return { data: value.map((line) => viewField(line, isPublic)), next: null, readAt: at.toISOString() }
      })
    },
  })
}

/** Custom ones first: those are the choice. */
async function readFields({ db }: HttpParts, connection: Connection): Promise<readonly FieldLine[]> {
  const [custom, standard = []] = await Promise.all([
    connection.fields(openMirror(db, connection.id)),
    connection.standardFields?.(),
  ])
  return [...custom, ...standard]
}

function viewField({ options, samples, ...line }: FieldLine, isPublic: IsPublic): z.output<typeof Field> {
  const { code, why = null, targetState = null, title = null } = line
  return {
    ...{ ...line, why, targetState, title },
    options: options ? { ...options, missing: [...options.missing] } : null,
    samples: samples.map((sample) => (isPublic(code, sample) ? sample : MASK)),
  }
}
