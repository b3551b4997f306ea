import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { pageOfChanges } from '../../store/changes.ts'
import { linksOf } from '../../store/links.ts'
import { listRecords, loadRecords, type StoredRecord, touchRecords } from '../../store/records.ts'
import { askForRun, enabledConnection, refuseUnlessReady, servedConnection } from '../ask.ts'
import type { HttpParts } from '../parts.ts'
import { refuse } from '../problem.ts'
import { noteAction } from './actions.ts'
import { ConnectionId, FlowName, Limit, listOf, pageOf, Reason, RecordId, RunId } from './ids.ts'
import { refusals } from './refusals.ts'
import { Change, viewChange } from './run.ts'
import { AskedRun, viewAsked } from './sync.ts'
import { maskJson, Values, withValues } from './values.ts'

const states = ['pending', 'synced', 'skipped', 'attention', 'failed', 'held'] as const

const Issue = z.object({
  field: z.string().optional(),
  reason: z.string(),
  message: z.string(),
  attention: z.boolean(),
})

export const RecordLine = z
  .object({
    connection: z.string(),
    flow: z.string(),
    id: z.string(),
    state: z.enum(states),
    reason: z.string().nullable(),
    message: z.string().nullable(),
    issues: z.array(Issue),
    attempts: z.int(),
    dueAt: z.string().nullable(),
    pendingSince: z.string().nullable(),
    updatedAt: z.string().nullable(),
  })
  .meta({ id: 'RecordLine' })

const RecordInFull = RecordLine.extend({
  state: z.enum(states).nullable(),
  link: z.object({ target: z.string(), origin: z.enum(['created', 'adopted']) }).nullable(),
  acknowledged: z.unknown().describe('What both sides last agreed on; null before the first time.'),
  history: listOf(Change).describe('Writes, newest first; `next` is the cursor for more.'),
}).meta({ id: 'RecordInFull' })

const OneFlow = z.strictObject({ connection: ConnectionId, flow: FlowName })
const OneRecord = OneFlow.extend({ id: RecordId })

export function registerRecords(scope: FastifyInstance, parts: HttpParts): void {
  const { db } = parts
  const app = scope.withTypeProvider<ZodTypeProvider>()

  app.route({
    method: 'GET',
    url: '/records/:connection/:flow',
    config: { role: 'read' },
    schema: {
      summary: 'Records of a flow, by id',
      params: OneFlow,
      querystring: z.strictObject({
        ...{ state: z.enum(states).optional(), reason: Reason.optional() },
        ...{ limit: Limit, cursor: RecordId.optional() },
      }),
      response: { 200: listOf(RecordLine), ...refusals },
    },
    handler: async ({ params, query: { state, reason, limit, cursor } }) => {
      refuseUnknownFlow(parts, params)
      const after = cursor === undefined ? {} : { after: { flow: params.flow, id: cursor } }
      const filter = { ...params, states: state ? [state] : states, ...(reason && { reason }), ...after }
      const rows = await listRecords(db, { ...filter, limit: Number(limit) + 1 })
      return pageOf(rows, Number(limit), { idOf: ({ id }) => id, view: viewRecord })
    },
  })

  app.route({
    method: 'GET',
    url: '/records/:connection/:flow/:id',
    config: { role: 'read' },
    schema: {
      summary: 'One record: link, acknowledged values, history',
      params: OneRecord,
      querystring: z.strictObject({ limit: Limit, cursor: RunId.optional(), values: Values }),
      response: { 200: RecordInFull, ...refusals },
    },
    handler: async (request) => {
      const { params, query } = request
      const { limit, cursor, values } = query
      refuseUnknownFlow(parts, params)
      const { connection, flow, id } = params
      const place = { connection, flow }
      const known = (await loadRecords(db, place, [id])).get(id)
      const link = (await linksOf(db, place, [id])).get(id)
      const after = cursor === undefined ? {} : { after: cursor }
      const changes = await pageOfChanges(db, { ...place, record: id }, { ...after, limit: Number(limit) + 1 })
      if (!known && !link && changes.length === 0) refuseUnknownRecord()
      return withValues(parts, request, values, (sight) => ({
        ...(known ? viewRecord(known) : { ...viewRecord({ ...params, ...nothingKnown }), state: null }),
        link: link ? { target: link.target, origin: link.origin } : null,
        acknowledged: maskJson(sight(connection, flow), known?.acknowledged ?? null),
        history: pageOf(changes, Number(limit), {
          idOf: (change) => change.id,
          view: (change) => viewChange(change, sight),
        }),
      }))
    },
  })

  app.route({
    method: 'POST',
    url: '/records/:connection/:flow/:id/retry',
    config: { role: 'operate' },
    schema: {
      summary: 'Look at one record now, whatever back-off it is in',
      params: OneRecord,
      querystring: z.strictObject({}),
      body: z.strictObject({}).nullish(),
      response: { 202: AskedRun, ...refusals },
    },
    handler: async (request, reply) => {
      const { params } = request
      refuseUnknownFlow(parts, params)
      enabledConnection(parts, params.connection)
      refuseUnlessReady(parts)
      const { connection, flow, id } = params
      if (!(await loadRecords(db, { connection, flow }, [id])).has(id)) refuseUnknownRecord()
      await touchRecords(db, { connection, flow }, [id])
      const asked = await askForRun(parts, connection, { record: `${flow}/${id}`, dryRun: false, isPush: false })
      await noteAction(parts, request, 'record_retried')
      return reply.code(202).send(viewAsked(asked))
    },
  })
}

/** A link or a write without a record: the source no longer has it. */
const nothingKnown = { state: 'pending', issues: [], attempts: 0 } as const

function refuseUnknownFlow(parts: HttpParts, { connection, flow }: z.output<typeof OneFlow>): void {
  const { flows } = servedConnection(parts, connection).connection
  if (flows.some(({ name }) => name === flow)) return
  refuse(404, 'unknown_flow', `no such flow; this connection has ${flows.map(({ name }) => name).join(', ')}`)
}

function refuseUnknownRecord(): never {
  const way = 'POST /api/v1/connections/{id}/sync with "record" looks for it at the source'
  refuse(404, 'unknown_record', `nothing is known of a record with this id; ${way}`)
}

export function viewRecord(record: StoredRecord): z.output<typeof RecordLine> {
  const { connection, flow, id, state, attempts } = record
  return {
    ...{ connection, flow, id, state, attempts },
    reason: record.reason ?? null,
    message: record.message ?? null,
    issues: record.issues.map((issue) => ({ ...issue })),
    dueAt: record.dueAt ?? null,
    pendingSince: record.pendingSince ?? null,
    updatedAt: record.updatedAt ?? null,
  }
}
