import type { Run } from '../api/run.ts'
import { type Html, html, type Markup } from './html.ts'
import { badge, duration, facts, moment, table } from './parts.ts'
import { type FlowCounts, flowsOf, isOver, stateWords, triggerWords } from './run-words.ts'
import { planOnly } from './runs.ts'

/** What came of a run, or how far it is: what is wrong first, with the way out. */
export function runHead(run: Run, actions: Html = null): Markup {
  const { id, connection, state, dryRun, trigger, records, callsMade } = run
  return html`<div>
    <p>${badge(state)} ${dryRun && planOnly} ${sentence(run)}</p>
    ${state === 'running' && html`<progress aria-label="The run goes on"></progress>`}
    ${problems(run)}
    ${facts([
      ['Connection', html`<a href=${`/connections/${connection}`}>${connection}</a>`],
      ['Begun by', triggerWords[trigger]],
      ['Looks at', records ? html`${records.map((record) => recordOf(connection, record))}` : 'everything'],
      ['Asked for', moment(run.queuedAt)],
      ['Started', moment(run.startedAt, 'not yet')],
      ['Ended', moment(run.finishedAt, 'not yet')],
      ['Took', duration(run.durationMs)],
      ['Calls to vendors', isOver(run) ? callsMade.toLocaleString('en') : 'counted at the end'],
      ['Run', html`<code>${id}</code>`],
    ])}
    ${actions} ${flowTable(run)}
  </div>`
}

function sentence({ state, dryRun }: Run): string {
  if (dryRun && (state === 'success' || state === 'held'))
    return 'What a run would have written then. Nothing was written.'
  return stateWords[state]
}

/** `<flow>/<id>`, or an id that each flow is asked for. */
function recordOf(connection: string, record: string): Html {
  const [, flow, id = record] = /^([^/]+)\/(.+)$/.exec(record) ?? []
  const query = flow ? `?flow=${flow}` : ''
  return html`<a href=${`/records/${connection}/${encodeURIComponent(id)}${query}`}><code>${record}</code></a> `
}

function problems(run: Run): Html {
  const { connection, problem } = run
  const flows = flowsOf(run)
  const lines: Html[] = [
    ...(problem?.split('\n') ?? []),
    ...flows.flatMap(([flow, { state, digest }]) =>
      state === 'held' && digest
        ? [html`The plan for ${flow} waits: <a href=${`/holds/${digest}`}>look and decide</a>.`]
        : [],
    ),
  ]
  if (flows.some(([, { isUnauthorized }]) => isUnauthorized))
    lines.push(html`A key was refused: <a href=${`/connections/${connection}#keys`}>replace it</a>.`)
  if (run.state === 'failed') lines.push('The next run tries again by itself; "Run again" does not wait for it.')
  if (run.state === 'partial' && lines.length === 0)
    lines.push(html`Records wait for a person: <a href="#waiting">see why, and what to press</a>.`)
  return lines.length > 0 && html`<ul class="problems">${lines.map((line) => html`<li>${line}</li>`)}</ul>`
}

const head = ['Flow', 'State', 'Read', 'Records to write', 'Writes', 'Read back', 'Failed', 'Unclear', 'Trouble']

function flowTable(run: Run): Html {
  const flows = flowsOf(run)
  if (flows.length === 0) return null
  return html`<h2>Flows</h2> ${table('Flows', head, flows.map(flowLine))}`
}

function flowLine([flow, counts]: [string, FlowCounts]): Html {
  const { state = '', read = 0, unreadable = 0, planned, applied, verified, failed, unknown, problem } = counts
  const records = Object.values<number>(planned ?? {}).reduce((sum, count) => sum + count, 0)
  const numbers: readonly (number | undefined)[] = [records, applied, verified, failed, unknown]
  return html`<tr>
    <th scope="row">${flow}</th>
    <td>${flowBadge(state)}</td>
    <td>${read.toLocaleString('en')}${unreadable > 0 && `, ${unreadable} unreadable`}</td>
    ${numbers.map((count = 0) => html`<td>${count.toLocaleString('en')}</td>`)}
    <td>${problem ?? ''}</td>
  </tr>`
}

const flowStates: Readonly<Record<string, readonly [like: string, words: string]>> = {
  ...{ done: ['success', 'Done'], blocked: ['attention', 'Blocked'], stopped: ['attention', 'Stopped'] },
}

function flowBadge(state: string): Html {
  const [like, words] = flowStates[state] ?? [state]
  return badge(like, words)
}
