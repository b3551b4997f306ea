import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Plan } from '../../plan/plan.ts'
import { approveHold, decideHold, listHolds, loadHold, type StoredHold } from '../../store/holds.ts'
import { enabledConnection, refuseUnlessReady, wake } from '../ask.ts'
import type { HttpParts } from '../parts.ts'
import { refuse } from '../problem.ts'
import { ConnectionId, Digest, Limit, listOf, pageOf } from './ids.ts'
import { refusals } from './refusals.ts'

const states = ['waiting', 'approved', 'rejected', 'expired', 'applied'] as const

const Hold = z
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
const HoldInFull = Hold.extend({ plan: z.unknown() }).meta({ id: 'HoldInFull' })
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
      querystring: z.strictObject({}),
      response: { 200: HoldInFull, ...refusals },
    },
    handler: async ({ params: { digest } }) => {
      const hold = await knownHold(digest)
      return { ...viewHold(hold), plan: hold.plan }
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
    handler: async ({ params: { digest }, caller }, reply) => {
      refuseUnlessReady(parts)
      enabledConnection(parts, (await undecidedHold(digest)).connection)
      const approved = await approveHold(db, digest, caller!.name)
      if (!approved) return refuseDecided(await knownHold(digest))
      parts.logger.info({ connection: approved.hold.connection, digest, by: caller!.name }, 'plan approved')
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
    handler: async ({ params: { digest }, caller }) => {
      await undecidedHold(digest)
      const hold = await decideHold(db, digest, 'rejected', caller!.name)
      if (!hold) return refuseDecided(await knownHold(digest))
      parts.logger.info({ connection: hold.connection, digest, by: caller!.name }, 'plan rejected')
      return viewHold(hold)
    },
  })

  async function undecidedHold(digest: string): Promise<StoredHold> {
    const hold = await knownHold(digest)
    return hold.state === 'waiting' ? hold : refuseDecided(hold)
  }

  async function knownHold(digest: string): Promise<StoredHold> {
    const unknown = 'no plan with this digest was ever held; GET /api/v1/holds lists what waits'
    return (await loadHold(db, digest)) ?? refuse(404, 'unknown_hold', unknown)
  }
}

/** What is approved is a plan, not an intention: when it would come out differently today, it takes a new look. */
function refuseDecided({ state, decidedAt }: StoredHold): never {
  const since = decidedAt ? ` since ${decidedAt}` : ''
  const moved = 'the world moved on and another plan would be written now; GET /api/v1/holds shows it if it waits'
  if (state === 'expired') refuse(409, 'hold_expired', `this plan has been void${since}: ${moved}`)
  refuse(409, 'hold_decided', `this plan has been ${state}${since}; a plan is decided once`)
}

function viewHold({ plan, decidedAt, decidedBy, ...hold }: StoredHold): z.output<typeof Hold> {
  const { counts } = plan as unknown as Plan
  return {
    ...hold,
    reasons: hold.reasons.map((reason) => ({ ...reason })),
    counts: { ...counts },
    decidedAt: decidedAt ?? null,
    decidedBy: decidedBy ?? null,
  }
}
