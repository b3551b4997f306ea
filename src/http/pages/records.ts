import type { ListPage } from '../api/ids.ts'
import { servedConnection } from '../ask.ts'
import { queryOf } from './api.ts'
import type { Console, Visit } from './console.ts'
import { filterForm } from './filters.ts'
import { type Html, html } from './html.ts'
import { emptyState, olderLink } from './parts.ts'
import { type Line, recordTable } from './record-table.ts'
import { findRecord } from './unknown-record.ts'

/** The records of one flow, where each stands and why. */
export function registerRecords({ page, parts }: Console): void {
  page('/connections/:id/records', async (visit) => {
    const { id = '' } = visit.params
    const flows = servedConnection(parts, id).connection.flows.map(({ name }) => name)
    const flow = await flowOf(visit, flows)
    const { state, reason, cursor } = visit.query
    const { data, next } = await list(visit, flow, { state, reason, cursor })
    return {
      title: `Records of ${id}`,
      crumbs: [['/', 'Connections'] as const, [`/connections/${id}`, id] as const],
      main: html`${filters(visit, flows, flow)}
        <p>How many stand where, and why: see <a href=${`/connections/${id}`}>${id}</a>.</p>
        ${data.length === 0 ? none(visit, flow) : recordTable(visit, `Records of ${flow}`, data)}
        ${olderLink(next && `/connections/${id}/records${queryOf({ flow, state, reason, cursor: next })}`, 'More records')}
        ${findRecord(id)}`,
    }
  })
}

function list({ api, params: { id = '' } }: Visit, flow: string, query: Visit['query']): Promise<ListPage<Line>> {
  return api.get(`/records/${encodeURIComponent(id)}/${encodeURIComponent(flow)}`, query)
}

/** Whoever names none is shown the first that has what they look for: what needs a person, if they do not say. */
async function flowOf(visit: Visit, flows: readonly string[]): Promise<string> {
  const { flow, state = 'attention', reason } = visit.query
  if (flow) return flow
  const lists = await Promise.all(flows.map((one) => list(visit, one, { state, reason, limit: '1' })))
  const found = lists.findIndex(({ data }) => data.length > 0)
  return flows[Math.max(0, found)] ?? ''
}

const states = [
  ...[['attention', 'Needs attention'] as const, ['failed', 'Failed'] as const, ['pending', 'Pending'] as const],
  ...[['held', 'Held'] as const, ['skipped', 'Skipped'] as const, ['synced', 'In step'] as const],
]

function filters({ params: { id }, query: { state, reason } }: Visit, flows: readonly string[], flow: string): Html {
  return filterForm(`/connections/${id}/records`, [
    { name: 'flow', words: 'Flow', options: flows.map((name) => [name, name] as const), chosen: flow },
    { name: 'state', words: 'State', all: 'Any', options: states, chosen: state },
    { name: 'reason', words: 'Reason, such as not_active', chosen: reason },
  ])
}

function none({ params: { id }, query: { state, reason, cursor } }: Visit, flow: string): Html {
  if (state || reason || cursor) {
    const all = `/connections/${id}/records?flow=${flow}`
    return emptyState(`No record of ${flow} is like that.`, html`<a href=${all}>All records of ${flow}</a>`)
  }
  return emptyState(
    `No run has read a record of ${flow} yet.`,
    html`See its <a href=${`/runs?connection=${id}`}>runs</a>, or look for one record by its id below.`,
  )
}
