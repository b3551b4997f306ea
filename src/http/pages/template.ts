import { RequestRefusedError } from '../problem.ts'
import type { Console, Visit } from './console.ts'
import { pressButton } from './forms.ts'
import { html } from './html.ts'
import {
  type Again,
  apiPathOf,
  hiddenNote,
  mappingOf,
  mappingPage,
  otherKind,
  pathOf,
  preview,
  refusedNote,
  unreadable,
  whyLocked,
} from './mapping.ts'
import { contentOf } from './mapping-content.ts'
import type { Page } from './page.ts'
import { type Choices, templateForm } from './template-form.ts'
import { templateIn, valuesIn, type Written, writtenOf } from './template-values.ts'
import { HIDDEN } from './values.ts'

interface Sent extends Again {
  readonly written: Written
}

/** One template to change, or a new one. */
export function registerTemplate({ page, action }: Console): void {
  page('/connections/:id/template', (visit) => show(visit, visit.query.id))

  action('/connections/:id/template', async (visit, form) => {
    const written = valuesIn(form)
    const known = form.get('known') ?? undefined
    const showAgain = (again: Again) => show(visit, known, { ...again, written })
    if (known === undefined && (await isTaken(visit, written.id ?? ''))) return showAgain(taken)
    const edit = { type: 'template', template: templateIn(known === undefined ? written : { ...written, id: known }) }
    return preview(visit, { edit, base: form.get('base') ?? '' }, showAgain)
  })

  action('/connections/:id/template/remove', async (visit, form) => {
    const id = form.get('template') ?? ''
    const body = { edit: { type: 'removeTemplate', id }, base: form.get('base') ?? '' }
    return preview(visit, body, (again) => show(visit, id, again))
  })
}

const taken: Again = {
  refusal: { status: 422, code: 'taken', detail: 'there is a template with this id already; choose another one' },
}

/** A new one never replaces another one unseen. */
async function isTaken(visit: Visit, id: string): Promise<boolean> {
  return contentOf(await mappingOf(visit)).templates.some((template) => template.id === id.trim())
}

async function show(visit: Visit, id: string | undefined, sent?: Again & Partial<Sent>): Promise<Page> {
  const mapping = await mappingOf(visit)
  if (mapping.kind !== 'templates') return otherKind(visit, mapping, 'templates')
  if (mapping.problems.length > 0) {
    return mappingPage(visit, mapping, { title: 'Template', main: unreadable(visit, mapping) })
  }
  const template = id === undefined ? undefined : contentOf(mapping).templates.find((one) => one.id === id)
  if (id !== undefined && !template && !sent) throw unknown
  const isHidden = !sent && mapping.masked && JSON.stringify(template ?? '').includes(HIDDEN)
  const isLocked = isHidden || whyLocked(visit, mapping) !== undefined
  const choices = await visit.api.get<Choices>(apiPathOf(visit, 'choices'))
  const written = sent?.written ?? (template ? writtenOf(template) : {})
  const main = html`${sent ? refusedNote(sent) : template && hiddenNote(visit, { masked: isHidden })}
    ${templateForm(visit, { known: template && id, base: mapping.digest, written, choices, isLocked, refusal: sent?.refusal })}
    ${
      template &&
      !isLocked &&
      html`<h2>Remove it</h2>
        <p>Requests under way go on. A stage that asks by itself for it has to be removed first.</p>
        ${pressButton(visit, {
          action: pathOf(visit, 'template/remove'),
          ...{ words: 'Preview without it', role: 'operate', look: 'outline' },
          fields: { template: template.id, base: mapping.digest },
        })}`
    }
    <p><a href=${pathOf(visit, 'templates')}>Back to the templates</a></p>`
  return mappingPage(visit, mapping, {
    title: template ? `Template: ${template.name}` : 'A new template',
    ...{ main, status: sent?.refusal.status ?? 200 },
  })
}

const unknown = new RequestRefusedError({
  ...{ status: 404, code: 'unknown_template' },
  detail: 'the mapping has no template with this id now',
})
