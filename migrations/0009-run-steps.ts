import type { Knex } from 'knex'

/**
 * Where a run's time went, and what lists of many runs and records are read by: each filter in the order its pages come in,
 * and the counts of a connection from an index alone: that one holds no id, so that it stays as small as reasons are few.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table runs add column steps jsonb not null default '[]', add column waits jsonb not null default '{}';
    create index runs_by_state on runs (state, queued_at desc, id desc);
    create index runs_by_trigger on runs (trigger, queued_at desc, id desc);

    create index records_by_reason on records (connection, flow, state, reason);
    create index records_in_state on records (connection, state, flow, id);
    create index records_pending on records (connection, pending_since) where pending_since is not null;
    drop index records_by_state;

    create index notifications_recent on notifications (queued_at desc, id desc);
  `)
}
