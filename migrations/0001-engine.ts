import type { Knex } from 'knex'

/**
 * The engine's tables. Ids of runs and changes are uuids made by us before the first attempt, so that an intent can be
 * named in a log before its outcome is known. Every state column has its check, every "once" its unique index.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table connections (
      id text primary key,
      connector text not null,
      settings jsonb not null default '{}',
      passed jsonb not null default '{}',
      last_success_at timestamptz,
      problem text,
      updated_at timestamptz not null default now()
    );

    create table leases (
      connection text primary key,
      token bigint not null,
      holder jsonb,
      expires_at timestamptz not null
    );

    create table runs (
      id uuid primary key,
      connection text not null,
      trigger text not null check (trigger in ('schedule', 'hook', 'request', 'command', 'approval')),
      state text not null check (state in ('queued', 'running', 'success', 'partial', 'held', 'failed')),
      records text[],
      dry_run boolean not null default false,
      flows jsonb not null default '{}',
      calls jsonb not null default '{}',
      problem text,
      plan jsonb,
      queued_at timestamptz not null default now(),
      started_at timestamptz,
      finished_at timestamptz
    );
    create unique index runs_one_queued on runs (connection, dry_run) where state = 'queued';
    create unique index runs_one_running on runs (connection, dry_run) where state = 'running';
    create index runs_recent on runs (queued_at desc, id);
    create index runs_recent_of_connection on runs (connection, queued_at desc, id);

    create table collections (
      connection text not null,
      collection text not null,
      token text,
      reads bigint not null default 0,
      full_read_at timestamptz,
      read_at timestamptz,
      empty_reads integer not null default 0,
      empty_since timestamptz,
      problem text,
      primary key (connection, collection)
    );

    create table snapshots (
      connection text not null,
      collection text not null,
      id text not null,
      ref text,
      fingerprint text not null,
      body jsonb not null,
      listed boolean not null default true,
      gone boolean not null default false,
      absences integer not null default 0,
      changed_at timestamptz not null default now(),
      primary key (connection, collection, id)
    );
    create index snapshots_by_ref on snapshots (connection, collection, ref) where ref is not null;

    create table records (
      connection text not null,
      flow text not null,
      id text not null,
      state text not null check (state in ('pending', 'synced', 'skipped', 'attention', 'failed', 'held')),
      reason text,
      message text,
      issues jsonb not null default '[]',
      due_at timestamptz,
      pending_since timestamptz,
      attempts integer not null default 0,
      acknowledged jsonb,
      updated_at timestamptz not null default now(),
      primary key (connection, flow, id)
    );
    create index records_due on records (connection, flow, due_at) where due_at is not null;
    create index records_by_state on records (connection, state, reason);

    create table links (
      connection text not null,
      flow text not null,
      record text not null,
      target text not null,
      origin text not null check (origin in ('created', 'adopted')),
      linked_at timestamptz not null default now(),
      primary key (connection, flow, record)
    );
    create unique index links_one_record_per_target on links (connection, flow, target);

    create table changes (
      id uuid primary key,
      run uuid not null,
      connection text not null,
      flow text not null,
      record text not null,
      position integer not null,
      action text not null,
      effect text not null check (effect in ('create', 'update', 'clear', 'close')),
      target text,
      fields jsonb not null,
      input jsonb not null,
      state text not null check (state in ('intended', 'applied', 'verified', 'failed', 'unknown')),
      reason text,
      message text,
      request_id text,
      lease_token bigint not null,
      intended_at timestamptz not null default now(),
      settled_at timestamptz,
      verified_at timestamptz
    );
    create index changes_unsettled on changes (connection, flow) where state in ('intended', 'unknown');
    create unique index changes_one_open_create on changes (connection, flow, record, action)
      where effect = 'create' and state in ('intended', 'unknown');
    create index changes_of_run on changes (run, intended_at, position, id);
    create index changes_of_record on changes (connection, flow, record, intended_at desc);

    create table holds (
      connection text not null,
      digest text not null,
      flow text not null,
      run uuid not null,
      state text not null check (state in ('waiting', 'approved', 'rejected', 'expired', 'applied')),
      reasons jsonb not null,
      plan jsonb not null,
      held_at timestamptz not null default now(),
      decided_at timestamptz,
      decided_by text,
      primary key (connection, digest)
    );
    create unique index holds_one_open on holds (connection, flow) where state in ('waiting', 'approved');

    create table hooks (
      connection text not null,
      event text not null,
      delivery text not null,
      records text[] not null,
      received_at timestamptz not null default now(),
      times integer not null default 1,
      primary key (connection, event, delivery)
    );
    create index hooks_received on hooks (received_at);

    create table pushes (
      connection text not null,
      record text not null,
      pushed_at timestamptz not null default now(),
      primary key (connection, record)
    );
  `)
}
