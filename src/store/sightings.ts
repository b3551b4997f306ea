import { loadChange, type Sighting, type StoredChange } from './changes.ts'
import type { Knex } from './database.ts'
import { toJsonb } from './rows.ts'
import { type RunState, requestRun, type Trigger } from './runs.ts'

/**
 * Keeps the sighting and asks for a run of that record, in one commit: the run looks at the target once more, so that what the
 * vendor tells goes before what a person said. Undefined: the write is not `unknown`, or no longer.
 */
export async function keepSighting(
  db: Knex,
  id: string,
  { trigger, ...sighting }: Omit<Sighting, 'at'> & { readonly trigger: Trigger },
): Promise<{ change: StoredChange; run: { id: string; state: RunState } } | undefined> {
  return db.transaction(async (trx) => {
    const said = toJsonb([{ ...sighting, at: new Date().toISOString() } satisfies Sighting])
    const kept = await trx('changes')
      .where({ id, state: 'unknown' })
      .update({ sightings: trx.raw('sightings || ?::jsonb', [said]) })
    const change = kept === 1 ? await loadChange(trx, id) : undefined
    if (!change) return undefined
    const { connection, flow, record } = change
    return { change, run: await requestRun(trx, { connection, trigger, records: [`${flow}/${record}`] }) }
  })
}
