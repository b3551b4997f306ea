import type { z } from 'zod'
import type { ListPage } from '../api/ids.ts'
import type { Run, RunInFull } from '../api/run.ts'
import type { AskedRun } from '../api/sync.ts'
import { createEventStreams, type EventStream } from '../event-stream.ts'
import { queryOf } from './api.ts'
import { changesOfRun, type WrittenChange } from './changes.ts'
import type { Console, Visit } from './console.ts'
import { follow } from './follow.ts'
import { pressButton } from './forms.ts'
import { type Html, html, type Markup, renderFragment } from './html.ts'
import { olderLink } from './parts.ts'
import { planOf } from './plan-part.ts'
import { planPart } from './planned.ts'
import { callsMade } from './run-calls.ts'
import { runHead } from './run-head.ts'
import { isOver } from './run-words.ts'
import { stepWords, timeline } from './timeline.ts'
import { valuesLink, valuesOf } from './values.ts'
import { waitingRecords } from './waiting-records.ts'

type WholeRun = z.output<typeof RunInFull>

/** One run: what it did, what came of each write, and what still waits. */
export function registerRun(console: Console): void {
  console.page('/runs/:id', showRun)

  console.action('/runs/:id/again', async ({ api, params: { id = '' } }, form) => {
    const { connection } = await api.get<Run>(pathOf(id), { values: 'masked' })
    const dryRun = form.get('dryRun') === 'true'
    const path = `/connections/${encodeURIComponent(connection)}/sync`
    const { runId } = await api.send<z.output<typeof AskedRun>>('POST', path, { dryRun })
    return { to: `/runs/${runId}`, said: dryRun ? 'A plan was asked for.' : `A run of ${connection} was asked for.` }
  })

  registerFollowing(console)
}

async function showRun(visit: Visit) {
  const { id = '' } = visit.params
  const run = await visit.api.get<WholeRun>(pathOf(id), { ...valuesOf(visit), ...planPart(visit) })
  const { connection, dryRun } = run
  return {
    title: `${dryRun ? 'Plan' : 'Run'} of ${connection}`,
    crumbs: crumbsOf(connection),
    ...(!isOver(run) && { events: `/runs/${id}/events`, refresh: 2 }),
    main: html`${!isOver(run) && endOf(visit)}
      <div sse-swap="head">${runHead(run, isOver(run) && again(visit, run))}</div>
      ${!dryRun && html`<section id="waiting"><h2>Failed and waiting records</h2> ${await waitingRecords(visit, id)}</section>`}
      <section>${dryRun ? planOf(visit, run) : await changes(visit, run)}</section>
      <section>
        <h2>The nine steps</h2>
        <p>Steps that take turns, such as reading and comparing page by page, each have what they took in all.</p>
        ${stepWords}
        <div sse-swap="work">${runWork(run)}</div>
      </section>`,
  }
}

function crumbsOf(connection: string) {
  return [
    ['/', 'Connections'] as const,
    [`/connections/${connection}`, connection] as const,
    [`/runs?connection=${connection}`, 'Runs'] as const,
  ]
}

function pathOf(id: string): string {
  return `/runs/${encodeURIComponent(id)}`
}

function again(visit: Visit, { id, dryRun }: Run): Html {
  const action = `/runs/${id}/again`
  if (!dryRun)
    return html`<div class="actions">${pressButton(visit, { action, words: 'Run again', role: 'operate' })}</div>`
  return html`<div class="actions">
    ${pressButton(visit, { action, words: 'Run it now', role: 'operate' })}
    ${pressButton(visit, { action: `${action}?plan`, words: 'Plan again', role: 'operate', look: 'outline', fields: { dryRun: 'true' } })}
  </div>`
}

/** The end of a run changes the whole page: its changes, its records, its buttons. */
function endOf({ request }: Visit): Html {
  return html`<div hx-get=${request.url} hx-trigger="sse:end" hx-select="#main" hx-target="#main" hx-swap="outerHTML"></div>`
}

const MOST_CHANGES = 25

async function changes(visit: Visit, { id }: Run): Promise<Html> {
  const { cursor } = visit.query
  const asked = { ...valuesOf(visit), cursor, limit: String(MOST_CHANGES) }
  const { data, next } = await visit.api.get<ListPage<WrittenChange>>(`${pathOf(id)}/changes`, asked)
  const older = next && `/runs/${id}${queryOf({ ...visit.query, cursor: next })}#changes`
  return html`<h2 id="changes">Changes</h2>
    ${data.length === 0 ? html`<p>This run wrote nothing${cursor ? ' more' : ''}.</p>` : html`${valuesLink(visit)} ${changesOfRun(visit, data)}`}
    ${cursor && html`<p><a href=${`/runs/${id}#changes`}>From the first change on</a></p>`}
    ${olderLink(older, 'More changes')}`
}

function runWork(run: Run): Markup {
  return html`<div>${timeline(run)} ${callsMade(run)}</div>`
}

const EVERY_MS = 500

/** A run that goes on is shown as it is: each part is sent again when it would read differently. */
function registerFollowing({ scope, visitOf }: Console): void {
  const streams = createEventStreams(scope)
  scope.get('/runs/:id/events', { schema: { hide: true }, exposeHeadRoute: false }, async (request, reply) => {
    const visit = await visitOf(request)
    if (!visit) return reply.code(401).type('text/plain').send('signed out')
    const stream = streams.open(request, reply)
    void follow({
      visit,
      stream,
      everyMs: EVERY_MS,
      stillSignedIn: () => visitOf(request),
      show: showing(visit, stream),
    })
  })
}

function showing({ api, params: { id = '' } }: Visit, stream: EventStream): () => Promise<boolean> {
  const shown = new Map<string, string>()
  return async () => {
    const run = await api.get<Run>(pathOf(id), { values: 'masked' })
    send('head', runHead(run))
    send('work', runWork(run))
    if (isOver(run)) stream.send('end', '{}')
    return !isOver(run)
  }

  function send(event: string, part: Markup): void {
    const text = renderFragment(part)
    if (shown.get(event) !== text) stream.send(event, text)
    shown.set(event, text)
  }
}
