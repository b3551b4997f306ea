import type { Knex } from 'knex'

/**
 * What flows need that act on something happening instead of on something being so: when we first waited for it, what we
 * already made for it, and where the first reading of a long list stands.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table first_seen (
      connection text not null,
      flow text not null,
      name text not null,
      seen_at timestamptz not null,
      primary key (connection, flow, name)
    );

    create index changes_created on changes (connection, flow)
      where effect = 'create' and state in ('applied', 'verified');

    alter table collections add column cursor text;
  `)
}
