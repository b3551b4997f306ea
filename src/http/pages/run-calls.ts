import type { Run } from '../api/run.ts'
import { type Html, html } from './html.ts'
import { counted, duration, table } from './parts.ts'
import { isOver } from './run-words.ts'

/** What a run asked of the vendors, and what their rate limits cost it. */
export function callsMade(run: Pick<Run, 'calls' | 'callsMade' | 'waits' | 'state'>): Html {
  const { calls, callsMade, waits } = run
  const most = Object.entries(calls).sort(([, a], [, b]) => b - a)
  return html`<h2>Calls to the vendors</h2>
    ${
      most.length === 0
        ? html`<p>${isOver(run) ? 'No vendor was asked for anything.' : 'They are listed when the run has ended.'}</p>`
        : html`<p>${counted(callsMade, 'call')} in all.</p>
            ${table(
              'Calls by address',
              ['Call', 'Times'],
              most.map(
                ([call, count]) =>
                  html`<tr><th scope="row"><code>${call}</code></th><td>${count.toLocaleString('en')}</td></tr>`,
              ),
            )}`
    }
    ${rateWaits(waits)}`
}

function rateWaits(waits: Run['waits']): Html {
  const waited = Object.entries(waits).filter(([, { count, retries }]) => count + retries > 0)
  if (waited.length === 0) return html`<p>No call had to wait for a vendor's rate limit.</p>`
  return html`<h3>Waits for rate limits</h3>
    ${table(
      'Waits for rate limits',
      ['System', 'Calls that waited', 'For', 'Calls sent again'],
      waited.map(
        ([system, { count, ms, retries }]) =>
          html`<tr><th scope="row">${system}</th><td>${count}</td><td>${duration(ms)}</td><td>${retries}</td></tr>`,
      ),
    )}`
}
