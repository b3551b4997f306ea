import type { z } from 'zod'
import type { Field as FieldView } from '../api/fields.ts'
import { type Html, html } from './html.ts'
import { counted } from './parts.ts'
import { shownValue } from './values.ts'

/** One of the source's fields with what a person made of it. */
export interface Field extends z.output<typeof FieldView> {
  readonly isTicked: boolean
  /** Written by a person whose form came back. */
  readonly newTitle?: string | undefined
}

const columns = ['Field', 'Code', 'Type', 'In Ashby', 'Values'] as const

/** Those that are not looked for stay in the form: a preview means all fields. */
export function customFields(fields: readonly Field[], q: string): Html {
  return html`<table class="stacked" data-narrowed>
    <caption class="sr">ChartHop's custom fields</caption>
    <thead>
      <tr>${columns.map((words) => html`<th scope="col">${words}</th>`)}</tr>
    </thead>
    <tbody>${fields.map((field) => customField(field, q))}</tbody>
  </table>`
}

export function isFound(field: Field, q: string): boolean {
  return wordsOf(field).includes(q.trim().toLowerCase())
}

function wordsOf({ code, label, type }: Field): string {
  return `${code} ${label} ${type}`.toLowerCase()
}

function customField(field: Field, q: string): Html {
  const { code, type, entity, samples } = field
  return html`<tr data-words=${wordsOf(field)} hidden=${!isFound(field, q)}>
    <th scope="row">${tick(field)}</th>
    <td data-label="Code"><code>${code}</code></td>
    <td data-label="Type">${type} <small>${entity.toLowerCase()}</small></td>
    <td data-label="In Ashby">${counterpart(field)}</td>
    <td data-label="Values">${samples.length === 0 ? html`<small>none read yet</small>` : samples.map((sample) => html`<div class="sample">${shownValue(sample)}</div>`)}</td>
  </tr>`
}

/** One that is mapped can always be unticked, whatever became of it. */
function tick({ code, label, isMapped, isTicked, title }: Field): Html {
  const isDead = !isMapped && title === null
  return html`<label class="tick">
    <input type="checkbox" name="field" value=${code} checked=${isTicked} disabled=${isDead} />
    ${label}
  </label>
  ${isMapped && html`<input type="hidden" name=${`was.${code}`} value=${title ?? ''} />`}`
}

function counterpart(field: Field): Html {
  const { code, label, isMapped, why, target, title, newTitle, options } = field
  if (title === null) return html`<span class=${isMapped ? 'problem' : 'needs'}>${why ?? target}</span>`
  return html`<div>${target}</div>
    <label class="ticked">
      <span class="sr">Title in Ashby of ${label}</span>
      <input name=${`title.${code}`} value=${newTitle ?? title} maxlength="200" />
    </label>
    ${options !== null && options.total > 0 && html`<small>${coverage(options)}</small>`}
    ${why !== null && html`<p class="problem">${why}</p>`}`
}

function coverage({ total, covered, missing }: NonNullable<Field['options']>): string {
  if (missing.length === 0) return `All ${counted(total, 'option')} are there.`
  const added = `${missing.length} would be added: ${missing.join(', ')}`
  return `${covered} of ${counted(total, 'option')} are there; ${added}.`
}

/** Not for ticking: each says why. */
export function standardFields(fields: readonly Field[], q: string): Html {
  if (fields.length === 0) return null
  return html`<details open>
    <summary>ChartHop's own fields: ${fields.length}</summary>
    <p>What these hold travels by rule, or not at all; none of them can be mapped.</p>
    <table class="stacked standard" data-narrowed>
      <caption class="sr">ChartHop's own fields</caption>
      <thead>
        <tr>${['Field', 'Code', 'Type', 'Why it cannot be chosen'].map((words) => html`<th scope="col">${words}</th>`)}</tr>
      </thead>
      <tbody>${fields.map((field) => standardField(field, q))}</tbody>
    </table>
  </details>`
}

function standardField(field: Field, q: string): Html {
  const { code, label, type, why, target } = field
  return html`<tr data-words=${wordsOf(field)} hidden=${!isFound(field, q)}>
    <th scope="row"><label class="tick"><input type="checkbox" disabled /> ${label}</label></th>
    <td data-label="Code"><code>${code}</code></td>
    <td data-label="Type">${type}</td>
    <td data-label="Why">${why ?? target}</td>
  </tr>`
}
