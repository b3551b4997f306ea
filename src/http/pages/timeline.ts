import type { Run } from '../api/run.ts'
import { type Html, html } from './html.ts'
import { duration } from './parts.ts'
import { flowsOf } from './run-words.ts'

type Step = Run['steps'][number]

/** The nine of docs/architecture.md, "The flow". */
const steps: Readonly<Record<Step['step'], string>> = {
  settle: 'looks up the writes that an earlier run left open',
  read: 'reads the lists',
  diff: 'finds the rows that changed',
  desire: 'works out what should be true, or why nothing is to be done',
  match: 'finds the other side of each record',
  plan: 'compares both sides, and lists what to write',
  guard: 'holds the plan against the limits',
  apply: 'writes, and reads back what was written',
  record: 'keeps what was proven',
}

/** Beside the timeline, which is swapped while a run goes on: what somebody opened stays open. */
export const stepWords = html`<details>
  <summary>What each step does</summary>
  <dl class="words">
    ${Object.entries(steps).map(([step, does]) => html`<div><dt>${step}</dt><dd>${does}</dd></div>`)}
  </dl>
</details>`

/** Where a run's time went: nine steps for each flow. */
export function timeline(run: Pick<Run, 'steps' | 'flows'>): Html {
  const most = Math.max(1, ...run.steps.map(({ ms }) => ms))
  const flows = flowsOf(run)
  if (flows.length === 0) return html`<p>No flow has begun.</p>`
  return html`<div class="timelines">
    ${flows.map(([flow, { state }]) => {
      const taken = run.steps.filter((one) => one.flow === flow)
      return ofFlow(flow, taken, { most, missing: missingWords(state) })
    })}
  </div>`
}

/** What is said of a step that took no time at all. */
function missingWords(state: string | undefined): string {
  if (state === 'running') return 'not yet'
  return state === 'done' ? 'not needed' : 'not reached'
}

interface Scale {
  readonly most: number
  readonly missing: string
}

function ofFlow(flow: string, taken: readonly Step[], scale: Scale): Html {
  const sum = taken.reduce((total, { ms }) => total + ms, 0)
  const stepNamed = (name: string) => taken.find(({ step }) => step === name)
  return html`<section>
    <h3>${flow} <small>${duration(sum)}</small></h3>
    <ol class="timeline">
      ${Object.keys(steps).map((name) => line(name, stepNamed(name), scale))}
    </ol>
  </section>`
}

/** The bar says what the number beside it says; its width is an attribute, since the page may have no style of its own. */
function line(name: string, step: Step | undefined, { most, missing }: Scale): Html {
  const share = `${((step?.ms ?? 0) / most) * 100}%`
  return html`<li>
    <span>${name}</span>
    <svg class="bar" aria-hidden="true" width="100%" height="10"><rect width=${share} height="10" rx="2" /></svg>
    <span class=${step ? '' : 'needs'}>${step ? duration(step.ms) : missing}</span>
  </li>`
}
