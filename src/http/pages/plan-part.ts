import { renderCounts } from '../../plan/render.ts'
import type { Run } from '../api/run.ts'
import type { Visit } from './console.ts'
import { type Html, html } from './html.ts'
import { counted, emptyState } from './parts.ts'
import { morePlanned, type PlannedChange, plannedChanges, planPart } from './planned.ts'
import { isOver } from './run-words.ts'
import { valuesLink } from './values.ts'

interface KeptPlan {
  readonly flow: string
  /** The part that is shown. */
  readonly changes: readonly PlannedChange[]
  /** All there are. */
  readonly writes: number
  readonly counts: Parameters<typeof renderCounts>[0]
}

/** Of a dry run: what would be written. */
export function planOf(visit: Visit, run: Run & { readonly plan: unknown }): Html {
  if (!isOver(run)) return html`<h2>The plan</h2> <p>It is shown when the run has ended.</p>`
  const plans = (run.plan ?? []) as readonly KeptPlan[]
  const changes = plans.flatMap((plan) => plan.changes)
  const writes = plans.reduce((sum, plan) => sum + plan.writes, 0)
  if (writes === 0) return html`<h2>The plan</h2> ${emptyState('Nothing would be written.', nothing(run))}`
  const from = Number(planPart(visit).from)
  return html`<h2>The plan</h2>
    <ul>
      ${plans.filter((plan) => plan.writes > 0).map((plan) => html`<li>${plan.flow}: ${renderCounts(plan.counts)}</li>`)}
    </ul>
    <p>${counted(writes, 'write')} in all${from > 0 && `, from the ${(from + 1).toLocaleString('en')}th on`}.</p>
    ${valuesLink(visit)} ${plannedChanges(run.connection, changes)}
    ${morePlanned(visit, `/runs/${run.id}`, writes)}`
}

function nothing({ connection }: Run): Html {
  const records = html`<a href=${`/connections/${connection}/records`}>records</a>`
  return html`Both sides agree, or what they disagree about waits: see the ${records} of the connection.`
}
