import type { Knex } from 'knex'

export interface StoredLink {
  readonly record: string
  readonly target: string
  readonly origin: 'created' | 'adopted'
}

interface Place {
  readonly connection: string
  readonly flow: string
}

export async function linksOf(db: Knex, place: Place, records?: readonly string[]): Promise<Map<string, StoredLink>> {
  const query = db('links').where(place).select('record', 'target', 'origin')
  const rows: StoredLink[] = await (records ? query.whereIn('record', records) : query)
  return new Map(rows.map((link) => [link.record, link]))
}

export async function recordsOfTargets(db: Knex, place: Place, targets: readonly string[]): Promise<string[]> {
  if (targets.length === 0) return []
  return db('links').where(place).whereIn('target', targets).pluck('record')
}

export async function countLinks(db: Knex, place: Place): Promise<number> {
  const row = await db('links').where(place).count('* as count').first()
  return Number(row?.count ?? 0)
}

/** A record has one target at a time: a field mapped to another title moves on. Two records never share one (unique index). */
export async function saveLink(
  db: Knex,
  { connection, flow }: Place,
  { record, target, origin }: StoredLink,
): Promise<void> {
  await db('links')
    .insert({ connection, flow, record, target, origin })
    .onConflict(['connection', 'flow', 'record'])
    .merge(['target', 'origin'])
}

/** The link of a record with an object it matched. A record proven gone at the source gives up what was its own. */
export async function adoptTarget(
  db: Knex,
  place: Place & { readonly source: string },
  { record, target }: Pick<StoredLink, 'record' | 'target'>,
): Promise<void> {
  const { source: collection, ...own } = place
  const gone = db('snapshots').where({ connection: place.connection, collection, gone: true }).select('id')
  await db.transaction(async (trx) => {
    await trx('links')
      .where({ ...own, target })
      .whereNot({ record })
      .whereIn('record', gone)
      .delete()
    await saveLink(trx, own, { record, target, origin: 'adopted' })
  })
}
