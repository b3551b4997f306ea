import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { listAudit } from '../../store/audit.ts'
import type { HttpParts } from '../parts.ts'
import { Limit, listOf, pageOf, RunId } from './ids.ts'
import { refusals } from './refusals.ts'

const AuditEntry = z
  .object({
    id: z.string(),
    at: z.string(),
    by: z.string().describe('The name of the token.'),
    action: z.string(),
    place: z.string().describe('The address that was asked, below /api/v1 and without its query.'),
  })
  .meta({ id: 'AuditEntry' })

/** Who decided what, and to whom personal values were shown. */
export function registerAudit(scope: FastifyInstance, { db }: HttpParts): void {
  scope.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/audit',
    config: { role: 'approve' },
    schema: {
      summary: 'What people decided and were shown, newest first',
      querystring: z.strictObject({ limit: Limit, cursor: RunId.optional() }),
      response: { 200: listOf(AuditEntry), ...refusals },
    },
    handler: async ({ query: { limit, cursor } }) => {
      const rows = await listAudit(db, { ...(cursor && { after: cursor }), limit: Number(limit) + 1 })
      return pageOf(rows, Number(limit), { idOf: ({ id }) => id, view: (entry) => ({ ...entry }) })
    },
  })
}
