import { createHash, randomBytes } from 'node:crypto'
import type { Knex } from 'knex'

/** How long a person has to allow access once they began. */
export const GRANT_MINUTES = 10

/**
 * A grant that somebody begins. The state comes back with their browser and is the only proof that it is theirs: 256
 * random bits, of which only a digest is kept.
 */
export async function beginGrant(db: Knex, grant: { connection: string; by: string }): Promise<string> {
  const state = randomBytes(32).toString('base64url')
  await db('begun_grants').where('expires_at', '<', db.fn.now()).delete()
  await db('begun_grants').insert({
    state_hash: digest(state),
    connection: grant.connection,
    begun_by: grant.by,
    expires_at: db.raw("now() + ? * interval '1 minute'", [GRANT_MINUTES]),
  })
  return state
}

/** Takes it out: of two that come with the same state, one gets it. Undefined: unknown, used, or too late. */
export async function takeGrant(db: Knex, state: string): Promise<{ connection: string; by: string } | undefined> {
  const [taken] = await db('begun_grants')
    .where({ state_hash: digest(state) })
    .where('expires_at', '>', db.fn.now())
    .delete(['connection', 'begun_by'])
  return taken && { connection: taken.connection, by: taken.begun_by }
}

function digest(state: string): string {
  return createHash('sha256').update(state).digest('base64url')
}
