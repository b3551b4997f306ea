import type { Knex } from 'knex'

/** What an answer page may know, before and after the answer. */
export interface Prompt {
  readonly id: string
  readonly connection: string
  readonly record: string
  readonly facts: Readonly<Record<string, string>>
  readonly state: 'open' | 'answered' | 'expired'
}

/** Undefined: no mail of ours ever held this token, or a later attempt holds another. */
export async function promptByToken(db: Knex, tokenHash: string, now: Date): Promise<Prompt | undefined> {
  const row = await db('notifications')
    .where({ token_hash: tokenHash, kind: 'hiring_prompt' })
    .first('id', 'connection', 'record', 'facts', 'answered_at', 'expires_at')
  if (!row) return undefined
  const { id, connection, record, facts, answered_at, expires_at } = row
  const state = answered_at ? 'answered' : expires_at <= now ? 'expired' : 'open'
  return { id, connection, record, facts, state }
}

/** False when somebody was first, or it is too late. */
export async function takeAnswer(
  db: Knex,
  { id, answer, now }: { readonly id: string; readonly answer: 'hired' | 'not_hired'; readonly now: Date },
): Promise<boolean> {
  const taken = await db('notifications')
    .where({ id })
    .whereNull('answered_at')
    .where('expires_at', '>', now)
    .update({ answer, answered_at: now, recipient: null, facts: '{}' })
  return taken === 1
}
