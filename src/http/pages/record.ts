import type { ExplanationView } from '../api/explanation.ts'
import type { ListPage } from '../api/ids.ts'
import { servedConnection } from '../ask.ts'
import type { ServedConnection } from '../parts.ts'
import { RequestRefusedError } from '../problem.ts'
import type { Console, Visit } from './console.ts'
import { explainedFlow, type WrittenHistory } from './explained.ts'
import { html } from './html.ts'
import type { Page } from './page.ts'
import { findRecord, unknownRecord } from './unknown-record.ts'
import { valuesLink, valuesOf } from './values.ts'

/** Why one record is as it is, and what to press. */
export function registerRecord({ page, parts }: Console): void {
  page('/records/:connection/:id', async (visit) => showRecord(visit, visit.params.id ?? ''))

  /** From a form, which can put the id behind the `?` only. */
  page('/records/:connection', async (visit) => {
    const id = visit.query.id?.trim() ?? ''
    return id === '' ? askForId(servedConnection(parts, visit.params.connection ?? '')) : showRecord(visit, id)
  })
}

async function showRecord(visit: Visit, id: string): Promise<Page> {
  const { connection = '' } = visit.params
  const { flow } = visit.query
  const explained = await unlessUnknown(() =>
    visit.api.get<ListPage<ExplanationView>>(
      `/explain/${encodeURIComponent(connection)}/${encodeURIComponent(flow ? `${flow}/${id}` : id)}`,
      valuesOf(visit),
    ),
  )
  if (!explained) return unknownRecord(visit, connection, id)
  const histories = await Promise.all(explained.data.map((one) => historyOf(visit, one)))
  const path = `/records/${connection}/${encodeURIComponent(id)}`
  return {
    title: `Record ${id}`,
    crumbs: crumbsOf(connection),
    main: html`${flow && html`<p>In the flow ${flow}; <a href=${path}>see it in every flow that knows it</a>.</p>`}
      ${valuesLink(visit)}
      ${explained.data.map((one, at) => explainedFlow(visit, one, histories[at] ?? { data: [], next: null }))}`,
  }
}

const MOST_WRITES = 20

/** A record that was read but never looked at has none. */
async function historyOf(
  visit: Visit,
  { connection, flow, record }: ExplanationView,
): Promise<WrittenHistory | undefined> {
  const path = ['', 'records', connection, flow, record].map(encodeURIComponent).join('/')
  const cursor = visit.query.flow === flow ? visit.query.cursor : undefined
  const asked = { ...valuesOf(visit), cursor, limit: String(MOST_WRITES) }
  const known = await unlessUnknown(() => visit.api.get<{ history: WrittenHistory }>(path, asked))
  return known?.history
}

async function unlessUnknown<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof RequestRefusedError && error.refusal.code === 'unknown_record') return undefined
    throw error
  }
}

function askForId({ connection: { id } }: ServedConnection): Page {
  return { title: 'Open a record', crumbs: crumbsOf(id), main: findRecord(id) }
}

function crumbsOf(connection: string) {
  return [
    ['/', 'Connections'] as const,
    [`/connections/${connection}`, connection] as const,
    [`/connections/${connection}/records`, 'Records'] as const,
  ]
}
