import type { Connection } from './connection-card.ts'
import type { Visit } from './console.ts'
import { type Html, html } from './html.ts'
import { badge, counted, emptyState, moment, table } from './parts.ts'
import { retryButton } from './retry.ts'
import { why } from './standing.ts'

const editors: Readonly<Record<string, readonly (readonly [page: string, words: string])[]>> = {
  'charthop-ashby': [['fields', 'Fields']],
  'willo-ashby': [['interviews', 'Interviews']],
}
const templates = [['templates', 'Templates']] as const

/** What else there is of a connection. */
export function links({ id, connector }: Connection): Html {
  const rooms = [
    ...(editors[connector] ?? templates),
    ...[
      ['yaml', 'Mapping as YAML'] as const,
      ['versions', 'Earlier mappings'] as const,
      ['records', 'Records'] as const,
    ],
  ]
  return html`<nav aria-label="Of this connection" class="rooms">
    <ul>
      ${rooms.map(([page, words]) => html`<li><a href=${`/connections/${id}/${page}`}>${words}</a></li>`)}
      <li><a href=${`/runs?connection=${id}`}>Runs</a></li>
    </ul>
  </nav>`
}

/** Until every flow's first run has passed. */
export function firstSync({ firstSync }: Connection): Html {
  if (!firstSync) return null
  const { done, total } = firstSync
  const known = total !== null && total > 0
  return html`<section>
    <h2>First synchronisation</h2>
    <progress aria-label="First synchronisation" ...${known ? { value: done, max: total } : {}}></progress>
    <p>${done.toLocaleString('en')} ${known ? `of ${total.toLocaleString('en')} records` : 'records so far'}. It may be stopped at any time and goes on where it was.</p>
  </section>`
}

const MOST_WAITING = 25

/** Each record a person must look at, with what to do. */
export function waiting(visit: Visit, { id, attention, records, enabled }: Connection): Html {
  const all = records.filter(({ state }) => state === 'attention' || state === 'failed')
  const number = all.reduce((sum, { count }) => sum + count, 0)
  if (number === 0) return null
  const shown = attention.slice(0, MOST_WAITING)
  const rest = number - shown.length
  return html`<section id="waiting">
    <h2>${counted(number, 'record')} waiting for a person</h2>
    ${table(
      'Records waiting for a person',
      ['Record', 'Why', 'Next try', ''],
      shown.map(
        ({ flow, id: record, reason, message, issues, dueAt, state }) => html`<tr>
          <th scope="row">${recordLink(id, flow, record)}</th>
          <td class="wide">${badge(state)} ${why({ reason, message, issues })}</td>
          <td>${moment(dueAt, 'when something changes')}</td>
          <td>${enabled && retryButton(visit, { connection: id, flow, id: record })}</td>
        </tr>`,
      ),
    )}
    ${rest > 0 && html`<p><a href=${`/connections/${id}/records?state=attention`}>${counted(rest, 'more record')}</a></p>`}
  </section>`
}

export function recordLink(connection: string, flow: string, record: string): Html {
  return html`<a href=${`/records/${connection}/${encodeURIComponent(record)}?flow=${flow}`}><code>${record}</code></a> <small>${flow}</small>`
}

const columns = ['synced', 'skipped', 'pending', 'attention', 'failed', 'held'] as const

export function flowCounts({ id, flows, records }: Connection): Html {
  const count = (flow: string, state: string) =>
    records.filter((one) => one.flow === flow && one.state === state).reduce((sum, { count }) => sum + count, 0)
  const cell = (flow: string, state: string) => {
    const number = count(flow, state)
    const path = `/connections/${id}/records?flow=${flow}&state=${state}`
    return number === 0 ? '0' : html`<a href=${path}>${number.toLocaleString('en')}</a>`
  }
  return html`<section>
    <h2>Flows</h2>
    ${table(
      'Flows and their records',
      ['Flow', 'In step', 'Skipped', 'Pending', 'Attention', 'Failed', 'Held', 'Trouble'],
      flows.map(
        ({ name, problem }) =>
          html`<tr><th scope="row">${name}</th>${columns.map((state) => html`<td>${cell(name, state)}</td>`)}<td>${problem ?? 'none'}</td></tr>`,
      ),
    )}
  </section>`
}

/** By reason: a hundred jobs that are not active are one line. */
export function skipped({ id, records }: Connection): Html {
  const reasons = records.filter(({ state }) => state === 'skipped')
  return html`<section>
    <h2>Skipped, and why</h2>
    ${
      reasons.length === 0
        ? emptyState('Nothing is skipped.', 'Every record that was read is in step, or is named above.')
        : table(
            'Skipped records by reason',
            ['Reason', 'Flow', 'Records', 'One of them, and the way out'],
            reasons.map(
              ({ reason, flow, count, example }) => html`<tr>
                <th scope="row"><code>${reason}</code></th>
                <td>${flow}</td>
                <td><a href=${`/connections/${id}/records?flow=${flow}&state=skipped&reason=${encodeURIComponent(reason ?? '')}`}>${count.toLocaleString('en')}</a></td>
                <td>${example && html`${recordLink(id, flow, example.id)}: ${example.message}`}</td>
              </tr>`,
            ),
          )
    }
  </section>`
}

/** To be copied into the vendor's own settings. */
export function webhooks({ webhooks: { addresses, url } }: Connection): Html {
  return html`<section>
    <h2>Webhooks</h2>
    <p>Vendors that call these addresses are heard at once; without them a change is seen by the schedule.</p>
    ${!url && html`<p class="problem">Set <code>server.publicUrl</code> in the configuration, so that vendors can reach this server: the addresses begin with it.</p>`}
    ${table(
      'Webhook addresses',
      ['Event', 'Vendor', 'Address', 'Last delivery'],
      addresses.map(
        ({ event, system, url, how, lastDelivery }) => html`<tr>
          <th scope="row"><code>${event}</code></th>
          <td>${system}</td>
          <td>${url ? html`<input class="copy" readonly value=${url} aria-label=${`Address for ${event}`} />` : 'needs server.publicUrl'}<small>${how.replaceAll('`', '')}</small></td>
          <td>${moment(lastDelivery, 'none yet')}</td>
        </tr>`,
      ),
    )}
  </section>`
}
