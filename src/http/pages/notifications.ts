import type { z } from 'zod'
import type { ListPage } from '../api/ids.ts'
import type { Notification } from '../api/notifications.ts'
import { queryOf } from './api.ts'
import { recordLink } from './connection-parts.ts'
import type { Console } from './console.ts'
import { filterForm } from './filters.ts'
import { html } from './html.ts'
import { badge, emptyState, moment, olderLink, table } from './parts.ts'
import { shownValue, valuesLink, valuesOf } from './values.ts'

type OneNotification = z.output<typeof Notification>

const states = ['queued', 'sending', 'sent', 'failed', 'unclear'] as const
const kinds = { hiring_prompt: 'Hired or not?', completed: 'References are complete' } as const

/** Mail to people: what went out, and why the rest did not. */
export function registerNotifications({ page }: Console): void {
  page('/notifications', async (visit) => {
    const { state, cursor } = visit.query
    const { data, next } = await visit.api.get<ListPage<OneNotification>>('/notifications', {
      state,
      cursor,
      ...valuesOf(visit),
    })
    const older = next && `/notifications${queryOf({ state, values: visit.query.values, cursor: next })}`
    const options = states.map((one) => [one, one] as const)
    return {
      title: 'Notifications',
      main: html`<p>Mail that Hirewire sends: each at most once.</p>
        ${filterForm('/notifications', [{ name: 'state', words: 'State', all: 'Every state', options, chosen: state }])}
        ${data.length === 0 ? none(state) : [valuesLink(visit), list(data)]} ${olderLink(older)}`,
    }
  })
}

function none(state: string | undefined) {
  if (state) return emptyState(`No mail is ${state}.`, html`<a href="/notifications">Every state</a>`)
  return emptyState(
    'No mail so far.',
    'A hiring prompt goes out two weeks after references are complete, where a connection has prompts enabled.',
  )
}

function list(data: readonly OneNotification[]) {
  return table('Mail, newest first', ['Mail', 'State', 'To', 'About', 'Queued', 'Sent', 'Record'], data.map(line))
}

function line({
  connection,
  flow,
  record,
  kind,
  to,
  about,
  job,
  state,
  createdAt,
  dueAt,
  sentAt,
  answeredAt,
  problem,
}: OneNotification) {
  return html`<tr>
    <th scope="row">${kinds[kind]}</th>
    <td>${badge(state)}${problem && html`<br />${problem}`}${dueAt && html`<br /><small>next try ${moment(dueAt)}</small>`}</td>
    <td>${to === null ? 'forgotten' : shownText(to)}</td>
    <td>${about !== null && shownText(about)}${job && html`<br />${job}`}</td>
    <td>${moment(createdAt)}</td>
    <td>${moment(sentAt)}${answeredAt && html`<br />answered ${moment(answeredAt)}`}</td>
    <td>${recordLink(connection, flow, record)}<br /><small>${connection}</small></td>
  </tr>`
}

/** A name as it is, not as JSON. */
function shownText(text: string) {
  return text === '•••' ? shownValue(text) : text
}
