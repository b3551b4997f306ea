import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { pageOfChanges } from '../../store/changes.ts'
import { listRuns, loadRun, type StoredRun } from '../../store/runs.ts'
import type { HttpParts } from '../parts.ts'
import { refuse } from '../problem.ts'
import { ConnectionId, Limit, listOf, pageOf, RunId } from './ids.ts'
import { refusals } from './refusals.ts'
import { Change, Run, RunInFull, viewChange, viewRun } from './run.ts'

const config = { role: 'read' } as const
const Paging = { limit: Limit, cursor: RunId.optional() }
const OneRun = z.strictObject({ id: RunId })

export function registerRuns(scope: FastifyInstance, { db }: HttpParts): void {
  const app = scope.withTypeProvider<ZodTypeProvider>()

  app.route({
    method: 'GET',
    url: '/runs',
    config,
    schema: {
      summary: 'Runs, newest first',
      querystring: z.strictObject({ ...Paging, connection: ConnectionId.optional() }),
      response: { 200: listOf(Run), ...refusals },
    },
    handler: async ({ query: { connection, cursor, limit } }) => {
      const filter = { ...(connection && { connection }), ...(cursor && { cursor }) }
      const rows = await listRuns(db, { ...filter, limit: Number(limit) + 1 })
      return pageOf(rows, Number(limit), { idOf: ({ id }) => id, view: viewRun })
    },
  })

  app.route({
    method: 'GET',
    url: '/runs/:id',
    config,
    schema: {
      summary: 'One run: what it did, or how far it is',
      params: OneRun,
      querystring: z.strictObject({}),
      response: { 200: RunInFull, ...refusals },
    },
    handler: async ({ params }) => {
      const run = await knownRun(params.id)
      return { ...viewRun(run), plan: run.plan ?? null }
    },
  })

  app.route({
    method: 'GET',
    url: '/runs/:id/changes',
    config,
    schema: {
      summary: 'What a run wrote, in order, and what came of it',
      params: OneRun,
      querystring: z.strictObject(Paging),
      response: { 200: listOf(Change), ...refusals },
    },
    handler: async ({ params, query: { cursor, limit } }) => {
      await knownRun(params.id)
      const after = cursor === undefined ? {} : { after: cursor }
      const rows = await pageOfChanges(db, { run: params.id }, { ...after, limit: Number(limit) + 1 })
      return pageOf(rows, Number(limit), { idOf: ({ id }) => id, view: viewChange })
    },
  })

  async function knownRun(id: string): Promise<StoredRun> {
    return (await loadRun(db, id)) ?? refuse(404, 'unknown_run', 'no run has this id')
  }
}
