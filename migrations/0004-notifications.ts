import type { Knex } from 'knex'

/**
 * Mail to people: what is to be sent, how far it got, and what was answered. Who is written to and about stands here and
 * nowhere else, and is taken out once nobody needs it. Of a link's token only the digest is kept.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table notifications (
      id uuid primary key,
      connection text not null,
      flow text not null,
      kind text not null check (kind in ('hiring_prompt', 'completed')),
      record text not null,
      recipient text,
      facts jsonb not null default '{}',
      state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'unclear')),
      attempts integer not null default 0,
      problem text,
      next_at timestamptz not null,
      claimed_at timestamptz,
      sent_at timestamptz,
      token_hash text,
      expires_at timestamptz,
      answer text check (answer in ('hired', 'not_hired')),
      answered_at timestamptz,
      queued_at timestamptz not null,
      check ((answer is null) = (answered_at is null))
    );
    create unique index notifications_once on notifications (connection, kind, record);
    create unique index notifications_by_token on notifications (token_hash);
    create index notifications_waiting on notifications (next_at) where state in ('queued', 'sending');
  `)
}
