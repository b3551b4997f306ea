import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { loadChange, type StoredChange } from '../../store/changes.ts'
import { keepSighting } from '../../store/sightings.ts'
import { refusalOf, VENDOR_ID } from '../../sync/sighting.ts'
import { enabledConnection, refuseUnlessReady, wake } from '../ask.ts'
import type { HttpParts } from '../parts.ts'
import { refuse } from '../problem.ts'
import { noteAction } from './actions.ts'
import { ChangeId } from './ids.ts'
import { refusals } from './refusals.ts'
import { AskedRun, viewAsked } from './sync.ts'

const Seen = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('applied'),
    target: z
      .string()
      .regex(VENDOR_ID, "is no id as vendors' pages show them")
      .optional()
      .describe("Of what was made, the vendor's id."),
  }),
  z.strictObject({ outcome: z.literal('absent') }),
])

/** Writes whose answer was lost and whose target cannot tell: a person looks, and says what is there. */
export function registerSightings(scope: FastifyInstance, parts: HttpParts): void {
  const { db } = parts
  const app = scope.withTypeProvider<ZodTypeProvider>()

  app.route({
    method: 'POST',
    url: '/changes/:id/settle',
    config: { role: 'approve' },
    schema: {
      summary: 'Say whether an unclear write was applied',
      description:
        'The run that is asked for looks at the target once more: what the vendor tells goes before what was said. An applied write is verified like any other, an absent one is planned again.',
      params: z.strictObject({ id: ChangeId }),
      querystring: z.strictObject({}),
      body: Seen,
      response: { 202: AskedRun, ...refusals },
    },
    handler: async (request, reply) => {
      const { body, caller, params } = request
      refuseUnlessReady(parts)
      const { connection } = refuseUnlessSayable(parts, await knownChange(params.id), body)
      const kept = await keepSighting(db, params.id, { ...body, by: caller!.name, trigger: 'request' })
      if (!kept) return refuseLate(await knownChange(params.id), body)
      parts.logger.info(
        { connection, change: params.id, by: caller!.name, outcome: body.outcome },
        'unclear write judged',
      )
      await noteAction(parts, request, body.outcome === 'applied' ? 'write_said_applied' : 'write_said_absent')
      await wake(parts, connection)
      return reply.code(202).send(viewAsked({ connection, runId: kept.run.id, state: kept.run.state }))
    },
  })

  /** Settled since it was looked at here. */
  function refuseLate(change: StoredChange, body: z.output<typeof Seen>): never {
    refuseUnlessSayable(parts, change, body)
    refuse(409, 'not_unclear', 'the write was looked up just now; look at it again')
  }

  async function knownChange(id: string): Promise<StoredChange> {
    return (await loadChange(db, id)) ?? refuse(404, 'unknown_change', 'no write has this id; a run lists its own')
  }
}

function refuseUnlessSayable(parts: HttpParts, change: StoredChange, body: z.output<typeof Seen>): StoredChange {
  const { flows } = enabledConnection(parts, change.connection).connection
  const flow = flows.find(({ name }) => name === change.flow)
  const refusal = refusalOf(flow, change, body)
  if (!refusal) return change
  const { code, message } = refusal
  refuse(
    code === 'not_unclear' || code === 'flow_off' ? 409 : 422,
    code,
    `this cannot be said of this write: ${message}`,
  )
}
