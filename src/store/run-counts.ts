import type { Effect } from '../plan/change.ts'
import type { Knex } from './database.ts'

export type Written = Readonly<Record<Effect, number>>

const gravest = `(array['update','clear','close','create'])[max(array_position(array['update','clear','close','create'], effect))]`

/** Records that a run wrote, by flow and by the gravest effect any of their writes had, as plans count them. */
export async function writtenByFlow(db: Knex, run: string): Promise<ReadonlyMap<string, Written>> {
  const { rows } = await db.raw<{ rows: { flow: string; effect: Effect; count: number }[] }>(
    `select flow, effect, count(*)::int as count from (
       select flow, record, ${gravest} as effect from changes
       where run = ? and state in ('applied', 'verified') group by flow, record
     ) as records group by flow, effect`,
    [run],
  )
  const counts = new Map<string, Record<Effect, number>>()
  for (const { flow, effect, count } of rows) {
    const known = counts.get(flow) ?? { create: 0, update: 0, clear: 0, close: 0 }
    counts.set(flow, { ...known, [effect]: count })
  }
  return counts
}
