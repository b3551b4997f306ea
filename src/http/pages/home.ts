import type { ListPage } from '../api/ids.ts'
import { type Connection, connectionCard } from './connection-card.ts'
import type { Console } from './console.ts'
import { html } from './html.ts'
import { emptyState } from './parts.ts'

/** Each connection and how it is; the cards follow what happens. */
export function registerHome({ page }: Console): void {
  page('/', async (visit) => {
    const { data } = await visit.api.get<ListPage<Connection>>('/connections')
    return { title: 'Connections', events: '/events', main: data.length === 0 ? none : cards() }

    function cards() {
      return html`<div class="cards">
        ${data.map(
          (connection) => html`<article id=${`connection-${connection.id}`} sse-swap=${`connection-${connection.id}`}>
            ${connectionCard(visit, connection)}
          </article>`,
        )}
      </div>`
    }
  })
}

const none = emptyState(
  'There is no connection yet.',
  html`Add one under <code>connections</code> in <code>config/hirewire.yaml</code> and restart; the README shows each kind.`,
)
