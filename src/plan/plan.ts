import type { Json } from '../lib/json.ts'
import { fingerprint } from '../record/fingerprint.ts'
import type { Change, Effect } from './change.ts'

/** The ordered changes of one flow, counted, with the digest a person approves. */
export interface Plan {
  readonly connection: string
  readonly flow: string
  readonly changes: readonly Change[]
  /** Records touched, by the gravest effect any of their changes has. */
  readonly counts: Counts
  readonly digest: string
}

export type Counts = Readonly<Record<Effect, number>>

const gravity: readonly Effect[] = ['update', 'clear', 'close', 'create']

export function planOf(connection: string, flow: string, changes: readonly Change[]): Plan {
  const digest = fingerprint({ connection, flow, changes: changes as unknown as Json })
  return { connection, flow, changes, counts: countRecords(changes), digest }
}

export function isEmpty(plan: Plan): boolean {
  return plan.changes.length === 0
}

export function countRecords(changes: readonly Pick<Change, 'record' | 'effect'>[]): Counts {
  const gravest = new Map<string, Effect>()
  for (const { record, effect } of changes) {
    const known = gravest.get(record)
    if (!known || gravity.indexOf(effect) > gravity.indexOf(known)) gravest.set(record, effect)
  }
  const counts: Record<Effect, number> = { create: 0, update: 0, clear: 0, close: 0 }
  for (const effect of gravest.values()) counts[effect] += 1
  return counts
}
