import type { ListPage } from '../api/ids.ts'
import type { Visit } from './console.ts'
import { type Html, html } from './html.ts'
import { type Line, recordTable } from './record-table.ts'

const groups = [
  ['attention', 'Waiting for a person'],
  ['failed', 'Failed, and tried again by itself'],
  ['pending', 'Waiting for a run'],
] as const

const MOST = 10

/** Of the connection of a run, what fails and waits now: all of one kind as `?stands=`, or the first of each. */
export async function waitingRecords(visit: Visit, run: string): Promise<Html> {
  const { stands, waiting } = visit.query
  const shown = groups.filter(([state]) => !stands || state === stands)
  const cursor = shown.length === 1 ? waiting : undefined
  const limit = String(shown.length === 1 ? MOST * 2 : MOST)
  const lists = await Promise.all(
    shown.map(([state]) => visit.api.get<ListPage<Line>>(`/runs/${run}/records`, { state, cursor, limit })),
  )
  const found = shown.flatMap(([state, words], at) => {
    const { data = [], next = null } = lists[at] ?? {}
    return data.length === 0 ? [] : [html`<h3>${words}</h3> ${recordTable(visit, words, data)} ${more(state, next)}`]
  })
  return found.length === 0 ? html`<p>Nothing of this connection fails or waits now.</p>` : found

  function more(state: string, next: string | null): Html {
    const cursor = next && shown.length === 1 ? `&waiting=${encodeURIComponent(next)}` : ''
    return next && html`<p><a href=${`/runs/${run}?stands=${state}${cursor}#waiting`}>More of these</a></p>`
  }
}
