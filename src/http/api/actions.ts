import type { FastifyRequest } from 'fastify'
import { type AuditedAction, addAudit } from '../../store/audit.ts'
import type { HttpParts } from '../parts.ts'

/** What a person decided or was shown, and where: the path of the request, which holds ids only. */
export async function noteAction(
  { db }: Pick<HttpParts, 'db'>,
  { caller, url }: Pick<FastifyRequest, 'caller' | 'url'>,
  action: AuditedAction,
): Promise<void> {
  await addAudit(db, { by: caller?.name ?? '', action, place: pathOf(url) })
}

function pathOf(url: string): string {
  const path = decodeURIComponent(url.replace(/\?.*$/s, ''))
  return path.replace(/^\/api\/v1(?=\/)/, '').slice(0, 1_000)
}
