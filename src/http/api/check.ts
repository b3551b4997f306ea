import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Connection } from '../../connectors/connector.ts'
import { servedConnection } from '../ask.ts'
import type { HttpParts } from '../parts.ts'
import { ConnectionId, listOf } from './ids.ts'
import { Fresh, type Readings } from './readings.ts'
import { refusals } from './refusals.ts'

export const Finding = z.object({ ok: z.boolean(), subject: z.string(), message: z.string() }).meta({ id: 'Finding' })

const Permission = z
  .object({
    system: z.string(),
    name: z.string().describe("The vendor's own word."),
    needed: z.boolean().describe('false: the key may do this without need.'),
    had: z.boolean().nullable().describe('null where the vendor does not tell.'),
  })
  .meta({ id: 'Permission' })

const Checked = listOf(Finding).extend({
  permissions: z.array(Permission),
  readAt: z.string().describe('When the vendors were asked.'),
})

/** What `hirewire check` says, and what each key may do. */
export function registerCheck(scope: FastifyInstance, parts: HttpParts, readings: Readings): void {
  scope.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/connections/:id/check',
    config: { role: 'read' },
    schema: {
      summary: 'Keys, permissions and mapping against what the vendors have now; nothing is written',
      params: z.strictObject({ id: ConnectionId }),
      querystring: z.strictObject({ fresh: Fresh }),
      response: { 200: Checked, ...refusals },
    },
    handler: async ({ params: { id }, query: { fresh } }) => {
      const { connection } = servedConnection(parts, id)
      const place = { connection: id, kind: 'check' }
      const { at, value } = await readings.read(place, fresh === 'true', () => checked(connection))
      return { ...value, next: null, readAt: at.toISOString() }
    },
  })
}

async function checked(connection: Connection) {
  const [findings, permissions = []] = await Promise.all([connection.check(), connection.permissions?.()])
  return {
    data: findings.map(({ ok, subject, message }) => ({ ok, subject, message })),
    permissions: permissions.map((permission) => ({ ...permission })),
  }
}
