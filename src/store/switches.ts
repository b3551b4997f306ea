import type { Knex } from 'knex'

/** A connection that a person switched on or off while the program ran. */
export interface StoredSwitch {
  readonly connection: string
  readonly isEnabled: boolean
  /** What the config file said then. */
  readonly configured: boolean
  readonly by: string
  readonly at: string
}

/** Those that counted for a process started then: what was overruled earlier never comes back. */
export async function loadSwitches(db: Knex, startedAt: Date): Promise<readonly StoredSwitch[]> {
  const rows = await db('switches').where((since) =>
    since.whereNull('overruled_at').orWhere('overruled_at', '>', startedAt),
  )
  return rows.map(({ connection, enabled, configured, by, at }) => {
    return { connection, isEnabled: enabled, configured, by, at: at.toISOString() }
  })
}

export async function saveSwitch(db: Knex, { isEnabled, ...said }: Omit<StoredSwitch, 'at'>): Promise<void> {
  await db('switches')
    .insert({ ...said, enabled: isEnabled, at: db.fn.now(), overruled_at: null })
    .onConflict('connection')
    .merge()
}

/**
 * The config file says something else than it did when the switch was pressed, so it spoke last. Processes that were
 * started before go by what they know.
 */
export async function overruleSwitch(db: Knex, connection: string, configured: boolean): Promise<void> {
  await db('switches')
    .where({ connection })
    .whereNot({ configured })
    .whereNull('overruled_at')
    .update({ overruled_at: db.fn.now() })
}

/** By the database's clock, which all processes share. */
export async function databaseTime(db: Knex): Promise<Date> {
  return (await db.raw('select now() as now')).rows[0].now
}
