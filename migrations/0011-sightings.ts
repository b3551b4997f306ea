import type { Knex } from 'knex'

/** What people said of a write whose answer was lost, where the target cannot tell by itself, in turn. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw("alter table changes add column sightings jsonb not null default '[]'")
}
