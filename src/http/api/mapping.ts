import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { TextProblem } from '../../connectors/mapping-edit.ts'
import { newestOpenDraft } from '../../store/mapping-drafts.ts'
import { servedConnection } from '../ask.ts'
import type { MappingDesk } from '../mapping-desk.ts'
import type { HttpParts } from '../parts.ts'
import { RequestRefusedError, refuse } from '../problem.ts'
import { ConnectionId } from './ids.ts'
import { refusals } from './refusals.ts'
import { MASK, type TextSight, Values, withValues } from './values.ts'

const Problem = z.object({ line: z.int(), column: z.int(), message: z.string() })

export const Mapping = z
  .object({
    kind: z.enum(['fields', 'templates', 'interviews']),
    file: z.string().describe('Its name, without the folder.'),
    text: z.string(),
    masked: z.boolean().describe('Names and addresses in the text are "•••"; only the text as it is can be changed.'),
    digest: z.string().describe('Of the text; a draft names the one it was made from.'),
    readOnly: z.boolean(),
    why: z.string().nullable().describe('Why the file cannot be written here.'),
    problems: z.array(Problem),
    draft: z.string().nullable().describe('The newest that is neither saved nor out of date.'),
  })
  .meta({ id: 'Mapping' })

/** As long as a mapping file may be, with room for what JSON escapes. */
export const MOST_TEXT_BYTES = 3 * 1024 * 1024

/** What no database and no file of text can hold is refused before anybody reads it. */
export const Text = z
  .string()
  .max(1024 * 1024)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'is no text')

export const ofConnection = z.strictObject({ id: ConnectionId })

export function registerMapping(scope: FastifyInstance, parts: HttpParts): void {
  const app = scope.withTypeProvider<ZodTypeProvider>()

  app.route({
    method: 'GET',
    url: '/connections/:id/mapping',
    config: { role: 'read' },
    schema: {
      summary: 'The mapping file of a connection, and what is wrong with it',
      params: ofConnection,
      querystring: z.strictObject({ values: Values }),
      response: { 200: Mapping, ...refusals },
    },
    handler: async (request) => {
      const { id } = request.params
      const { readOnly, problems, text, ...now } = await deskFor(parts, id).read(id)
      const draft = (await newestOpenDraft(parts.db, id, now.digest)) ?? null
      return withValues(parts, request, request.query.values, (_, seenText) => ({
        ...now,
        ...seenAs(seenText, text),
        readOnly: readOnly !== undefined,
        why: readOnly ?? null,
        problems: [...problems],
        draft,
      }))
    },
  })

  app.route({
    method: 'POST',
    url: '/connections/:id/mapping/check',
    bodyLimit: MOST_TEXT_BYTES,
    config: { role: 'read' },
    schema: {
      summary: 'What is wrong with a text as a mapping, without asking any vendor',
      params: ofConnection,
      querystring: z.strictObject({}),
      body: z.strictObject({ text: Text }),
      response: { 200: z.object({ problems: z.array(Problem) }), ...refusals },
    },
    handler: async ({ params: { id }, body: { text } }) => ({
      problems: [...deskFor(parts, id).check(id, text)],
    }),
  })
}

/** A text, and whether it holds more than is seen. */
export function seenAs(seenText: TextSight, text: string): { readonly text: string; readonly masked: boolean } {
  const seen = seenText(text)
  return { text: seen, masked: seen !== text }
}

/** A text that was read masked, and is sent back: it would write the mask over what it hides. */
export function refuseMasked(body: unknown): void {
  if (!JSON.stringify(body).includes(MASK)) return
  refuse(
    422,
    'values_masked',
    `"${MASK}" stands for what is hidden; read the mapping with values=shown and change that`,
  )
}

export function deskFor(parts: HttpParts, id: string): MappingDesk {
  servedConnection(parts, id)
  return parts.mappings ?? refuse(404, 'no_mappings', 'this server has no part in mapping files')
}

export function refuseInvalid(problems: readonly TextProblem[]): never {
  const detail = problems.map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`).join('; ')
  throw new RequestRefusedError({
    ...{ status: 422, code: 'mapping_invalid', detail },
    errors: problems.map(({ line, column, message }) => ({ in: 'mapping', path: `${line}:${column}`, message })),
  })
}

export function refuseMoved(): never {
  refuse(409, 'mapping_moved', 'the mapping file was changed since; read it again and make the change anew')
}

export function refuseReadOnly(why: string): never {
  refuse(409, 'mapping_read_only', `the mapping file cannot be written here: ${why}`)
}
