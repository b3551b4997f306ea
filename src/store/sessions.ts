import type { Knex } from 'knex'
import type { Json } from '../lib/json.ts'
import { toJsonb } from './rows.ts'

/** After so long without a page, and after so long in all, a person signs in again. */
const IDLE = '8 hours'
const LONGEST = '24 hours'

export interface StoredSession {
  readonly tokenName: string
  readonly tokenHash: string
}

/** What is over is taken out on the way, so that the table holds those of a day. */
export async function beginSession(db: Knex, idHash: string, { tokenName, tokenHash }: StoredSession): Promise<void> {
  await db('sessions')
    .whereRaw(`created_at < now() - interval '${LONGEST}' or seen_at < now() - interval '${IDLE}'`)
    .del()
  await db('sessions').insert({ id_hash: idHash, token_name: tokenName, token_hash: tokenHash })
}

export async function loadSession(db: Knex, idHash: string): Promise<StoredSession | undefined> {
  const row = await db('sessions')
    .where({ id_hash: idHash })
    .whereRaw(`created_at > now() - interval '${LONGEST}' and seen_at > now() - interval '${IDLE}'`)
    .first()
  if (!row) return undefined
  // Once a minute is enough to tell eight hours by.
  await db('sessions')
    .where({ id_hash: idHash })
    .whereRaw("seen_at < now() - interval '1 minute'")
    .update({ seen_at: db.fn.now() })
  return { tokenName: row.token_name, tokenHash: row.token_hash }
}

export async function endSession(db: Knex, idHash: string): Promise<void> {
  await db('sessions').where({ id_hash: idHash }).del()
}

/** What is to be said on the next page this person sees. */
export async function leaveFlash(db: Knex, idHash: string, flash: Json): Promise<void> {
  await db('sessions')
    .where({ id_hash: idHash })
    .update({ flash: toJsonb(flash) })
}

export async function takeFlash(db: Knex, idHash: string): Promise<Json | undefined> {
  const taken = await db.raw(
    `update sessions set flash = null from (select flash from sessions where id_hash = ? for update) as old
     where id_hash = ? and old.flash is not null returning old.flash`,
    [idHash, idHash],
  )
  return taken.rows[0]?.flash
}
