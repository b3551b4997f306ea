import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import type { Json } from '../lib/json.ts'
import { toJsonb } from './rows.ts'

export type DraftState = 'checking' | 'ready' | 'saved' | 'stale' | 'failed' | 'discarded'

/** What somebody wants a mapping file to say, and what was found out about it. */
export interface StoredDraft {
  readonly id: string
  readonly connection: string
  readonly text: string
  /** Digest of the file's text that it was made from. */
  readonly base: string
  readonly note?: string
  readonly state: DraftState
  readonly problem?: string
  readonly findings: Json
  /** The dry run that tells what it would change. */
  readonly run?: string
  readonly by: string
  readonly at: string
}

export type NewDraft = Pick<StoredDraft, 'connection' | 'text' | 'base' | 'note' | 'by'>

/** Whoever checks a draft touches it meanwhile; after this long without, that process is gone. */
const interruptedAfter = "interval '2 minutes'"

export async function addDraft(db: Knex, { connection, text, base, note, by }: NewDraft): Promise<StoredDraft> {
  const [row] = await db('mapping_drafts')
    .insert({ id: randomUUID(), connection, text, base, note: note ?? null, state: 'checking', made_by: by })
    .returning('*')
  return fromRow(row)
}

/** One that a dead process left `checking` is found to have failed. */
export async function loadDraft(db: Knex, connection: string, id: string): Promise<StoredDraft | undefined> {
  await db('mapping_drafts')
    .where({ connection, id, state: 'checking' })
    .whereRaw(`touched_at < now() - ${interruptedAfter}`)
    .update({ state: 'failed', problem: 'interrupted; preview again' })
  const row = await db('mapping_drafts').where({ connection, id }).first()
  return row && fromRow(row)
}

/** Made from the text that the file has now. */
export async function newestOpenDraft(db: Knex, connection: string, base: string): Promise<string | undefined> {
  const row = await db('mapping_drafts')
    .where({ connection, base })
    .whereIn('state', ['checking', 'ready'])
    .orderBy('made_at', 'desc')
    .first('id')
  return row?.id
}

export async function touchDraft(db: Knex, id: string): Promise<void> {
  await db('mapping_drafts').where({ id, state: 'checking' }).update({ touched_at: db.fn.now() })
}

export interface DraftFound {
  readonly state?: DraftState
  readonly problem?: string
  readonly findings?: Json
  readonly run?: string
}

/** One that was found interrupted meanwhile stays so. */
export async function noteDraft(db: Knex, id: string, { findings, ...found }: DraftFound): Promise<void> {
  await db('mapping_drafts')
    .where({ id, state: 'checking' })
    .update({ ...found, ...(findings !== undefined && { findings: toJsonb(findings) }), touched_at: db.fn.now() })
}

/** False when somebody else was faster. */
export async function closeDraft(db: Knex, id: string, state: 'saved' | 'stale'): Promise<boolean> {
  return (await db('mapping_drafts').where({ id, state: 'ready' }).update({ state })) === 1
}

/** Also one that is still looked at: what is found of it then is not noted. False when it is closed already. */
export async function discardDraft(db: Knex, connection: string, id: string): Promise<boolean> {
  const open = db('mapping_drafts').where({ connection, id }).whereIn('state', ['checking', 'ready', 'failed'])
  return (await open.update({ state: 'discarded' })) === 1
}

// biome-ignore lint/suspicious/noExplicitAny: a row as knex hands it over; its columns are translated here and nowhere else
function fromRow(row: any): StoredDraft {
  const { id, connection, text, base, note, state, problem, findings, run, made_by: by, made_at } = row
  return {
    ...{ id, connection, text, base, state, findings, by, at: made_at.toISOString() },
    ...(note !== null && { note }),
    ...(problem !== null && { problem }),
    ...(run !== null && { run }),
  }
}
