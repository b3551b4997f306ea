import type { Knex } from 'knex'

/** A change that somebody looked at and does not want: no page speaks of it any more, and it can no longer be saved. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table mapping_drafts drop constraint mapping_drafts_state_check;
    alter table mapping_drafts add constraint mapping_drafts_state_check
      check (state in ('checking', 'ready', 'saved', 'stale', 'failed', 'discarded'));
  `)
}
