import type { Knex } from './database.ts'
import {
  type ClaimedNotification,
  claimedBefore,
  claimNotification,
  type NotificationDraft,
  type NotificationKind,
  noteSent,
  noteUnclear,
  noteUnsent,
  notificationOf,
  queueNotification,
} from './notifications.ts'

/** The outbox as whoever sends sees it: of the connections that are on now, or of all. */
export function openOutbox(db: Knex, enabled: () => readonly string[] | undefined = () => undefined) {
  return {
    claim: (now: Date, link: Parameters<typeof claimNotification>[2]) => claimNotification(db, now, link, enabled()),
    sent: (claim: ClaimedNotification, now: Date) => noteSent(db, claim, now),
    unsent: (claim: ClaimedNotification, outcome: Parameters<typeof noteUnsent>[2]) => noteUnsent(db, claim, outcome),
    unclear: (claim: ClaimedNotification, problem: string) => noteUnclear(db, claim, problem),
    claimedBefore: (before: Date) => claimedBefore(db, before),
  }
}

interface Place {
  readonly connection: string
  /** Why nothing can be sent. */
  readonly problem: string | undefined
  now(): Date
}

/** The outbox as the flows of one connection see it. */
export function openNotifications(db: Knex, { connection, problem, now }: Place) {
  return {
    ...(problem && { problem }),
    queue: (draft: Omit<NotificationDraft, 'connection'>) => queueNotification(db, { ...draft, connection }, now()),
    find: (kind: NotificationKind, record: string) => notificationOf(db, { connection, kind, record }),
  }
}
