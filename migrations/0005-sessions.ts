import type { Knex } from 'knex'

/**
 * Who is signed in to the console. Of a session's id only the digest is kept, and of the token it was signed in with too: a
 * token that is changed or taken out of the config ends every session it began.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table sessions (
      id_hash text primary key,
      token_name text not null,
      token_hash text not null,
      flash jsonb,
      created_at timestamptz not null default now(),
      seen_at timestamptz not null default now()
    );
    create index sessions_by_age on sessions (created_at);
  `)
}
