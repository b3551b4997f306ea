import type { ExplanationView } from '../api/explanation.ts'
import type { ListPage } from '../api/ids.ts'
import { queryOf } from './api.ts'
import { changesOfRecord, type WrittenChange } from './changes.ts'
import type { Visit } from './console.ts'
import { explainedFields } from './explained-fields.ts'
import { type Html, html } from './html.ts'
import { badge, counted, externalLink, facts, olderLink } from './parts.ts'
import { fieldChanges } from './planned.ts'
import { retryButton } from './retry.ts'
import { nextTry, why } from './standing.ts'
import { wayOut } from './ways-out.ts'

export type WrittenHistory = ListPage<WrittenChange>

/** One record in one flow: where it stands and why, what would be done now, and every write there ever was. */
export function explainedFlow(visit: Visit, explained: ExplanationView, history: WrittenHistory): Html {
  const { flow, record, connection, state, isGone, link, attempts, dueAt, pages, fields, decision } = explained
  return html`<section class="explained">
    <h2>${flow} ${state && badge(state)}</h2>
    <p>${stateWords[state ?? 'none']}${isGone && ' It is no longer at the source.'}</p>
    ${standing(explained)}
    ${facts([
      ['Next try', state && state !== 'synced' ? nextTry(dueAt) : 'not needed'],
      attempts > 0 && ['Tried', counted(attempts, 'time')],
      ['Linked to', link ? html`<code>${link.target}</code> (${origins[link.origin]})` : 'nothing yet'],
      pages.source !== null && ['At its source', pageLink(pages.source)],
      pages.target !== null && ['At its target', pageLink(pages.target)],
    ])}
    ${state && retryButton(visit, { connection, flow, id: record, isWaiting: state !== 'synced' && state !== 'skipped' })}
    <h3>What a run would do now</h3>
    ${decided(explained)}
    ${fields.length > 0 && html`<h3>Field by field</h3> ${explainedFields(flow, fields, decision)}`}
    ${agreed(explained)}
    <h3>Every write, newest first</h3>
    ${writes(visit, explained, history)}
  </section>`
}

const stateWords: Readonly<Record<NonNullable<ExplanationView['state']> | 'none', string>> = {
  synced: 'Both sides agree.',
  skipped: 'Nothing is done for it.',
  pending: 'It waits for a run.',
  attention: 'It waits for a person; what else it needs was done.',
  failed: 'The last try failed. It is tried again by itself.',
  held: 'Its change is in a plan that waits for a person: see the holds of the connection.',
  none: 'No run has looked at it yet.',
}

const origins = { created: 'made by Hirewire', adopted: 'was there before' } as const

function standing(explained: ExplanationView): Html {
  const { state, reason, message, issues } = explained
  if (!reason && !message && issues.length === 0) return null
  return html`<div class=${state === 'attention' || state === 'failed' ? 'notice amber' : 'notice'}>${why(explained)}</div>`
}

function pageLink(address: string): Html {
  return externalLink(address, `Open at ${URL.parse(address)?.host ?? 'the vendor'}`)
}

function decided({ decision, fields, issues }: ExplanationView): Html {
  if (decision.type === 'inStep') {
    const isWhole = issues.length === 0 && fields.every(({ problem }) => problem === null)
    return html`<p>${isWhole ? 'Nothing: both sides agree.' : 'Nothing more: what can be written is the same on both sides.'}</p>`
  }
  if (decision.type === 'undecided') return html`<p>It cannot be told now: ${decision.problem}</p>`
  if (decision.type === 'write')
    return html`<ul>${decision.changes.map(({ action, fields }) => html`<li>${action} ${fieldChanges(fields)}</li>`)}</ul>`
  const { reason, message, attention } = decision
  return html`<p>
    Nothing: <code>${reason}</code> ${message.replace(/[.]?$/, '.')}${attention && ' A person must act.'}
    ${wayOut(reason) && html`<br /><strong>${wayOut(reason)}</strong>`}
  </p>`
}

/** As JSON: each connector keeps what it needs. */
function agreed({ acknowledged }: ExplanationView): Html {
  if (acknowledged === null || acknowledged === undefined) return null
  const text = JSON.stringify(acknowledged, null, 2)
  return html`<details>
    <summary>What both sides last agreed on</summary>
    <pre>${text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}… (${text.length} characters)` : text}</pre>
  </details>`
}

const MOST_TEXT = 5_000

function writes(visit: Visit, { connection, flow, record }: ExplanationView, history: WrittenHistory): Html {
  const { query } = visit
  if (history.data.length === 0) return html`<p>${query.cursor ? 'No earlier one.' : 'None so far.'}</p>`
  const path = `/records/${connection}/${encodeURIComponent(record)}`
  const older = history.next && path + queryOf({ flow, cursor: history.next, values: query.values })
  return html`${changesOfRecord(visit, flow, history.data)} ${olderLink(older, 'Older writes')}`
}
