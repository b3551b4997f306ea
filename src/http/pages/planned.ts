import { queryOf } from './api.ts'
import { recordLink } from './connection-parts.ts'
import type { Visit } from './console.ts'
import { type Html, html } from './html.ts'
import { emptyState, olderLink, table } from './parts.ts'
import { shownValue } from './values.ts'

/** One write as a plan has it. */
export interface PlannedChange {
  readonly flow: string
  readonly record: string
  readonly action: string
  readonly target?: string | null
  readonly fields: readonly { readonly field: string; readonly before?: unknown; readonly after?: unknown }[]
}

/** More than this no person reads on one page. */
export const MOST_PLANNED = 50

/** Which part of a plan a visit is about: a plan never changes, so it is found by its number. */
export function planPart({ query: { from = '0' } }: Visit): { readonly from: string; readonly changes: string } {
  return { from: String(Math.max(0, Number.parseInt(from, 10) || 0)), changes: String(MOST_PLANNED) }
}

/** The way to what is behind the part, of so many writes in all. */
export function morePlanned(visit: Visit, path: string, writes: number): Html {
  const next = Number(planPart(visit).from) + MOST_PLANNED
  return olderLink(
    next < writes ? `${path}${queryOf({ ...visit.query, from: String(next) })}` : null,
    'More of the plan',
  )
}

export function plannedChanges(connection: string, changes: readonly PlannedChange[]): Html {
  if (changes.length === 0) return emptyState('Nothing would be written.', 'Both sides agree.')
  return table(
    'Planned changes',
    ['Record', 'Write', 'Fields: before → after'],
    changes.map((one) => line(connection, one)),
  )
}

function line(connection: string, { flow, record, action, target, fields }: PlannedChange): Html {
  return html`<tr>
    <th scope="row">${recordLink(connection, flow, record)}</th>
    <td>${action}${target && html`<br /><code>${target}</code>`}</td>
    <td>${fieldChanges(fields)}</td>
  </tr>`
}

export function fieldChanges(fields: PlannedChange['fields']): Html {
  return html`<ul class="changes">
    ${fields.map(({ field, before, after }) => html`<li><strong>${field}</strong>: ${shownValue(before)} → ${shownValue(after)}</li>`)}
  </ul>`
}
