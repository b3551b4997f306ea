import type { z } from 'zod'
import type { ConnectionView } from '../api/connections.ts'
import type { Visit } from './console.ts'
import { pressButton, switchButton } from './forms.ts'
import { type Html, html } from './html.ts'
import { badge, counted, facts, moment } from './parts.ts'
import { progressOf } from './progress.ts'

export type Connection = z.output<typeof ConnectionView>

/** What an admin asks first of a connection, and the two buttons they came for. */
export function connectionCard(visit: Visit, connection: Connection) {
  const { id, state, enabled, runs, lastSuccess, oldestUnsynced } = connection
  const { running, queued, last } = runs
  return html`<div>
    <header class="between">
      <h2><a href=${`/connections/${id}`}>${id}</a></h2>
      ${badge(state)}
    </header>
    <p class="systems">${systemsOf(connection)}</p>
    ${problemsOf(connection)}
    ${facts([
      ['Last success', moment(lastSuccess, 'none yet')],
      // By its moment: an age would make the card another each second, and take the focus from whoever is at its buttons.
      ['Oldest unsynced change', oldestUnsynced ? html`since ${moment(oldestUnsynced.since)}` : 'none'],
      ['Next run', nextOf(connection)],
      [
        'Last run',
        last ? html`<a href=${`/runs/${last.id}`}>${badge(last.state)}</a> ${moment(last.finishedAt)}` : 'none yet',
      ],
    ])}
    ${running ? progressOf(running) : queued && html`<p>${badge('queued')} A run begins in a moment.</p>`}
    <footer class="actions">
      ${enabled && pressButton(visit, { action: `/connections/${id}/sync`, words: 'Sync now', role: 'operate', label: `Sync now: ${id}` })}
      ${switchButton(visit, { action: `/connections/${id}/switch`, isOn: enabled, name: id })}
    </footer>
  </div>`
}

export function systemsOf({ systems }: Connection): string {
  return systems.join(' and ')
}

function nextOf({ enabled, nextRun, schedule }: Connection): Html {
  if (!enabled) return 'switched off'
  return nextRun ? moment(nextRun) : html`<code>${schedule}</code>`
}

function problemsOf({ id, problem, problems, holds, records }: Connection): Html {
  const waiting = records.filter(({ state }) => state === 'attention' || state === 'failed')
  const number = waiting.reduce((sum, { count }) => sum + count, 0)
  const lines: Html[] = [
    ...(problem ? [problem] : []),
    ...problems,
    ...holds.map(
      ({ digest, flow }) => html`A plan for ${flow} waits: <a href=${`/holds/${digest}`}>look and decide</a>`,
    ),
    ...(number > 0
      ? [html`<a href=${`/connections/${id}#waiting`}>${counted(number, 'record needs', 'records need')} a person</a>`]
      : []),
  ]
  return lines.length > 0 && html`<ul class="problems">${lines.map((line) => html`<li>${line}</li>`)}</ul>`
}
