import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { MappingEdit } from '../../connectors/mapping-edit.ts'
import { discardDraft, loadDraft, type StoredDraft } from '../../store/mapping-drafts.ts'
import { loadRun } from '../../store/runs.ts'
import { askForRun, refuseUnlessReady, servedConnection } from '../ask.ts'
import type { DraftVerdict, SaveVerdict } from '../mapping-desk.ts'
import type { HttpParts } from '../parts.ts'
import { refuse } from '../problem.ts'
import { noteAction } from './actions.ts'
import { Draft, MOST_CHANGES, viewDraft } from './draft-view.ts'
import { ConnectionId, Digest } from './ids.ts'
import {
  deskFor,
  MOST_TEXT_BYTES,
  ofConnection,
  refuseInvalid,
  refuseMasked,
  refuseMoved,
  refuseReadOnly,
  Text,
} from './mapping.ts'
import { Version, viewVersion } from './mapping-version.ts'
import { refusals } from './refusals.ts'
import { Values, withValues } from './values.ts'

const ofDraft = z.strictObject({ id: ConnectionId, draft: z.uuid() })

const Wanted = z
  .strictObject({
    text: Text.optional().describe('The whole new text.'),
    edit: MappingEdit.optional().describe('One change; every other line stays as it is.'),
    base: Digest.describe('Digest of the text that was seen.'),
  })
  .refine(({ text, edit }) => (text === undefined) !== (edit === undefined), 'has either text or edit')

/** Changes of a mapping: kept, checked at the vendors and planned before anything is written. */
export function registerMappingDrafts(scope: FastifyInstance, parts: HttpParts): void {
  const { db } = parts
  const app = scope.withTypeProvider<ZodTypeProvider>()

  app.route({
    method: 'POST',
    url: '/connections/:id/mapping/drafts',
    bodyLimit: MOST_TEXT_BYTES,
    config: { role: 'operate' },
    schema: {
      summary: 'Preview a change of the mapping: what a run with it would write. Nothing is changed',
      params: ofConnection,
      querystring: z.strictObject({}),
      body: Wanted,
      response: { 202: Draft, ...refusals },
    },
    handler: async (request, reply) => {
      const { id } = request.params
      const desk = deskFor(parts, id)
      refuseUnlessReady(parts)
      refuseMasked(request.body)
      const { text, edit, base } = request.body
      const by = request.caller?.name ?? ''
      const change = edit === undefined ? { text: text ?? '' } : { edit }
      const draft = made(await desk.draft({ connection: id, base, by, ...change }))
      await noteAction(parts, request, 'mapping_drafted')
      return reply.code(202).send(await viewMade(parts, request, draft))
    },
  })

  app.route({
    method: 'GET',
    url: '/connections/:id/mapping/drafts/:draft',
    config: { role: 'read' },
    schema: {
      summary: 'A draft: how far its preview is, and what it would change',
      params: ofDraft,
      querystring: z.strictObject({ values: Values }),
      response: { 200: Draft, ...refusals },
    },
    handler: async (request) => {
      const { id, draft: draftId } = request.params
      const { digest } = await deskFor(parts, id).read(id)
      const draft = (await loadDraft(db, id, draftId)) ?? refuseUnknown()
      const run = draft.run === undefined ? undefined : await loadRun(db, draft.run, { from: 0, limit: MOST_CHANGES })
      return withValues(parts, request, request.query.values, (...sight) => viewDraft({ draft, digest, run }, ...sight))
    },
  })

  app.route({
    method: 'POST',
    url: '/connections/:id/mapping/drafts/:draft/save',
    config: { role: 'operate' },
    schema: {
      summary: 'Write a previewed draft into the mapping file, and ask for a run with it',
      params: ofDraft,
      querystring: z.strictObject({}),
      body: z.strictObject({}).nullish(),
      response: { 200: z.object({ version: Version, runId: z.string().nullable() }), ...refusals },
    },
    handler: async (request) => {
      const { id, draft } = request.params
      const desk = deskFor(parts, id)
      refuseUnlessReady(parts)
      const by = request.caller?.name ?? ''
      const version = saved(await desk.save({ connection: id, draft, by }))
      await noteAction(parts, request, 'mapping_saved')
      parts.logger.info({ connection: id, draft, by, digest: version.digest }, 'mapping saved')
      const { isEnabled } = servedConnection(parts, id)
      const run = isEnabled ? await askForRun(parts, id, { dryRun: false }) : undefined
      return { version: viewVersion(version, { digest: version.digest, isNewest: true }), runId: run?.runId ?? null }
    },
  })

  app.route({
    method: 'POST',
    url: '/connections/:id/mapping/drafts/:draft/discard',
    config: { role: 'operate' },
    schema: {
      summary: 'Put a draft away that nobody wants; the file stays as it is',
      params: ofDraft,
      querystring: z.strictObject({}),
      body: z.strictObject({}).nullish(),
      response: { 200: Draft, ...refusals },
    },
    handler: async (request) => {
      const { id, draft: draftId } = request.params
      deskFor(parts, id)
      const isDiscarded = await discardDraft(db, id, draftId)
      const draft = (await loadDraft(db, id, draftId)) ?? refuseUnknown()
      if (!isDiscarded) refuse(409, 'draft_closed', `this draft is ${draft.state}; there is nothing to discard`)
      await noteAction(parts, request, 'mapping_discarded')
      return viewMade(parts, request, draft)
    },
  })
}

/** Whoever made it reads its text where they ask for it. */
export function viewMade(
  parts: HttpParts,
  request: FastifyRequest,
  draft: StoredDraft,
): Promise<z.output<typeof Draft>> {
  const seen = { draft, digest: draft.base, run: undefined }
  return withValues(parts, request, 'masked', (...sight) => viewDraft(seen, ...sight))
}

export function made(verdict: DraftVerdict): StoredDraft {
  if (verdict.type === 'made') return verdict.draft
  if (verdict.type === 'invalid') refuseInvalid(verdict.problems)
  if (verdict.type === 'readOnly') refuseReadOnly(verdict.why)
  refuseMoved()
}

function saved(verdict: SaveVerdict) {
  if (verdict.type === 'saved') return verdict.version
  if (verdict.type === 'unknown') refuseUnknown()
  if (verdict.type === 'readOnly') refuseReadOnly(verdict.why)
  if (verdict.type !== 'notReady') refuseMoved()
  refuse(409, 'draft_not_ready', `this draft is ${verdict.state}; only one that is ready can be saved`)
}

function refuseUnknown(): never {
  refuse(404, 'unknown_draft', 'this connection has no draft with this id')
}
