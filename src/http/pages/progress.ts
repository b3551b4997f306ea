import type { Run } from '../api/run.ts'
import { type Html, html } from './html.ts'
import { badge, counted } from './parts.ts'

interface Counts {
  readonly state?: string
  readonly read?: number
  readonly applied?: number
  readonly failed?: number
}

/** How far a run is. How much there is to do is only known at its end, so it has no per cent. */
export function progressOf(run: Run): Html {
  const flows = Object.entries(run.flows as Readonly<Record<string, Counts>>)
  return html`<div class="progress">
    <p>${badge('running')} <a href=${`/runs/${run.id}`}>Watch the run</a></p>
    <progress aria-label="The run goes on"></progress>
    <ul>
      ${flows.map(([name, counts]) => html`<li>${name}: ${words(counts)}</li>`)}
    </ul>
  </div>`
}

function words({ state, read = 0, applied = 0, failed = 0 }: Counts): string {
  const parts = [counted(read, 'record', 'records'), `${applied.toLocaleString('en')} written`]
  if (failed > 0) parts.push(`${failed} failed`)
  return `${parts.join(', ')}${state === 'done' ? ', done' : ''}`
}
