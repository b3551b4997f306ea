import type { Change, Values } from './model.ts'

/**
 * `Change` of https://api.charthop.com/swagger: the data of a new job is its `job`, that of any other change its
 * `update`. What has no name of its own there stands among the `fields`; that built-in ones do so too is unverified.
 */
export function changeRow({ update, ...change }: Change): object {
  if (!update) return change
  return change.type === 'CREATE' ? { ...change, job: named(update) } : { ...change, update: edit(update) }
}

const NAMED: ReadonlySet<string> = new Set(['title', 'employment', 'placement', 'sensitive', 'startDatePlanned'])

function edit({ startDatePlanned, ...values }: Values): object {
  if (startDatePlanned === null) return { ...named(values), startDatePlannedRemove: true }
  return named({ ...values, ...(startDatePlanned !== undefined && { startDatePlanned }) })
}

function named({ baseComp, ...values }: Values): object {
  const hasName = ([code, value]: readonly [string, unknown]) => NAMED.has(code) && value !== null
  const entries = Object.entries(values)
  const fields = entries.filter((entry) => !hasName(entry))
  return {
    ...Object.fromEntries(entries.filter(hasName)),
    ...(baseComp !== undefined && baseComp !== null && { comp: { baseComp } }),
    ...(fields.length > 0 && { fields: Object.fromEntries(fields) }),
  }
}
