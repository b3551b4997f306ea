import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { currentVersion, listVersions, loadVersion, type StoredVersion } from '../../store/mapping-versions.ts'
import { refuseUnlessReady } from '../ask.ts'
import type { HttpParts } from '../parts.ts'
import { refuse } from '../problem.ts'
import { noteAction } from './actions.ts'
import { Draft } from './draft-view.ts'
import { ConnectionId, Limit, listOf, pageOf } from './ids.ts'
import { deskFor, ofConnection, seenAs } from './mapping.ts'
import { made, viewMade } from './mapping-drafts.ts'
import { Version, viewVersion } from './mapping-version.ts'
import { refusals } from './refusals.ts'
import { Values, withValues } from './values.ts'

const ofVersion = z.strictObject({ id: ConnectionId, version: z.uuid() })
export const VersionInFull = Version.extend({ text: z.string(), masked: z.boolean() }).meta({
  id: 'MappingVersionInFull',
})

/** Every text the file had since the first change made here; each can be had back. */
export function registerMappingVersions(scope: FastifyInstance, parts: HttpParts): void {
  const { db } = parts
  const app = scope.withTypeProvider<ZodTypeProvider>()

  app.route({
    method: 'GET',
    url: '/connections/:id/mapping/versions',
    config: { role: 'read' },
    schema: {
      summary: 'Versions of the mapping file, newest first',
      params: ofConnection,
      querystring: z.strictObject({ limit: Limit, cursor: z.uuid().optional() }),
      response: { 200: listOf(Version), ...refusals },
    },
    handler: async ({ params: { id }, query: { limit, cursor } }) => {
      const view = await viewNow(id)
      const rows = await listVersions(db, id, { ...(cursor && { cursor }), limit: Number(limit) + 1 })
      return pageOf(rows, Number(limit), { idOf: (version) => version.id, view })
    },
  })

  app.route({
    method: 'GET',
    url: '/connections/:id/mapping/versions/:version',
    config: { role: 'read' },
    schema: {
      summary: 'One version of the mapping file, with its text',
      params: ofVersion,
      querystring: z.strictObject({ values: Values }),
      response: { 200: VersionInFull, ...refusals },
    },
    handler: async (request) => {
      const { id, version } = request.params
      const view = await viewNow(id)
      const found = (await loadVersion(db, id, version)) ?? refuseUnknown()
      return withValues(parts, request, request.query.values, (_, seenText) => ({
        ...view(found),
        ...seenAs(seenText, found.text),
      }))
    },
  })

  app.route({
    method: 'POST',
    url: '/connections/:id/mapping/versions/:version/restore',
    config: { role: 'operate' },
    schema: {
      summary: 'Preview going back to a version; saving that draft goes back',
      params: ofVersion,
      querystring: z.strictObject({}),
      body: z.strictObject({}).nullish(),
      response: { 202: Draft, ...refusals },
    },
    handler: async (request, reply) => {
      const { id, version } = request.params
      const desk = deskFor(parts, id)
      refuseUnlessReady(parts)
      const verdict = await desk.restore({ connection: id, version, by: request.caller?.name ?? '' })
      const draft = made(verdict ?? refuseUnknown())
      await noteAction(parts, request, 'mapping_restored')
      return reply.code(202).send(await viewMade(parts, request, draft))
    },
  })

  async function viewNow(id: string): Promise<(version: StoredVersion) => z.output<typeof Version>> {
    const { digest } = await deskFor(parts, id).read(id)
    const current = await currentVersion(db, id, digest)
    return (version) => viewVersion(version, { digest, isNewest: version.id === current })
  }
}

function refuseUnknown(): never {
  refuse(404, 'unknown_version', 'the mapping of this connection has no version with this id')
}
