import type { ListPage } from '../api/ids.ts'
import type { Run } from '../api/run.ts'
import { queryOf } from './api.ts'
import type { Console, Visit } from './console.ts'
import { filterForm } from './filters.ts'
import { type Html, html } from './html.ts'
import { badge, duration, emptyState, moment, olderLink, table } from './parts.ts'
import { didWords, triggerWords } from './run-words.ts'

/** Every run there was, newest first. */
export function registerRuns({ page, parts }: Console): void {
  page('/runs', async (visit) => {
    const { connection, state, trigger, cursor } = visit.query
    const filter = { connection, state, trigger }
    const { data, next } = await visit.api.get<ListPage<Run>>('/runs', { ...filter, cursor })
    return {
      title: 'Runs',
      ...(connection && {
        crumbs: [['/', 'Connections'] as const, [`/connections/${connection}`, connection] as const],
      }),
      main: html`${filters(visit, [...parts.connections.keys()])} ${data.length === 0 ? none(visit) : table('Runs', head, data.map(line))}
        ${olderLink(next && `/runs${queryOf({ ...filter, cursor: next })}`)}`,
    }
  })
}

const head = ['Started', 'State', 'Connection', 'Begun by', 'Took', 'What it did', 'Problem']
const states = [
  ...[['success', 'Success'] as const, ['partial', 'Partial'] as const, ['held', 'Held'] as const],
  ...[['failed', 'Failed'] as const, ['running', 'Running'] as const, ['queued', 'Queued'] as const],
]

/** Of the connections their names are enough: all else there is of them would make the page wait. */
function filters({ query }: Visit, connections: readonly string[]): Html {
  return filterForm('/runs', [
    {
      ...{ name: 'connection', words: 'Connection', all: 'All', chosen: query.connection },
      options: connections.map((id) => [id, id] as const),
    },
    { name: 'state', words: 'State', all: 'Any', options: states, chosen: query.state },
    {
      name: 'trigger',
      words: 'Begun by',
      all: 'Anything',
      options: Object.entries(triggerWords),
      chosen: query.trigger,
    },
  ])
}

function line(run: Run): Html {
  const { id, connection, state, trigger, dryRun, queuedAt, startedAt, durationMs } = run
  return html`<tr>
    <th scope="row">
      <a href=${`/runs/${id}`}>${moment(startedAt ?? queuedAt)}<span class="unseen"> ${state}, ${connection}</span></a>
    </th>
    <td>${badge(state)}${dryRun && html` ${planOnly}`}</td>
    <td><a href=${`/connections/${connection}`}>${connection}</a></td>
    <td>${triggerWords[trigger]}</td>
    <td>${duration(durationMs)}</td>
    <td>${didWords(run)}</td>
    <td>${problemWords(run)}</td>
  </tr>`
}

export const planOnly = badge('disabled', 'Plan only')

function problemWords({ problem, state }: Run): string {
  if (problem) return problem.split('\n', 1)[0] ?? ''
  return state === 'partial' ? 'records wait for a person' : ''
}

function none({ query }: Visit): Html {
  const isFiltered = Boolean(query.connection || query.state || query.trigger || query.cursor)
  if (isFiltered) return emptyState('No run is like that.', html`<a href="/runs">All runs</a>`)
  return emptyState(
    'There was no run yet.',
    html`The schedule begins one, and so does "Sync now" at a <a href="/">connection</a>.`,
  )
}
