import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import { touchRecords } from './records.ts'
import { iso, toJsonb } from './rows.ts'

export type NotificationKind = 'hiring_prompt' | 'completed'

/**
 * `sending` is committed before the mail server is called. Where its word was lost, or the process died meanwhile, the mail
 * may be out: `unclear`, and it is not sent again.
 */
export const notificationStates = [...(['queued', 'sending', 'sent', 'failed', 'unclear'] as const)]
export type NotificationState = (typeof notificationStates)[number]

interface Subject {
  readonly connection: string
  readonly kind: NotificationKind
  readonly record: string
}

export interface NotificationDraft extends Subject {
  /** The flow that queued it, and looks again when sending goes wrong. */
  readonly flow: string
  readonly recipient: string
  /** What the mail says of whom. */
  readonly facts: Readonly<Record<string, string>>
}

/** Nobody's name and no address. */
export interface StoredNotification {
  readonly id: string
  readonly state: NotificationState
  readonly attempts: number
  readonly problem?: string
  readonly answer?: 'hired' | 'not_hired'
}

/** One that is being sent, by this process alone. */
export interface ClaimedNotification extends NotificationDraft {
  readonly id: string
  /** This one counted. */
  readonly attempts: number
}

/** One of a kind for a record, ever: a second one is the first one. */
export async function queueNotification(db: Knex, draft: NotificationDraft, now: Date): Promise<string> {
  const { connection, flow, kind, record, recipient, facts } = draft
  await db('notifications')
    .insert({
      ...{ id: randomUUID(), connection, flow, kind, record, recipient, facts: toJsonb(facts) },
      ...{ state: 'queued', next_at: now, queued_at: now },
    })
    .onConflict(['connection', 'kind', 'record'])
    .ignore()
  const row = await db('notifications').where({ connection, kind, record }).first('id')
  return row.id
}

export async function notificationOf(
  db: Knex,
  { connection, kind, record }: Subject,
): Promise<StoredNotification | undefined> {
  const row = await db('notifications')
    .where({ connection, kind, record })
    .first('id', 'state', 'attempts', 'problem', 'answer')
  if (!row) return undefined
  const { id, state, attempts, problem, answer } = row
  return { id, state, attempts, ...(problem && { problem }), ...(answer && { answer }) }
}

/**
 * The one that is due longest, for this process alone. The link of an earlier attempt is void from now on. `connections`:
 * only those of these are sent.
 */
export async function claimNotification(
  db: Knex,
  now: Date,
  link: { readonly tokenHash: string; readonly expiresAt: Date },
  connections?: readonly string[],
): Promise<ClaimedNotification | undefined> {
  const only = connections ? [...connections] : null
  const { rows } = await db.raw(
    `update notifications set state = 'sending', claimed_at = ?, attempts = attempts + 1, token_hash = ?, expires_at = ?
     where id = (select id from notifications where state = 'queued' and next_at <= ?
       and (?::text[] is null or connection = any(?::text[]))
       order by next_at, id limit 1 for update skip locked)
     returning id, connection, flow, kind, record, recipient, facts, attempts`,
    [now, link.tokenHash, link.expiresAt, now, only, only],
  )
  return rows[0]
}

type Claimed = Pick<ClaimedNotification, 'id' | 'connection' | 'flow' | 'record'>

/** What was told of it before is told no longer. */
export async function noteSent(db: Knex, { id, connection, flow, record }: Claimed, now: Date): Promise<void> {
  await db.transaction(async (trx) => {
    const before = await trx('notifications').where({ id }).forUpdate().first('problem')
    await trx('notifications').where({ id }).update({ state: 'sent', sent_at: now, problem: null })
    if (before?.problem) await touchRecords(trx, { connection, flow }, [record])
  })
}

/** The mail server did not take it, for certain. */
export async function noteUnsent(
  db: Knex,
  { id, connection, flow, record }: Claimed,
  { problem, nextAt }: { readonly problem: string; readonly nextAt: Date | undefined },
): Promise<void> {
  const state = nextAt ? { state: 'queued', next_at: nextAt } : { state: 'failed' }
  await db.transaction(async (trx) => {
    await trx('notifications')
      .where({ id })
      .update({ ...state, problem, token_hash: null, expires_at: null })
    await touchRecords(trx, { connection, flow }, [record])
  })
}

/** Whether it is out cannot be told. A link that may be in somebody's mailbox stays good. */
export async function noteUnclear(db: Knex, { id, connection, flow, record }: Claimed, problem: string): Promise<void> {
  await db.transaction(async (trx) => {
    const noted = await trx('notifications').where({ id, state: 'sending' }).update({ state: 'unclear', problem })
    if (noted > 0) await touchRecords(trx, { connection, flow }, [record])
  })
}

/** What a process was sending when it died. */
export async function claimedBefore(db: Knex, before: Date): Promise<ClaimedNotification[]> {
  return db('notifications')
    .where({ state: 'sending' })
    .where('claimed_at', '<', before)
    .select('id', 'connection', 'flow', 'kind', 'record', 'recipient', 'facts', 'attempts')
}

/** One in a list: with whom it is for and about, as long as that is kept, and without anything of its link. */
export interface ListedNotification extends Subject {
  readonly id: string
  readonly flow: string
  readonly recipient?: string
  readonly facts: Readonly<Record<string, string>>
  readonly state: NotificationState
  readonly attempts: number
  readonly problem?: string
  readonly queuedAt: string
  readonly nextAt: string
  readonly sentAt?: string
  readonly answeredAt?: string
}

export interface NotificationFilter {
  readonly connection?: string
  readonly state?: NotificationState
  /** The id of the last one of the page before. */
  readonly cursor?: string
  readonly limit: number
}

/** Newest first. */
export async function listNotifications(db: Knex, filter: NotificationFilter): Promise<ListedNotification[]> {
  const { connection, state, cursor, limit } = filter
  const query = db('notifications')
    .where({ ...(connection && { connection }), ...(state && { state }) })
    .orderBy([
      { column: 'queued_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit)
    .select(listed)
  if (cursor)
    query.whereRaw('(queued_at, id) < ((select queued_at from notifications where id = ?), ?)', [cursor, cursor])
  return (await query).map(fromListed)
}

const listed = [
  ...(['id', 'connection', 'flow', 'kind', 'record', 'recipient', 'facts', 'state', 'attempts', 'problem'] as const),
  ...(['queued_at', 'next_at', 'sent_at', 'answered_at'] as const),
]

// biome-ignore lint/suspicious/noExplicitAny: a row as knex hands it over; its columns are translated here and nowhere else
function fromListed(row: any): ListedNotification {
  const { id, connection, flow, kind, record, facts, state, attempts } = row
  return {
    ...{ id, connection, flow, kind, record, facts, state, attempts },
    recipient: row.recipient ?? undefined,
    problem: row.problem ?? undefined,
    queuedAt: row.queued_at.toISOString(),
    nextAt: row.next_at.toISOString(),
    sentAt: iso(row.sent_at),
    answeredAt: iso(row.answered_at),
  }
}

/** How many stand in which state: what is waiting, and what nobody got. */
export async function countNotifications(db: Knex): Promise<ReadonlyMap<NotificationState, number>> {
  const rows = await db('notifications').groupBy('state').select('state').count('* as count')
  return new Map(rows.map(({ state, count }) => [state as NotificationState, Number(count)]))
}

/** Whom a mail was about is needed until it is answered, or can no longer be. */
export async function forgetPeople(db: Knex, now: Date): Promise<void> {
  await db('notifications')
    .whereNotNull('recipient')
    .where((over) =>
      over.whereNotNull('answered_at').orWhere('expires_at', '<', now).orWhere({ kind: 'completed', state: 'sent' }),
    )
    .update({ recipient: null, facts: '{}' })
}
