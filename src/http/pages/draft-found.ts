import type { z } from 'zod'
import type { Draft as DraftView } from '../api/draft-view.ts'
import type { Visit } from './console.ts'
import { type Html, html } from './html.ts'
import { badge, counted, emptyState, table } from './parts.ts'
import { MOST_PLANNED, plannedChanges } from './planned.ts'
import { valuesLink } from './values.ts'

export type Draft = z.output<typeof DraftView>

/** What the vendors say of a change, and what it would write. */
export function draftFound(visit: Visit, draft: Draft): Html {
  const { state, problem, findings, preview } = draft
  return html`${state === 'ready' && problem !== null && html`<p class="problem">Not everything could be planned: ${problem}</p>`}
    ${findings.length > 0 && html`<section><h2>What the vendors say</h2>${findingList(findings)}</section>`}
    ${preview && html`<section><h2>What it would write</h2>${planned(visit, draft, preview)}</section>`}`
}

/** What is in order says so in one line. */
function findingList(findings: Draft['findings']): Html {
  const wrong = findings.filter(({ ok }) => !ok)
  const right = findings.filter(({ ok }) => ok)
  const line = ({ ok, subject, message }: Draft['findings'][number]) =>
    html`<li>${ok ? badge('connected', 'OK') : badge('failed', 'Missing')} <strong>${subject}</strong>: ${message}</li>`
  return html`${wrong.length > 0 && html`<ul class="findings">${wrong.map(line)}</ul>`}
    ${right.length > 0 && html`<details><summary>${counted(right.length, 'check')} in order</summary><ul class="findings">${right.map(line)}</ul></details>`}`
}

function planned(visit: Visit, { changes }: Draft, { flows }: NonNullable<Draft['preview']>): Html {
  const writing = flows.filter(({ records }) => records > 0)
  if (writing.length === 0)
    return emptyState('Nothing would be written now.', 'It counts for what happens from then on.')
  return html`${held(flows)} ${counts(writing)} ${valuesLink(visit)} ${plannedChanges(visit.params.id ?? '', changes.slice(0, MOST_PLANNED))}
    ${changes.length > MOST_PLANNED && html`<p>These are the first ${MOST_PLANNED} writes.</p>`}`
}

function held(flows: NonNullable<Draft['preview']>['flows']): Html {
  const reasons = flows.flatMap(({ flow, held }) => held.map((reason) => html`<li>${flow}: ${reason}</li>`))
  if (reasons.length === 0) return null
  return html`<div class="problem">
    <p>This is more than may be written unattended. After saving, the plan waits for a person under <a href="/holds">Holds</a>:</p>
    <ul>${reasons}</ul>
  </div>`
}

function counts(flows: NonNullable<Draft['preview']>['flows']): Html {
  return table(
    'Records of each flow',
    ['Flow', 'Records', 'To create', 'To update', 'To clear', 'To close'],
    flows.map(
      ({ flow, records, counts: { create, update, clear, close } }) => html`<tr>
        <th scope="row">${flow}</th>
        ${[records, create, update, clear, close].map((count) => html`<td>${count.toLocaleString('en')}</td>`)}
      </tr>`,
    ),
  )
}
