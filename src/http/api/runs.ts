import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { pageOfChanges } from '../../store/changes.ts'
import { listRuns, loadRun, watchedRun } from '../../store/runs.ts'
import type { HttpParts } from '../parts.ts'
import { refuse } from '../problem.ts'
import { ConnectionId, Limit, listOf, PlanPaging, pageOf, planPartOf, RunId } from './ids.ts'
import { refusals } from './refusals.ts'
import { Change, Run, RunInFull, runStates, triggers, viewChange, viewRun } from './run.ts'
import { maskPlans, Values, withValues } from './values.ts'

const config = { role: 'read' } as const
const Paging = { limit: Limit, cursor: RunId.optional() }
const OneRun = z.strictObject({ id: RunId })

export function registerRuns(scope: FastifyInstance, parts: HttpParts): void {
  const { db } = parts
  const app = scope.withTypeProvider<ZodTypeProvider>()

  app.route({
    method: 'GET',
    url: '/runs',
    config,
    schema: {
      summary: 'Runs, newest first',
      querystring: z.strictObject({
        ...{ ...Paging, connection: ConnectionId.optional() },
        ...{ state: z.enum(runStates).optional(), trigger: z.enum(triggers).optional() },
      }),
      response: { 200: listOf(Run), ...refusals },
    },
    handler: async ({ query: { limit, ...filter } }) => {
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
      querystring: z.strictObject({ ...PlanPaging, values: Values }),
      response: { 200: RunInFull, ...refusals },
    },
    handler: async (request) => {
      const run = (await loadRun(db, request.params.id, planPartOf(request.query))) ?? refuseUnknown()
      return withValues(parts, request, request.query.values, (sight) => ({
        ...viewRun(run),
        plan: maskPlans(sight, run.plan),
      }))
    },
  })

  app.route({
    method: 'GET',
    url: '/runs/:id/changes',
    config,
    schema: {
      summary: 'What a run wrote, in order, and what came of it',
      params: OneRun,
      querystring: z.strictObject({ ...Paging, values: Values }),
      response: { 200: listOf(Change), ...refusals },
    },
    handler: async (request) => {
      const { params, query } = request
      const { cursor, limit, values } = query
      if (!(await watchedRun(db, params.id))) refuseUnknown()
      const after = cursor === undefined ? {} : { after: cursor }
      const rows = await pageOfChanges(db, { run: params.id }, { ...after, limit: Number(limit) + 1 })
      return withValues(parts, request, values, (sight) =>
        pageOf(rows, Number(limit), { idOf: ({ id }) => id, view: (change) => viewChange(change, sight) }),
      )
    },
  })
}

function refuseUnknown(): never {
  refuse(404, 'unknown_run', 'no run has this id')
}
