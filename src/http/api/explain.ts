import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Explanation, explain } from '../../sync/explain.ts'
import { mappedNames, onlyField } from '../../sync/explain-field.ts'
import { servedConnection } from '../ask.ts'
import { DEFAULT_TIMEOUTS, type HttpParts } from '../parts.ts'
import { refuse } from '../problem.ts'
import { ExplanationView, viewExplanation } from './explanation.ts'
import { ConnectionId, listOf, RecordName } from './ids.ts'
import { refusals } from './refusals.ts'
import { Values, withValues } from './values.ts'

/** The same as `hirewire explain`: why a record is as it is, field by field, in every flow that knows it. */
export function registerExplain(scope: FastifyInstance, parts: HttpParts): void {
  const { explainMs } = { ...DEFAULT_TIMEOUTS, ...parts.timeouts }
  scope.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/explain/:connection/:record',
    config: { role: 'read' },
    schema: {
      summary: 'Why one record is as it is: value, decision, every write',
      params: z.strictObject({ connection: ConnectionId, record: RecordName }),
      querystring: z.strictObject({ field: z.string().min(1).max(200).optional(), values: Values }),
      response: { 200: listOf(ExplanationView), ...refusals },
    },
    handler: async (request) => {
      const { params, query } = request
      const { connection } = servedConnection(parts, params.connection)
      const found = await explain(parts.db, connection, params.record, explainMs)
      if (found.length === 0) refuseUnknown()
      const chosen = query.field === undefined ? found : chosenField(found, query.field)
      return withValues(parts, request, query.values, (sight) => ({
        data: chosen.map((one) => viewExplanation(connection.id, one, sight)),
        next: null,
      }))
    },
  })
}

function refuseUnknown(): never {
  const way = 'POST /api/v1/connections/{id}/sync with "record" looks for it at the source'
  refuse(404, 'unknown_record', `no flow of this connection knows a record with this id; ${way}`)
}

function chosenField(found: readonly Explanation[], field: string): readonly Explanation[] {
  const chosen = onlyField(found, field)
  if (chosen.length > 0) return chosen
  refuse(404, 'unknown_field', `the record has no field of this name; mapped are: ${mappedNames(found)}`)
}
