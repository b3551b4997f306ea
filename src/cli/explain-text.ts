import { renderValue } from '../plan/render.ts'
import type { StoredChange } from '../store/changes.ts'
import type { ExplainedDecision, ExplainedField, Explanation } from '../sync/explain.ts'

export function renderExplanation(explanation: Explanation): string {
  const { flow, record, state, link, isGone, issues, fields, history, dueAt, attempts } = explanation
  return [
    `${flow} ${record}`,
    `  state     ${state ?? 'not looked at by a run yet'}${because(explanation)}${isGone ? ' (gone at the source)' : ''}`,
    `  link      ${link ? `${link.target} (${link.origin})` : 'none'}`,
    ...(attempts > 0 ? [`  attempts  ${attempts}, the next one from ${dueAt ?? 'the next change on'}`] : []),
    `  decision  ${renderDecision(explanation.decision)}`,
    ...issues.map(({ field, reason, message }) => `  issue     ${field ? `${field}: ` : ''}${reason}: ${message}`),
    ...fields.flatMap(renderField),
    ...(history.length > 0 ? ['  every write, newest first:', ...history.flatMap(renderWrite)] : ['  no write so far']),
  ].join('\n')
}

function because({ reason, message }: Explanation): string {
  return reason ? ` (${reason}${message ? `: ${message}` : ''})` : ''
}

function renderDecision(decision: ExplainedDecision): string {
  if (decision.type === 'inStep') return 'both sides agree, nothing to write'
  if (decision.type === 'undecided') return `cannot be made now: ${decision.problem}`
  if (decision.type === 'write') return `to write: ${decision.changes.map(({ action }) => action).join(', ')}`
  return `nothing is done: ${decision.reason}: ${decision.message}${decision.attention ? ' (a person must act)' : ''}`
}

function renderField(field: ExplainedField): string[] {
  const { from, to, raw, transformed, written, problem, history } = field
  return [
    `  ${from} -> ${to}`,
    `    value        ${renderValue(raw)}`,
    `    transformed  ${renderValue(transformed)}`,
    problem ? `    not written  ${problem}` : `    to be        ${renderValue(written)}`,
    ...comparison(field),
    ...history.slice(0, 5).map((change) => `    ${writeLine(change)}: ${changeOf(change, to)}`),
  ]
}

function comparison({ isEqual, planned }: ExplainedField): string[] {
  if (planned) return [`    differs      ${renderValue(planned.before)} -> ${renderValue(planned.after)}`]
  return isEqual ? ['    equal        the other side has it'] : []
}

function changeOf({ fields }: StoredChange, name: string): string {
  const change = fields.find(({ field }) => field === name)
  return `${renderValue(change?.before)} -> ${renderValue(change?.after)}`
}

function renderWrite(change: StoredChange): string[] {
  const trouble = change.message ? `: ${change.reason ?? ''} ${change.message}` : ''
  const fields = change.fields.map(
    ({ field, before, after }) => `      ${field}: ${renderValue(before)} -> ${renderValue(after)}`,
  )
  return [`    ${writeLine(change)} (run ${change.run})${trouble}`, ...wayOutOf(change), ...fields]
}

function wayOutOf({ id, state, sightings }: StoredChange): string[] {
  const said = sightings.map(({ by, at, outcome, target = '' }) =>
    `      ${by} said at ${at}: ${outcome} ${target}`.trimEnd(),
  )
  if (state !== 'unknown') return said
  return [...said, `      look in the vendor's own pages, then: npx hirewire settle ${id} applied [its id] | absent`]
}

function writeLine({ intendedAt, action, state, requestId, verifiedAt }: StoredChange): string {
  const request = requestId ? `, request ${requestId}` : ''
  return `${intendedAt} ${action} ${state}${request}${verifiedAt ? `, read back at ${verifiedAt}` : ''}`
}
