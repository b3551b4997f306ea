import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'

/** What is noted of people: what they decided, and that personal values were shown to them. */
export const auditedActions = [
  ...([
    'values_shown',
    'sync_pressed',
    'record_retried',
    'hold_approved',
    'hold_rejected',
    'connection_switched_on',
    'connection_switched_off',
    'key_replaced',
    'key_removed',
    'grant_begun',
    'write_said_applied',
    'write_said_absent',
    'mapping_drafted',
    'mapping_saved',
    'mapping_discarded',
    'mapping_restored',
  ] as const),
]
export type AuditedAction = (typeof auditedActions)[number]

export interface AuditEntry {
  readonly id: string
  readonly at: string
  /** The name of the token. */
  readonly by: string
  readonly action: AuditedAction
  /** The address within the API that was asked, without its query. */
  readonly place: string
}

/** Entries are only ever added: the table refuses anything else. */
export async function addAudit(db: Knex, entry: Pick<AuditEntry, 'by' | 'action' | 'place'>): Promise<void> {
  await db('audit').insert({ id: randomUUID(), ...entry })
}

/** Newest first; `after` is the last id of the page before. */
export async function listAudit(
  db: Knex,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<AuditEntry[]> {
  const query = db('audit').orderBy('at', 'desc').orderBy('id', 'desc').limit(limit)
  if (after) query.whereRaw('(at, id) < ((select at from audit where id = ?), ?)', [after, after])
  return (await query).map(({ id, at, by, action, place }) => ({ id, at: at.toISOString(), by, action, place }))
}
