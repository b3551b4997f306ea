import type { Knex } from 'knex'

/**
 * What people said while the program runs: a connection switched on or off, a key pasted (it lies sealed in `credentials`).
 * Each remembers what the config file said then, for the file to win once it says something else, and `overruled_at`,
 * since when it does.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table switches (
      connection text primary key,
      enabled boolean not null,
      configured boolean not null,
      by text not null,
      at timestamptz not null,
      overruled_at timestamptz
    );

    create table pasted_keys (
      connection text not null,
      name text not null,
      configured text not null,
      by text not null,
      at timestamptz not null,
      overruled_at timestamptz,
      primary key (connection, name)
    );
  `)
}
