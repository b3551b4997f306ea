import type { Knex } from 'knex'

/**
 * Who decided what, and to whom personal values were shown. Rows are added and never changed, so that nobody who can reach the
 * API can take back that they looked; which actions there are is the program's to say, so that a newer one may add some.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table audit (
      id uuid primary key,
      at timestamptz not null default now(),
      by text not null,
      action text not null check (action ~ '^[a-z_]{1,40}$'),
      place text not null check (length(place) <= 2000)
    );
    create index audit_newest on audit (at desc, id desc);
    create function refuse_audit_change() returns trigger language plpgsql as $$
      begin
        raise exception 'audit rows are added and never changed';
      end $$;
    create trigger audit_is_added_to before update or delete on audit for each row execute function refuse_audit_change();
  `)
}
