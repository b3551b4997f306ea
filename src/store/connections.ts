import type { Knex } from 'knex'
import { iso, toJsonb } from './rows.ts'

export interface StoredConnection {
  /** Fingerprint of each flow's mapping and rules, as last used. */
  readonly settings: Readonly<Record<string, string>>
  /** When each flow's first run went through; until then new objects are expected. */
  readonly passed: Readonly<Record<string, string>>
  readonly lastSuccessAt?: string
  readonly problem?: string
}

export async function loadConnection(db: Knex, id: string): Promise<StoredConnection> {
  const row = await db('connections').where({ id }).first()
  return {
    settings: row?.settings ?? {},
    passed: row?.passed ?? {},
    lastSuccessAt: iso(row?.last_success_at),
    problem: row?.problem ?? undefined,
  }
}

export async function ensureConnection(db: Knex, id: string, connector: string): Promise<void> {
  await db('connections').insert({ id, connector }).onConflict('id').merge({ connector })
}

export async function saveFlowSettings(db: Knex, id: string, flow: string, settings: string): Promise<void> {
  await db('connections')
    .where({ id })
    .update({ settings: db.raw('settings || ?::jsonb', [toJsonb({ [flow]: settings })]) })
}

/** From now on creates of this flow have a limit too (R20). The first moment stays. */
export async function noteFirstRun(db: Knex, id: string, flow: string): Promise<void> {
  await db('connections')
    .where({ id })
    .update({ passed: db.raw('jsonb_build_object(?::text, now()) || passed', [flow]) })
}

export async function noteOutcome(
  db: Knex,
  id: string,
  outcome: { isSuccess: boolean; problem?: string },
): Promise<void> {
  await db('connections')
    .where({ id })
    .update({
      ...(outcome.isSuccess && { last_success_at: db.fn.now() }),
      problem: outcome.problem ?? null,
      updated_at: db.fn.now(),
    })
}
