import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type ListedNotification, listNotifications, notificationStates } from '../../store/notifications.ts'
import type { HttpParts } from '../parts.ts'
import { ConnectionId, Limit, listOf, pageOf, RunId } from './ids.ts'
import { refusals } from './refusals.ts'
import { maskValue, type Sight, Values, withValues } from './values.ts'

/** Nothing of the link in it: whoever has that answers in the other's name. */
export const Notification = z
  .object({
    id: z.string(),
    connection: z.string(),
    flow: z.string(),
    record: z.string().describe('The record of that flow it belongs to.'),
    kind: z.enum(['hiring_prompt', 'completed']),
    to: z.string().nullable().describe('Null once nobody needs it any more; it is forgotten then.'),
    about: z.string().nullable().describe('The candidate; forgotten like `to`.'),
    job: z.string().nullable(),
    state: z.enum(notificationStates),
    createdAt: z.string(),
    dueAt: z.string().nullable().describe('When it is tried next.'),
    sentAt: z.string().nullable(),
    answeredAt: z.string().nullable(),
    attempts: z.int(),
    problem: z.string().nullable().describe('Why it waits, or was not sent.'),
  })
  .meta({ id: 'Notification' })

export function registerNotifications(scope: FastifyInstance, parts: HttpParts): void {
  scope.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/notifications',
    config: { role: 'read' },
    schema: {
      summary: 'Mail to people, newest first, and how far it got',
      querystring: z.strictObject({
        ...{ connection: ConnectionId.optional(), state: z.enum(notificationStates).optional() },
        ...{ limit: Limit, cursor: RunId.optional(), values: Values },
      }),
      response: { 200: listOf(Notification), ...refusals },
    },
    handler: async (request) => {
      const { connection, state, limit, cursor, values } = request.query
      const filter = { ...(connection && { connection }), ...(state && { state }), ...(cursor && { cursor }) }
      const rows = await listNotifications(parts.db, { ...filter, limit: Number(limit) + 1 })
      return withValues(parts, request, values, (sight) =>
        pageOf(rows, Number(limit), { idOf: ({ id }) => id, view: (row) => view(parts, row, sight) }),
      )
    },
  })
}

function view(parts: HttpParts, row: ListedNotification, sight: Sight): z.output<typeof Notification> {
  const { id, connection, flow, record, kind, state, attempts, facts } = row
  const seen = (field: string, value: string | undefined) =>
    maskValue(sight(connection, flow), field, value ?? null) as string | null
  return {
    ...{ id, connection, flow, record, kind, state, attempts },
    to: seen('recipient', row.recipient),
    about: seen('candidate', facts.candidate),
    job: facts.job ?? null,
    createdAt: row.queuedAt,
    dueAt: state === 'queued' ? row.nextAt : null,
    sentAt: row.sentAt ?? null,
    answeredAt: row.answeredAt ?? null,
    problem: problemOf(parts, row),
  }
}

/** In words, with the way out where there is one. */
function problemOf({ mailProblem, connections }: HttpParts, row: ListedNotification): string | null {
  const { connection, state, problem, attempts } = row
  const isOn = connections.get(connection)?.isEnabled === true
  if (state === 'queued' && !isOn) return `nothing is sent while the connection ${connection} is off`
  if (state === 'queued' && mailProblem) return `nothing is sent: ${mailProblem}`
  if (state === 'queued' && attempts > 0) return `is tried again, attempt ${attempts} failed: ${problem ?? 'not taken'}`
  if (state === 'failed') return `given up: ${problem ?? 'not taken'}`
  if (state === 'unclear') return `it may be out, so it is not sent again: ${problem ?? 'no word came back'}`
  return null
}
