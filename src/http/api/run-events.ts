import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { watchedRun } from '../../store/runs.ts'
import { createEventStreams } from '../event-stream.ts'
import type { HttpParts } from '../parts.ts'
import { refuse } from '../problem.ts'
import { createRunWatch } from '../run-watch.ts'
import { RunId } from './ids.ts'
import { refusals } from './refusals.ts'
import { viewRun } from './run.ts'

/** A run while it goes on, so that nobody has to ask again and again. */
export function registerRunEvents(scope: FastifyInstance, { db }: HttpParts): void {
  const streams = createEventStreams(scope)
  const watch = createRunWatch(async (id) => {
    const run = await watchedRun(db, id)
    return run && { text: JSON.stringify(viewRun(run)), isOver: !['queued', 'running'].includes(run.state) }
  })

  scope.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/runs/:id/events',
    config: { role: 'read' },
    // An answer to HEAD would last as long as the run.
    exposeHeadRoute: false,
    schema: {
      summary: 'One run as it goes on: server-sent events',
      description: 'An event `run` with the run as JSON at once and each time it changes, and `end` after its last.',
      params: z.strictObject({ id: RunId }),
      querystring: z.strictObject({}),
      response: {
        200: { description: 'Events', content: { 'text/event-stream': { schema: z.string() } } },
        ...refusals,
      },
    },
    handler: async (request, reply) => {
      const { id } = request.params
      if (!(await watchedRun(db, id))) refuse(404, 'unknown_run', 'no run has this id')
      const stream = streams.open(request, reply)
      const tell = ({ text, isOver }: { readonly text: string; readonly isOver: boolean }) => {
        stream.send('run', text)
        if (isOver) stream.send('end', '{}')
      }
      watch.join(id, { tell, end: () => stream.close() }, stream.signal)
      return reply
    },
  })
}
