import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'

/** A text that a mapping file had. */
export interface StoredVersion {
  readonly id: string
  readonly connection: string
  readonly text: string
  readonly digest: string
  readonly note?: string
  readonly by: string
  readonly at: string
}

export type NewVersion = Omit<StoredVersion, 'id' | 'at'>

export async function addVersion(db: Knex, { connection, text, digest, note, by }: NewVersion): Promise<StoredVersion> {
  const [row] = await db('mapping_versions')
    // By the clock, not by the transaction: two of one commit follow one another.
    .insert({
      ...{ id: randomUUID(), connection, text, digest, note: note ?? null, made_by: by },
      made_at: db.raw('clock_timestamp()'),
    })
    .returning('*')
  return fromRow(row)
}

export async function newestVersion(db: Knex, connection: string): Promise<StoredVersion | undefined> {
  return (await listVersions(db, connection, { limit: 1 }))[0]
}

/** The newest with this text. */
export async function currentVersion(db: Knex, connection: string, digest: string): Promise<string | undefined> {
  const row = await db('mapping_versions').where({ connection, digest }).orderBy('position', 'desc').first('id')
  return row?.id
}

/** Newest first; `cursor` is the last version of the page before. */
export async function listVersions(
  db: Knex,
  connection: string,
  { cursor, limit }: { readonly cursor?: string; readonly limit: number },
): Promise<StoredVersion[]> {
  const query = db('mapping_versions').where({ connection }).orderBy('position', 'desc').limit(limit)
  if (cursor) query.where('position', '<', db('mapping_versions').where({ id: cursor }).select('position'))
  return (await query).map(fromRow)
}

export async function loadVersion(db: Knex, connection: string, id: string): Promise<StoredVersion | undefined> {
  const row = await db('mapping_versions').where({ connection, id }).first()
  return row && fromRow(row)
}

// biome-ignore lint/suspicious/noExplicitAny: a row as knex hands it over; its columns are translated here and nowhere else
function fromRow(row: any): StoredVersion {
  const { id, connection, text, digest, note, made_by: by, made_at } = row
  return { ...{ id, connection, text, digest, by, at: made_at.toISOString() }, ...(note !== null && { note }) }
}
