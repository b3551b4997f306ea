import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { listRecords } from '../../store/records.ts'
import { watchedRun } from '../../store/runs.ts'
import type { HttpParts } from '../parts.ts'
import { refuse } from '../problem.ts'
import { Limit, listOf, pageOf, RecordPlace, RunId } from './ids.ts'
import { RecordLine, viewRecord } from './records.ts'
import { refusals } from './refusals.ts'

const unfinished = ['attention', 'failed', 'pending'] as const

export function registerRunRecords(scope: FastifyInstance, { db }: HttpParts): void {
  scope.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/runs/:id/records',
    config: { role: 'read' },
    schema: {
      summary: "Records of a run's connection that failed or wait now, by flow and id",
      params: z.strictObject({ id: RunId }),
      querystring: z.strictObject({
        ...{ state: z.enum(unfinished).optional(), limit: Limit, cursor: RecordPlace.optional() },
      }),
      response: { 200: listOf(RecordLine), ...refusals },
    },
    handler: async ({ params: { id }, query: { state, limit, cursor } }) => {
      const run = await watchedRun(db, id)
      if (!run) refuse(404, 'unknown_run', 'no run has this id')
      const filter = { connection: run.connection, states: state ? [state] : unfinished }
      const rows = await listRecords(db, { ...filter, ...afterOf(cursor), limit: Number(limit) + 1 })
      return pageOf(rows, Number(limit), { idOf: (row) => `${row.flow}/${row.id}`, view: viewRecord })
    },
  })
}

function afterOf(cursor: string | undefined) {
  if (cursor === undefined) return {}
  const slash = cursor.indexOf('/')
  return { after: { flow: cursor.slice(0, slash), id: cursor.slice(slash + 1) } }
}
