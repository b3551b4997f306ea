import type { Knex } from 'knex'

/**
 * What the console's lists still searched for: records by a reason that few have, the last run that looked at everything
 * among thousands for single records, runs of one connection in one state, and holds. A hold's counts stand beside its
 * plan, which may be megabytes long and is then read by whoever opens it only.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create index records_with_reason on records (connection, flow, state, reason, id) where reason is not null;

    create index runs_last_full on runs (connection, queued_at desc)
      where records is null and not dry_run and finished_at is not null;
    create index runs_of_connection_by_state on runs (connection, state, queued_at desc, id desc);
    create index runs_of_connection_by_trigger on runs (connection, trigger, queued_at desc, id desc);

    create index notifications_by_state on notifications (state, queued_at desc, id desc);

    alter table holds add column counts jsonb generated always as (plan -> 'counts') stored;
    create index holds_by_digest on holds (digest);
    create index holds_by_state on holds (state, held_at desc, digest desc);
  `)
}
