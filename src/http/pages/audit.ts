import type { AuditedAction } from '../../store/audit.ts'
import type { ListPage } from '../api/ids.ts'
import { queryOf } from './api.ts'
import type { Console } from './console.ts'
import { type Html, html } from './html.ts'
import { emptyState, moment, olderLink, table } from './parts.ts'

interface Entry {
  readonly id: string
  readonly at: string
  readonly by: string
  readonly action: AuditedAction
  readonly place: string
}

/** Who decided what, and to whom values about people were shown. */
export function registerAudit({ page }: Console): void {
  page('/audit', async ({ api, query: { cursor } }) => {
    const { data, next } = await api.get<ListPage<Entry>>('/audit', { cursor })
    return {
      title: 'Audit',
      main: html`<p>What people decided here, and each time values about people were shown to them. Entries are only ever added.</p>
        ${data.length === 0 ? none : table('Audit', ['When', 'Who', 'What', 'Where'], data.map(line))}
        ${olderLink(next && `/audit${queryOf({ cursor: next })}`)}`,
    }
  })
}

const none = emptyState('Nobody decided or was shown anything yet.', html`<a href="/">All connections</a>`)

const actions: Readonly<Record<AuditedAction, string>> = {
  values_shown: 'Saw values about people',
  sync_pressed: 'Asked for a run',
  record_retried: 'Had a record tried again',
  hold_approved: 'Approved a plan',
  hold_rejected: 'Rejected a plan',
  connection_switched_on: 'Switched a connection on',
  connection_switched_off: 'Switched a connection off',
  key_replaced: 'Replaced a key',
  key_removed: "Went back to the configuration's key",
  write_said_applied: 'Said of an unclear write that it is there',
  write_said_absent: 'Said of an unclear write that it is not there',
  grant_begun: "Began to allow access at a vendor's page",
  mapping_drafted: 'Tried a change of the mapping',
  mapping_saved: 'Saved a mapping',
  mapping_discarded: 'Discarded a change of the mapping',
  mapping_restored: 'Took an earlier mapping up again',
}

function line({ at, by, action, place }: Entry): Html {
  return html`<tr>
    <th scope="row">${moment(at)}</th>
    <td>${by}</td>
    <td>${actions[action] ?? action}</td>
    <td>${linked(place)}</td>
  </tr>`
}

/** Addresses of the API, and the page that shows the same. */
const pages: readonly (readonly [place: RegExp, page: string])[] = [
  [/^\/runs\/([\w-]+)/, '/runs/$1'],
  [/^\/holds\/([\w-]+)/, '/holds/$1'],
  [/^\/connections\/([\w-]+)/, '/connections/$1'],
]

function linked(place: string): Html {
  const words = html`<code>${place}</code>`
  const record = /^\/records\/([\w-]+)\/([\w-]+)\/([^/]+)/.exec(place)
  if (record)
    return html`<a href=${`/records/${record[1]}/${encodeURIComponent(record[3]!)}?flow=${record[2]}`}>${words}</a>`
  const explained = /^\/explain\/([\w-]+)\/(?:[\w-]+\/)?([^/]+)$/.exec(place)
  if (explained) return html`<a href=${`/records/${explained[1]}/${encodeURIComponent(explained[2]!)}`}>${words}</a>`
  const [known, page] = pages.find(([known]) => known.test(place)) ?? []
  if (!known || !page) return words
  return html`<a href=${known.exec(place)![0].replace(known, page)}>${words}</a>`
}
