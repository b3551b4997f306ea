import type { Knex } from 'knex'

/**
 * What vendors gave a connection to prove itself with, sealed (`src/lib/crypt.ts`), and the grants that people have begun:
 * only a digest of the state that comes back with their browser, so that a copy of this table is of no use.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table credentials (
      connection text not null,
      name text not null,
      sealed text,
      key_id text,
      updated_at timestamptz not null default now(),
      primary key (connection, name),
      check ((sealed is null) = (key_id is null))
    );

    create table begun_grants (
      state_hash text primary key,
      connection text not null,
      begun_by text not null,
      expires_at timestamptz not null
    );
    create index begun_grants_expiry on begun_grants (expires_at);
  `)
}
