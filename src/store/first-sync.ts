import type { Knex } from 'knex'

/** What a flow's first run has linked so far. */
export interface LinkedSoFar {
  readonly flow: string
  /** With an object that was there already. */
  readonly linked: number
  readonly created: number
  /** Of both, records that are noted as done only when the flow ends. */
  readonly unnoted: number
}

/** Asked only while a first run has not passed: it looks at every link. */
export async function linkedSoFar(db: Knex, connection: string): Promise<LinkedSoFar[]> {
  const { rows } = await db.raw<{ rows: LinkedSoFar[] }>(
    `select links.flow, count(*) filter (where origin = 'adopted')::int as linked,
       count(*) filter (where origin = 'created')::int as created, count(pending.id)::int as unnoted
     from links left join (select flow, id from records where connection = ? and state = 'pending') as pending
       on pending.flow = links.flow and pending.id = links.record
     where links.connection = ? group by links.flow`,
    [connection, connection],
  )
  return rows
}

/** Which lists have been read to their end at least once: what they hold is known in full. */
export async function listsReadInFull(db: Knex, connection: string): Promise<ReadonlySet<string>> {
  return new Set(await db('collections').where({ connection }).whereNotNull('full_read_at').pluck('collection'))
}
