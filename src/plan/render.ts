import type { Json } from '../lib/json.ts'
import type { Change, Effect } from './change.ts'
import type { Plan } from './plan.ts'

/** The plan as a person reads it: per record and field, what is there and what would be. */
export function renderPlan({
  flow,
  changes,
  counts,
  digest,
}: Pick<Plan, 'flow' | 'changes' | 'counts' | 'digest'>): string {
  if (changes.length === 0) return `${flow}: nothing to write`
  const records = Map.groupBy(changes, ({ record }) => record)
  const blocks = [...records].map(([record, own]) => renderRecord(record, own))
  return [`${flow}: ${renderCounts(counts)} (digest ${digest})`, ...blocks].join('\n')
}

export function renderCounts(counts: Readonly<Record<Effect, number>>): string {
  const words = { create: 'to create', update: 'to update', clear: 'to clear', close: 'to close' } as const
  const said = Object.entries(words).filter(([effect]) => counts[effect as Effect] > 0)
  return said.length === 0 ? 'nothing' : said.map(([effect, word]) => `${counts[effect as Effect]} ${word}`).join(', ')
}

/** A value on one line. What is not there is a dash, so that it is not taken for the text "null". */
export function renderValue(value: Json | undefined, most = 100): string {
  if (value === null || value === undefined) return '-'
  const text = JSON.stringify(value)
  return text.length <= most ? text : `${text.slice(0, most)}… (${text.length} characters)`
}

function renderRecord(record: string, changes: readonly Change[]): string {
  return [`  ${record}`, ...changes.flatMap(renderChange)].join('\n')
}

function renderChange({ action, target, fields }: Change): string[] {
  const width = Math.max(0, ...fields.map(({ field }) => field.length))
  const lines = fields.map(
    ({ field, before, after }) => `      ${field.padEnd(width)}  ${renderValue(before)} -> ${renderValue(after)}`,
  )
  return [`    ${action}${target ? ` ${target}` : ''}`, ...lines]
}
