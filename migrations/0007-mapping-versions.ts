import type { Knex } from 'knex'

/**
 * What a person wants a mapping file to say (drafts), and every text that one had since the first change made here
 * (versions). The file itself stays what all processes follow.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table mapping_drafts (
      id uuid primary key,
      connection text not null,
      text text not null,
      base text not null,
      note text,
      state text not null check (state in ('checking', 'ready', 'saved', 'stale', 'failed')),
      problem text,
      findings jsonb not null default '[]',
      run uuid,
      made_by text not null,
      made_at timestamptz not null default now(),
      touched_at timestamptz not null default now()
    );
    create index mapping_drafts_newest on mapping_drafts (connection, made_at desc);

    create table mapping_versions (
      id uuid primary key,
      position bigint generated always as identity,
      connection text not null,
      text text not null,
      digest text not null,
      note text,
      made_by text not null,
      made_at timestamptz not null default now()
    );
    create unique index mapping_versions_newest on mapping_versions (connection, position desc);
  `)
}
