import type { Knex } from 'knex'
import type { Effect } from '../plan/change.ts'
import { type Counts, countRecords } from '../plan/plan.ts'

interface Place {
  readonly connection: string
  readonly flow: string
}

/** Records closed or cleared in the last 24 hours, for the rolling limit, but those that are planned anyway. */
export async function recentCloses(db: Knex, place: Place, except: readonly string[]): Promise<number> {
  const row = await db('changes')
    .where(place)
    .whereIn('effect', ['close', 'clear'])
    .whereIn('state', ['applied', 'verified'])
    .where('intended_at', '>', db.raw("now() - interval '24 hours'"))
    .whereRaw('record <> all(?::text[])', [[...except]])
    .countDistinct('record as count')
    .first()
  return Number(row?.count ?? 0)
}

/**
 * Records written within five minutes, the shortest time between two ticks (S85), by runs that webhooks asked for: those for
 * single records, and those over everything that followed one. Failed writes are not counted. A run of more than a day is nobody's.
 */
export async function writtenByWebhooks(
  db: Knex,
  { connection, flow }: Place,
  except: readonly string[],
): Promise<Counts> {
  const { rows } = await db.raw<{ rows: { record: string; effect: Effect }[] }>(
    `select distinct changes.record, changes.effect from runs join changes on changes.run = runs.id
     where runs.connection = ? and runs.queued_at > now() - interval '1 day' and not runs.dry_run
       and (runs.records is not null or runs.trigger = 'hook')
       and (runs.finished_at is null or runs.finished_at > now() - interval '5 minutes')
       and changes.flow = ? and changes.record <> all(?::text[])
       and changes.state <> 'failed' and changes.intended_at > now() - interval '5 minutes'`,
    [connection, flow, [...except]],
  )
  return countRecords(rows)
}
