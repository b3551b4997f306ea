import type { Knex } from 'knex'
import type { Sighting } from './changes.ts'
import { type StoredLink, saveLink } from './links.ts'
import { toJsonb } from './rows.ts'

/** What came of a write. */
export interface Settlement {
  readonly state: 'applied' | 'failed' | 'unknown'
  readonly target?: string
  readonly requestId?: string
  readonly reason?: string
  readonly message?: string
  readonly link?: StoredLink
  /** The vendor has no such call. */
  readonly isUnsupported?: boolean
}

/**
 * The outcome and, for a create, the link it made: one commit, so that neither is ever seen without the other. By a sighting
 * only while that is the last word of it; false: it is not, and nothing was done.
 */
export async function settleChange(
  db: Knex,
  change: { id: string; connection: string; flow: string },
  settlement: Settlement,
  sighting?: Sighting,
): Promise<boolean> {
  const { link } = settlement
  if (!link) return saveSettlement(db, change.id, settlement, sighting)
  return db.transaction(async (trx) => {
    const isSaved = await saveSettlement(trx, change.id, settlement, sighting)
    if (isSaved) await saveLink(trx, change, link)
    return isSaved
  })
}

async function saveSettlement(db: Knex, id: string, settlement: Settlement, sighting?: Sighting): Promise<boolean> {
  const { state, target, requestId, reason, message } = settlement
  const row = db('changes').where({ id })
  if (sighting) row.where({ state: 'unknown' }).whereRaw('sightings -> -1 = ?::jsonb', [toJsonb(sighting)])
  const saved = await row.update({
    state,
    reason: reason ?? null,
    message: message ?? null,
    settled_at: db.fn.now(),
    ...(target && { target }),
    ...(requestId && { request_id: requestId }),
  })
  return saved === 1
}
