import type { Knex } from 'knex'
import type { KnownRow } from '../plan/diff.ts'
import type { Row } from '../record/record.ts'
import { toJsonb, toNumber } from './rows.ts'

/** Where one list of one connection stands. */
export interface CollectionState {
  readonly token?: string
  /** Behind which page a first read that was interrupted goes on. */
  readonly cursor?: string
  readonly reads: number
  readonly fullReadAt?: Date
  readonly emptyReads: number
  readonly emptySince?: Date
}

export interface SnapshotRow {
  readonly id: string
  readonly ref?: string
  readonly fingerprint: string
  readonly body: Row
}

interface Place {
  readonly connection: string
  readonly collection: string
}

export async function collectionState(db: Knex, place: Place): Promise<CollectionState> {
  const row = await db('collections').where(place).first()
  if (!row) return { reads: 0, emptyReads: 0 }
  return {
    token: row.token ?? undefined,
    cursor: row.cursor ?? undefined,
    reads: toNumber(row.reads),
    fullReadAt: row.full_read_at ?? undefined,
    emptyReads: row.empty_reads,
    emptySince: row.empty_since ?? undefined,
  }
}

export async function saveCollection(db: Knex, place: Place, columns: Record<string, unknown>): Promise<void> {
  await db('collections')
    .insert({ ...place, ...columns, read_at: db.fn.now() })
    .onConflict(['connection', 'collection'])
    .merge()
}

/** Fingerprints only: a page is compared without loading what it held before. */
export async function knownRows(db: Knex, place: Place, ids: readonly string[]): Promise<Map<string, KnownRow>> {
  const rows = await db('snapshots').where(place).whereIn('id', ids).select('id', 'fingerprint', 'listed', 'gone')
  return new Map(rows.map((row) => [row.id, row]))
}

export async function countListed(db: Knex, place: Place): Promise<number> {
  const row = await db('snapshots')
    .where({ ...place, listed: true, gone: false })
    .count('* as count')
    .first()
  return toNumber(row?.count ?? 0)
}

/** One JSON parameter a page: array literals of jsonb are the slow way into PostgreSQL (PERFORMANCE §1.3). */
export async function saveRows(db: Knex, place: Place, rows: readonly SnapshotRow[], listed = true): Promise<void> {
  if (rows.length === 0) return
  await db.raw(
    `insert into snapshots (connection, collection, id, ref, fingerprint, body, listed)
     select ?, ?, r.id, r.ref, r.fingerprint, r.body, ?
     from jsonb_to_recordset(?::jsonb) as r(id text, ref text, fingerprint text, body jsonb)
     on conflict (connection, collection, id) do update set ref = excluded.ref, fingerprint = excluded.fingerprint,
       body = excluded.body, listed = excluded.listed, gone = false, absences = 0, changed_at = now()`,
    [place.connection, place.collection, listed, toJsonb(rows)],
  )
}

/** Every id a complete list should bring, with how often it already did not. */
export async function listedRows(db: Knex, place: Place): Promise<{ id: string; absences: number }[]> {
  return db('snapshots')
    .where({ ...place, listed: true, gone: false })
    .select('id', 'absences')
}

export async function clearAbsences(db: Knex, place: Place, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db('snapshots').where(place).whereIn('id', ids).update({ absences: 0 })
}

export async function noteAbsence(db: Knex, place: Place, id: string): Promise<void> {
  await db('snapshots')
    .where({ ...place, id })
    .increment('absences', 1)
}

export async function markGone(db: Knex, place: Place, id: string): Promise<void> {
  await db('snapshots')
    .where({ ...place, id })
    .update({ gone: true, listed: false, changed_at: db.fn.now() })
}

export async function forgetRows(db: Knex, place: Place, ids: readonly string[]): Promise<void> {
  await db('snapshots').where(place).whereIn('id', ids).delete()
}

export async function loadRows(
  db: Knex,
  place: Place,
  ids: readonly string[],
): Promise<Map<string, { body: Row; isGone: boolean }>> {
  const rows = await db('snapshots').where(place).whereIn('id', ids).select('id', 'body', 'gone')
  return new Map(rows.map((row) => [row.id, { body: row.body, isGone: row.gone }]))
}

export async function loadRelated(db: Knex, place: Place, refs: readonly string[]): Promise<Map<string, Row[]>> {
  const rows = await db('snapshots')
    .where({ ...place, gone: false })
    .whereIn('ref', refs)
    .orderBy('id')
    .select('ref', 'body')
  const byRef = new Map<string, Row[]>()
  for (const { ref, body } of rows) byRef.set(ref, [...(byRef.get(ref) ?? []), body])
  return byRef
}

export async function allRows(db: Knex, place: Place): Promise<Row[]> {
  const rows = await db('snapshots')
    .where({ ...place, gone: false })
    .orderBy('id')
    .select('body')
  return rows.map((row) => row.body)
}
