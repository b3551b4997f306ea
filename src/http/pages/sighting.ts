import type { z } from 'zod'
import type { Change } from '../api/run.ts'
import type { AskedRun } from '../api/sync.ts'
import type { Console, Visit } from './console.ts'
import { csrfField } from './forms.ts'
import { type Html, html } from './html.ts'
import { moment } from './parts.ts'

type OneChange = z.output<typeof Change>

/** Where an answer was lost and the target cannot tell: what a person saw there. */
export function sightingPart(visit: Visit, change: OneChange): Html {
  const { outcome, sightings } = change
  if (outcome !== 'unknown' && sightings.length === 0) return null
  return html`${sightings.map((sighting) => html`<p><small>${seenBy(sighting)}</small></p>`)} ${outcome === 'unknown' && asked(visit, change)}`
}

function asked(visit: Visit, { id, effect, target }: OneChange): Html {
  if (!visit.can('approve')) return html`<small class="needs">Saying what is there needs the role approve</small>`
  return html`<details>
    <summary>Say what is there</summary>
    <p>A run looks once more; where it still cannot tell, your word counts. What is there but said not to be is made twice.</p>
    <form method="post" action=${`/changes/${id}/settle`}>
      ${csrfField(visit)}
      ${effect === 'create' && target === null && html`<label>If it is there, the vendor's id of it <input name="target" autocomplete="off" /></label>`}
      <div class="actions">
        <button name="outcome" value="applied">It is there</button>
        <button name="outcome" value="absent" class="outline">It is not there</button>
      </div>
    </form>
  </details>`
}

function seenBy({ outcome, target, by, at }: OneChange['sightings'][number]): Html {
  const seen =
    outcome === 'applied' ? html`it is there${target && html`, as <code>${target}</code>`}` : 'it is not there'
  return html`${by} said ${moment(at)}: ${seen}`
}

export function registerSightings({ action }: Console): void {
  action('/changes/:id/settle', async ({ api, params: { id = '' } }, form) => {
    const outcome = form.get('outcome')
    const target = outcome === 'applied' ? form.get('target')?.trim() : undefined
    const path = `/changes/${encodeURIComponent(id)}/settle`
    const said = { outcome, ...(target && { target }) }
    const { runId } = await api.send<z.output<typeof AskedRun>>('POST', path, said)
    return {
      to: `/runs/${runId}`,
      said: 'It is looked at once more; where that does not tell, it is as you said. This page follows the run.',
    }
  })
}
