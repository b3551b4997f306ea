import type { z } from 'zod'
import type { Hold, HoldInFull } from '../api/holds.ts'
import type { ListPage } from '../api/ids.ts'
import { queryOf } from './api.ts'
import type { Console, Visit } from './console.ts'
import { pressButton } from './forms.ts'
import { html } from './html.ts'
import { badge, counted, emptyState, facts, moment, olderLink, table } from './parts.ts'
import { MOST_PLANNED, morePlanned, type PlannedChange, plannedChanges, planPart } from './planned.ts'
import { valuesLink, valuesOf } from './values.ts'

type OneHold = z.output<typeof Hold>
type WholeHold = z.output<typeof HoldInFull>

/** Plans that wait for a person, and what was decided of earlier ones. */
export function registerHolds({ page, action }: Console): void {
  page('/holds', showHolds)
  page('/holds/:digest', showHold)

  for (const decision of ['approve', 'reject'] as const) {
    action(`/holds/:digest/${decision}`, async ({ api, params: { digest = '' } }) => {
      await api.send('POST', `/holds/${encodeURIComponent(digest)}/${decision}`, {})
      const said = { approve: 'Approved: exactly this plan runs now.', reject: 'Rejected: this plan is never run.' }
      return { to: `/holds/${digest}`, said: said[decision] }
    })
  }
}

const states = ['waiting', 'approved', 'applied', 'rejected', 'expired'] as const

async function showHolds({ api, query: { state, cursor } }: Visit) {
  const { data, next } = await api.get<ListPage<OneHold>>('/holds', { state, cursor })
  return {
    title: 'Holds',
    main: html`<p>A plan above a connection's limits waits here until a person approves exactly that plan, or rejects it.</p>
      <form method="get" action="/holds" class="row">
        <label>State
          <select name="state">
            <option value="">Open</option>
            ${states.map((one) => html`<option value=${one} selected=${one === state}>${one}</option>`)}
          </select>
        </label>
        <button class="outline">Show</button>
      </form>
      ${data.length === 0 ? none(state) : table('Held plans', ['Plan', 'Held', 'State', 'Why'], data.map(line))}
      ${olderLink(next && `/holds${queryOf({ state, cursor: next })}`)}`,
  }
}

function none(state: string | undefined) {
  if (state) return emptyState(`No plan is ${state}.`, html`<a href="/holds">Those that are open</a>`)
  return emptyState('No plan waits.', 'When a run would change more than the limits allow, its plan stands here first.')
}

function line({ digest, connection, flow, heldAt, state, reasons }: OneHold) {
  return html`<tr>
    <th scope="row"><a href=${`/holds/${digest}`}>${connection}: ${flow}</a></th>
    <td>${moment(heldAt)}</td>
    <td>${stateOf(state)}</td>
    <td>${reasons.map(({ message }) => html`<div>${message}</div>`)}</td>
  </tr>`
}

/** A plan that waits is no failure, and no connection that was never run. */
function stateOf(state: OneHold['state']) {
  return state === 'waiting' ? badge('held', 'Waits') : badge(state)
}

async function showHold(visit: Visit) {
  const { digest = '' } = visit.params
  const hold = await visit.api.get<WholeHold>(`/holds/${encodeURIComponent(digest)}`, {
    ...valuesOf(visit),
    ...planPart(visit),
  })
  const { connection, flow, state, heldAt, decidedAt, decidedBy, reasons, counts, run, plan } = hold
  const { changes = [], writes = 0 } = (plan ?? {}) as { changes?: readonly PlannedChange[]; writes?: number }
  return {
    title: `Plan for ${connection}: ${flow}`,
    crumbs: [['/holds', 'Holds'] as const],
    main: html`${facts([
      ['State', stateOf(state)],
      ['Held', moment(heldAt)],
      ['By run', html`<a href=${`/runs/${run}`}>the run</a>`],
      ['Connection', html`<a href=${`/connections/${connection}`}>${connection}</a>`],
      decidedAt !== null && ['Decided', html`${moment(decidedAt)}${decidedBy && ` by ${decidedBy}`}`],
      ...Object.entries(counts).flatMap(([effect, count]) =>
        count > 0 ? [[words(effect), String(count)] as const] : [],
      ),
    ])}
      <section>
        <h2>The limit it hit</h2>
        <ul>${reasons.map(({ message }) => html`<li>${message}</li>`)}</ul>
      </section>
      <section>${decision(visit, hold)}</section>
      <section>
        <h2>The plan in full</h2>
        ${writes > MOST_PLANNED && html`<p>${counted(writes, 'write')} in all, ${MOST_PLANNED} on a page.</p>`}
        ${valuesLink(visit)} ${plannedChanges(connection, changes)} ${morePlanned(visit, `/holds/${digest}`, writes)}
      </section>
      <p><small>Digest <code>${digest}</code>; <code>hirewire approve ${digest}</code> approves it too.</small></p>`,
  }
}

function words(effect: string): string {
  const said: Readonly<Record<string, string>> = {
    create: 'To create',
    update: 'To update',
    clear: 'To clear',
    close: 'To close',
  }
  return said[effect] ?? effect
}

function decision(visit: Visit, { digest, state }: WholeHold) {
  if (state === 'expired')
    return html`<p class="problem">This plan is void: the world moved on, and today another plan would be written. If that one is above the limits too, it waits under <a href="/holds">Holds</a>.</p>`
  if (state !== 'waiting') return html`<p>A plan is decided once; this one is ${state}.</p>`
  return html`<h2>Decide</h2>
    <p>What is approved is exactly this plan. Should it come out differently when it runs, nothing is written and the new plan waits here.</p>
    <div class="actions">
      ${pressButton(visit, { action: `/holds/${digest}/approve`, words: 'Approve this plan', role: 'approve' })}
      ${pressButton(visit, { action: `/holds/${digest}/reject`, words: 'Reject it', role: 'approve', look: 'outline' })}
    </div>`
}
