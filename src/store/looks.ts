import type { Knex } from 'knex'
import type { Effect } from '../plan/change.ts'
import { type Counts, countRecords } from '../plan/plan.ts'

/**
 * Records that runs for single records wrote since the last run over everything began. What such a run looks at was asked
 * for after that beginning: two requests that wait are one.
 */
export async function writtenByLooks(db: Knex, place: { connection: string; flow: string }): Promise<Counts> {
  const { rows } = await db.raw<{ rows: { record: string; effect: Effect }[] }>(
    `select distinct changes.record, changes.effect from runs join changes on changes.run = runs.id
     where runs.connection = ? and runs.records is not null and not runs.dry_run
       and runs.queued_at > coalesce((select started_at from runs
         where connection = ? and records is null and not dry_run and started_at is not null
         order by queued_at desc limit 1), '-infinity')
       and changes.flow = ? and changes.state <> 'failed'`,
    [place.connection, place.connection, place.flow],
  )
  return countRecords(rows)
}
