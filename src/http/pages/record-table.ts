import type { z } from 'zod'
import type { RecordLine } from '../api/records.ts'
import { recordLink } from './connection-parts.ts'
import type { Visit } from './console.ts'
import { type Html, html } from './html.ts'
import { badge, counted, moment, table } from './parts.ts'
import { retryButton } from './retry.ts'
import { nextTry, why } from './standing.ts'

export type Line = z.output<typeof RecordLine>

/** Records with what stands in their way, and the button for those that wait. */
export function recordTable(visit: Visit, label: string, lines: readonly Line[]): Html {
  return table(
    label,
    ['Record', 'State', 'Why, and the way out', 'Waiting since', 'Next try', 'What to press'],
    lines.map(
      (line) => html`<tr>
        <th scope="row">${recordLink(line.connection, line.flow, line.id)}</th>
        <td>${badge(line.state)}${line.attempts > 0 && html`<br /><small>tried ${counted(line.attempts, 'time')}</small>`}</td>
        <td class="wide">${why(line)}</td>
        <td>${moment(line.pendingSince)}</td>
        <td>${isSettled(line) ? '–' : nextTry(line.dueAt)}</td>
        <td>${!isSettled(line) && retryButton(visit, line)}</td>
      </tr>`,
    ),
  )
}

function isSettled({ state, dueAt }: Line): boolean {
  return state === 'synced' || (state === 'skipped' && dueAt === null)
}
