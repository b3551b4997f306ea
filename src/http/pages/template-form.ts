import type { z } from 'zod'
import type { Listed } from '../api/choices.ts'
import type { Refusal } from '../problem.ts'
import type { Visit } from './console.ts'
import { csrfField } from './forms.ts'
import { type Html, html } from './html.ts'
import { pathOf } from './mapping.ts'
import { relationships, type Written } from './template-values.ts'

/** A list is null where the vendor has none: any text may be written then. */
export type Choices = z.output<typeof Listed>
type Choice = NonNullable<Choices['surveys']>[number]

interface Formed {
  /** The id of the one that is changed; a new one has none yet. */
  readonly known: string | undefined
  readonly base: string
  readonly written: Written
  readonly choices: Choices
  readonly isLocked: boolean
  readonly refusal: Refusal | undefined
}

/** The form that the vendor's own screens have, filled from the file. */
export function templateForm(visit: Visit, { known, base, written, choices, isLocked, refusal }: Formed): Html {
  const box = (name: string, label: string, more: More = {}) => textBox({ name, label, written, refusal, ...more })
  return html`<form method="post" action=${pathOf(visit, 'template')}>
    ${csrfField(visit)}
    <input type="hidden" name="base" value=${base} />
    ${known !== undefined && html`<input type="hidden" name="known" value=${known} />`}
    <fieldset disabled=${isLocked}>
      <legend class="sr">Template</legend>
      ${known === undefined && box('id', 'Id', { isNeeded: true, hint: 'Chosen once: requests under way refer to it. Letters, digits and dashes.' })}
      ${box('name', 'Name', { isNeeded: true, hint: 'Recruiters choose by it.' })}
      ${box('tag', 'Tag', { hint: 'In lower case. Jobs with this tag use the template.' })}
      ${box('description', 'Description')}
      ${box('position', 'Position', { hint: "Left out, the job's title is told." })}
      ${choiceBox({ name: 'survey', label: 'Survey', written, refusal, isNeeded: true, choices: choices.surveys })}
      ${references(written, choices.references, refusal)}
      <fieldset>
        <legend>Hiring manager, where the job names none</legend>
        <div class="row">${box('hiringManager.firstName', 'First name')} ${box('hiringManager.lastName', 'Last name')} ${box('hiringManager.email', 'Mail address', { type: 'email' })}</div>
      </fieldset>
      <label>Message to the candidate
        <textarea name="message" rows="3" ...${faulty('message', refusal)}>${written.message ?? ''}</textarea>
      </label>
      ${fault('message', refusal)}
      ${choiceBox({ name: 'jobFunction', label: 'Job function', written, refusal, choices: choices.jobFunctions })}
      ${!isLocked && html`<button>Preview</button>`}
    </fieldset>
  </form>`
}

interface More {
  readonly hint?: string
  readonly isNeeded?: boolean
  readonly type?: string
}

interface Box extends More {
  readonly name: string
  readonly label: string
  readonly written: Written
  readonly refusal: Refusal | undefined
}

function textBox({ name, label, written, refusal, hint, isNeeded = false, type = 'text' }: Box): Html {
  return html`<div>
    <label>${label}
      <input type=${type} name=${name} value=${written[name] ?? ''} required=${isNeeded} ...${faulty(name, refusal, hint)} />
    </label>
    ${hint && html`<small class="hint" id=${`hint-${name}`}>${hint}</small>`} ${fault(name, refusal)}
  </div>`
}

/** From the vendor's list, with what stands in the file though the list lacks it; a text where there is no list. */
function choiceBox({ choices, ...box }: Box & { readonly choices: readonly Choice[] | null }): Html {
  if (choices === null) return textBox(box)
  const { name, label, written, refusal, isNeeded = false } = box
  const value = written[name] ?? ''
  const isListed = value === '' || choices.some(({ id }) => id === value)
  return html`<div>
    <label>${label}
      <select name=${name} required=${isNeeded} ...${faulty(name, refusal)}>
        <option value="">${isNeeded ? 'Choose one' : 'None'}</option>
        ${!isListed && html`<option value=${value} selected>${value} (not listed now)</option>`}
        ${choices.map(({ id, title }) => html`<option value=${id} selected=${id === value}>${title}</option>`)}
      </select>
    </label>
    ${fault(name, refusal)}
  </div>`
}

function references(written: Written, listed: Choices['references'], refusal: Refusal | undefined): Html {
  const known = listed ?? relationships.map((id) => ({ id, title: id, min: 0, max: 100 }))
  const asked = [...known, { id: 'any', title: "Of the candidate's choice", min: 0, max: 100 }]
  const number = ({ id, title, max }: (typeof asked)[number]) => {
    const name = `references.${id}`
    return html`<label>${title}
      <input type="number" name=${name} value=${written[name] ?? ''} min="0" max=${max} inputmode="numeric" ...${faulty(name, refusal)} />
    </label>`
  }
  const as = written['references.anyAs'] || 'peers'
  return html`<fieldset>
    <legend>References</legend>
    <div class="row">
      ${asked.map(number)}
      <label>The candidate's choice is asked for as
        <select name="references.anyAs">
          ${known.map(({ id, title }) => html`<option value=${id} selected=${id === as}>${title}</option>`)}
        </select>
      </label>
    </div>
    ${fault('references', refusal)}
  </fieldset>`
}

/** What the API says of one box, or of those in it. */
function messages(name: string, { errors = [] }: Refusal): readonly string[] {
  const isOf = (path: string) =>
    path === `edit.template.${name}` || (name === 'references' && path.startsWith('edit.template.references'))
  return errors.filter(({ path }) => isOf(path)).map(({ message }) => message)
}

function faulty(name: string, refusal: Refusal | undefined, hint?: string) {
  const isFaulty = refusal !== undefined && messages(name, refusal).length > 0
  const about = [...(hint ? [`hint-${name}`] : []), ...(isFaulty ? [`fault-${name}`] : [])]
  return {
    ...(isFaulty && { 'aria-invalid': 'true' }),
    ...(about.length > 0 && { 'aria-describedby': about.join(' ') }),
  }
}

function fault(name: string, refusal: Refusal | undefined): Html {
  const said = refusal ? messages(name, refusal) : []
  return said.length > 0 && html`<small id=${`fault-${name}`} class="problem">${said.join('; ')}</small>`
}
