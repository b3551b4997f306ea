import type { Knex } from 'knex'
import { toJsonb } from './rows.ts'

interface Place {
  readonly connection: string
  readonly flow: string
}

/**
 * From when on each of these is waited for: the first moment stays. What is no longer named is forgotten, so that
 * whoever takes a trigger away and brings it back starts anew instead of acting on all that happened in between.
 */
export async function noteFirstSeen(db: Knex, place: Place, names: readonly string[], now: Date): Promise<void> {
  await db('first_seen').where(place).whereNotIn('name', names).delete()
  if (names.length === 0) return
  await db.raw(
    `insert into first_seen (connection, flow, name, seen_at)
     select ?, ?, n.name, ? from jsonb_array_elements_text(?::jsonb) as n(name) on conflict do nothing`,
    [place.connection, place.flow, now, toJsonb([...new Set(names)])],
  )
}

export async function firstSeen(db: Knex, place: Place): Promise<Map<string, Date>> {
  const rows = await db('first_seen').where(place).select('name', 'seen_at')
  return new Map(rows.map(({ name, seen_at }) => [name, seen_at]))
}
