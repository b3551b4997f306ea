import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Finding } from '../../connectors/connector.ts'
import { askForRun, refuseUnlessReady, servedConnection } from '../ask.ts'
import type { KeyLine, KeyVerdict } from '../key-desk.ts'
import type { HttpParts } from '../parts.ts'
import { refuse } from '../problem.ts'
import { noteAction } from './actions.ts'
import { ConnectionId, listOf } from './ids.ts'
import { refusals } from './refusals.ts'

const Key = z
  .object({
    name: z.string().describe('Its path in the config block of the connection.'),
    label: z.string(),
    system: z.string(),
    where: z.string().describe('Where a person makes one.'),
    source: z.enum(['config', 'stored', 'none']),
    replacedAt: z.string().nullable(),
    replacedBy: z.string().nullable(),
  })
  .meta({ id: 'Key' })

const Keys = listOf(Key).extend({
  storable: z.boolean(),
  why: z.string().nullable().describe('Why no pasted key can be kept, and what to set.'),
})

const KeyFinding = z.object({ ok: z.boolean(), subject: z.string(), message: z.string() })
const TakenKey = z.object({
  key: Key,
  findings: z.array(KeyFinding).describe('What the key may do, as far as its vendor tells.'),
})

const KeyName = z.string().regex(/^[A-Za-z][A-Za-z0-9.]{0,99}$/)
/** What copying leaves around it is taken off; a vendor's key has neither blanks nor letters outside ASCII. */
const KeyText = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]{1,4096}$/, 'expects the key alone: one word without blanks or line breaks')

const ofKey = z.strictObject({ id: ConnectionId, name: KeyName })

/** Keys that vendors give us: pasted, tried at their vendor, kept sealed, and never shown again (S2, S50, S68, S81). */
export function registerKeys(scope: FastifyInstance, parts: HttpParts): void {
  const app = scope.withTypeProvider<ZodTypeProvider>()

  app.route({
    method: 'GET',
    url: '/connections/:id/keys',
    config: { role: 'read' },
    schema: {
      summary: 'The keys that a connection calls its vendors with: where each comes from, never what it is',
      params: z.strictObject({ id: ConnectionId }),
      querystring: z.strictObject({}),
      response: { 200: Keys, ...refusals },
    },
    handler: async ({ params: { id } }) => {
      servedConnection(parts, id)
      const { keys, why } = await parts.keys.list(id)
      return { data: keys.map(viewKey), next: null, storable: why === undefined, why: why ?? null }
    },
  })

  app.route({
    method: 'PUT',
    url: '/connections/:id/keys/:name',
    config: { role: 'operate' },
    schema: {
      summary: 'Paste a key: its vendor is asked first, and only one that is taken is kept and used, at once',
      params: ofKey,
      querystring: z.strictObject({}),
      body: z.strictObject({ value: KeyText }),
      response: { 200: TakenKey, ...refusals },
    },
    handler: async (request) => {
      const { caller, log } = request
      const { id, name } = request.params
      const text = request.body.value
      refuseUnlessReady(parts)
      await lineOf(parts, id, name)
      const { why } = await parts.keys.list(id)
      if (why !== undefined) refuse(409, 'no_encryption_key', why)
      const by = caller?.name ?? ''
      const findings = taken(await parts.keys.replace({ connection: id, name, text, by }))
      await noteAction(parts, request, 'key_replaced')
      log.info({ connection: id, by, slot: name }, 'key replaced')
      await runWithIt(parts, id)
      return { key: viewKey(await lineOf(parts, id, name)), findings }
    },
  })

  app.route({
    method: 'DELETE',
    url: '/connections/:id/keys/:name',
    config: { role: 'operate' },
    schema: {
      summary: "Back to the config file's own key, once its vendor has taken it",
      params: ofKey,
      querystring: z.strictObject({}),
      response: { 200: TakenKey, ...refusals },
    },
    handler: async (request) => {
      const { caller, log } = request
      const { id, name } = request.params
      refuseUnlessReady(parts)
      await lineOf(parts, id, name)
      const findings = taken(await parts.keys.restore({ connection: id, name }))
      await noteAction(parts, request, 'key_removed')
      log.info({ connection: id, by: caller?.name, slot: name }, 'key of the config file restored')
      await runWithIt(parts, id)
      return { key: viewKey(await lineOf(parts, id, name)), findings }
    },
  })
}

async function lineOf(parts: HttpParts, id: string, name: string): Promise<KeyLine> {
  servedConnection(parts, id)
  const { keys } = await parts.keys.list(id)
  return keys.find((key) => key.name === name) ?? refuse(404, 'unknown_key', 'this connection has no key of that name')
}

function taken(verdict: KeyVerdict): Finding[] {
  if (verdict.type === 'taken') return verdict.findings.map((finding) => ({ ...finding }))
  if (verdict.type === 'unavailable') refuse(503, 'vendor_unavailable', verdict.message, { 'retry-after': '30' })
  if (verdict.type === 'refused') refuse(422, 'key_refused', `${verdict.message}; nothing was kept`)
  if (verdict.type === 'absent') refuse(409, 'no_configured_key', verdict.message)
  refuse(409, 'connection_unusable', verdict.message)
}

/** So that whoever looks sees how it goes with this key, and not with the one before. */
async function runWithIt(parts: HttpParts, id: string): Promise<void> {
  if (servedConnection(parts, id).isEnabled) await askForRun(parts, id, { dryRun: false })
}

function viewKey({ name, label, system, where, source, replaced }: KeyLine): z.output<typeof Key> {
  return { name, label, system, where, source, replacedAt: replaced?.at ?? null, replacedBy: replaced?.by ?? null }
}
