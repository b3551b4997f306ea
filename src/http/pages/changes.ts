import type { z } from 'zod'
import type { Change } from '../api/run.ts'
import { recordLink } from './connection-parts.ts'
import type { Visit } from './console.ts'
import { type Html, html } from './html.ts'
import { badge, moment, table } from './parts.ts'
import { fieldChanges } from './planned.ts'
import { sightingPart } from './sighting.ts'
import { wayOut } from './ways-out.ts'

export type WrittenChange = z.output<typeof Change>

/** What a run wrote, and what came of each write. */
export function changesOfRun(visit: Visit, changes: readonly WrittenChange[]): Html {
  return table(
    'Changes',
    ['Record', ...columns],
    changes.map(
      (change) =>
        html`<tr><th scope="row">${recordLink(change.connection, change.flow, change.record)}</th>${cells(visit, change)}</tr>`,
    ),
  )
}

/** The same of one record, by time. */
export function changesOfRecord(visit: Visit, flow: string, changes: readonly WrittenChange[]): Html {
  return table(
    `Writes of ${flow}`,
    ['When', ...columns],
    changes.map(
      (change) =>
        html`<tr><th scope="row">${moment(change.intendedAt)} <small><a href=${`/runs/${change.run}`}>run</a></small></th>${cells(visit, change)}</tr>`,
    ),
  )
}

const columns = ['Write', 'Fields: before → after', 'Outcome', "Vendor's request id", 'Read back']

function cells(visit: Visit, change: WrittenChange): Html {
  const { action, target, fields, requestId, verifiedAt } = change
  return html`<td>${action}${target && html`<br /><code>${target}</code>`}</td>
    <td class="wide">${fieldChanges(fields)}</td>
    <td class="wide">${outcome(change)} ${sightingPart(visit, change)}</td>
    <td>${requestId ? html`<code>${requestId}</code>` : 'none given'}</td>
    <td>${moment(verifiedAt, 'not read back')}</td>`
}

function outcome({ outcome, reason, message }: WrittenChange): Html {
  const way = wayOut(reason)
  return html`${badge(outcome)}${reason && html` <code>${reason}</code>`}${message && html`<br />${message}`}
    ${outcome !== 'verified' && way && html`<br /><strong>${way}</strong>`}`
}
