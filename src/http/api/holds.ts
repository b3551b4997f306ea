import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { approveHold, decideHold, type ListedHold, listHolds, loadHold, type StoredHold } from '../../store/holds.ts'
import { enabledConnection, refuseUnlessReady, wake } from '../ask.ts'
import type { HttpParts } from '../parts.ts'
import { refuse } from '../problem.ts'
import { noteAction } from './actions.ts'
import { ConnectionId, Digest, Limit, listOf, PlanPaging, pageOf, planPartOf } from './ids.ts'
import { refusals } from './refusals.ts'
import { maskPlans, Values, withValues } from './values.ts'

const states = ['waiting', 'approved', 'rejected', 'expired', 'applied'] as const

export const Hold = z
  .object({
    digest: z.string(),
    connection: z.string(),
    flow: z.string(),
    run: z.string().describe('The run that was held.'),
    state: z.enum(states),
    reasons: z.array(z.object({ limit: z.string(), count: z.number(), allowed: z.number(), message: z.string() })),
    counts: z.record(z.string(), z.number()).describe('Records, by the gravest effect of what would be written.'),
    heldAt: z.string(),
    decidedAt: z.string().nullable(),
    decidedBy: z.string().nullable().describe('The name of the token.'),
  })
  .meta({ id: 'Hold' })
export const HoldInFull = Hold.extend({ plan: z.unknown() }).meta({ id: 'HoldInFull' })
const OneHold = z.strictObject({ digest: Digest })
const Nothing = z.strictObject({}).nullish()

export function registerHolds(scope: FastifyInstance, parts: HttpParts): void {
  const { db } = parts
  const app = scope.withTypeProvider<ZodTypeProvider>()

  app.route({
    method: 'GET',
    url: '/holds',
    config: { role: 'read' },
    schema: {
      summary: 'Plans that wait for a person',
      querystring: z.strictObject({
        connection: ConnectionId.optional(),
        state: z.enum(states).optional().describe('Left out: waiting, and approved but not yet run.'),
        limit: Limit,
        cursor: Digest.optional(),
      }),
      response: { 200: listOf(Hold), ...refusals },
    },
    handler: async ({ query: { connection, state, limit, cursor } }) => {
      const filter = {
        ...(connection && { connection }),
        ...(state && { states: [state] }),
        ...(cursor && { after: cursor }),
      }
      const rows = await listHolds(db, { ...filter, limit: Number(limit) + 1 })
      return pageOf(rows, Number(limit), { idOf: ({ digest }) => digest, view: viewHold })
    },
  })

  app.route({
    method: 'GET',
    url: '/holds/:digest',
    config: { role: 'read' },
    schema: {
      summary: 'One held plan in full',
      params: OneHold,
      querystring: z.strictObject({ ...PlanPaging, values: Values }),
      response: { 200: HoldInFull, ...refusals },
    },
    handler: async (request) => {
      const hold = await knownHold(request.params.digest, planPartOf(request.query))
      return withValues(parts, request, request.query.values, (sight) => ({
        ...viewHold(hold),
        plan: maskPlans(sight, hold.plan),
      }))
    },
  })

  app.route({
    method: 'POST',
    url: '/holds/:digest/approve',
    config: { role: 'approve' },
    schema: {
      summary: 'Let exactly this plan run',
      params: OneHold,
      querystring: z.strictObject({}),
      body: Nothing,
      response: { 202: Hold.extend({ runId: z.string() }), ...refusals },
    },
    handler: async (request, reply) => {
      const { caller } = request
      const { digest } = request.params
      refuseUnlessReady(parts)
      enabledConnection(parts, (await undecidedHold(digest)).connection)
      const approved = await approveHold(db, digest, caller!.name)
      if (!approved) return refuseDecided(await knownHold(digest))
      parts.logger.info({ connection: approved.hold.connection, digest, by: caller!.name }, 'plan approved')
      await noteAction(parts, request, 'hold_approved')
      await wake(parts, approved.hold.connection)
      return reply.code(202).send({ ...viewHold(approved.hold), runId: approved.run.id })
    },
  })

  app.route({
    method: 'POST',
    url: '/holds/:digest/reject',
    config: { role: 'approve' },
    schema: {
      summary: 'Never let exactly this plan run',
      params: OneHold,
      querystring: z.strictObject({}),
      body: Nothing,
      response: { 200: Hold, ...refusals },
    },
    handler: async (request) => {
      const { caller } = request
      const { digest } = request.params
      await undecidedHold(digest)
      const hold = await decideHold(db, digest, 'rejected', caller!.name)
      if (!hold) return refuseDecided(await knownHold(digest))
      parts.logger.info({ connection: hold.connection, digest, by: caller!.name }, 'plan rejected')
      await noteAction(parts, request, 'hold_rejected')
      return viewHold(hold)
    },
  })

  async function undecidedHold(digest: string): Promise<StoredHold> {
    const hold = await knownHold(digest)
    return hold.state === 'waiting' ? hold : refuseDecided(hold)
  }

  async function knownHold(digest: string, part?: ReturnType<typeof planPartOf>): Promise<StoredHold> {
    const unknown = 'no plan with this digest was ever held; GET /api/v1/holds lists what waits'
    return (await loadHold(db, digest, part)) ?? refuse(404, 'unknown_hold', unknown)
  }
}

/** What is approved is a plan, not an intention: when it would come out differently today, it takes a new look. */
function refuseDecided({ state, decidedAt }: StoredHold): never {
  const since = decidedAt ? ` since ${decidedAt}` : ''
  const moved = 'the world moved on and another plan would be written now; GET /api/v1/holds shows it if it waits'
  if (state === 'expired') refuse(409, 'hold_expired', `this plan has been void${since}: ${moved}`)
  refuse(409, 'hold_decided', `this plan has been ${state}${since}; a plan is decided once`)
}

function viewHold(hold: ListedHold): z.output<typeof Hold> {
  const { digest, connection, flow, run, state, heldAt, decidedAt, decidedBy } = hold
  return {
    ...{ digest, connection, flow, run, state, heldAt },
    reasons: hold.reasons.map((reason) => ({ ...reason })),
    counts: { ...hold.counts },
    decidedAt: decidedAt ?? null,
    decidedBy: decidedBy ?? null,
  }
}
