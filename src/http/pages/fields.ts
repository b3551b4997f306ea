import type { z } from 'zod'
import type { Fields as FieldsView } from '../api/fields.ts'
import type { Console, Visit } from './console.ts'
import { customFields, type Field, isFound, standardFields } from './fields-table.ts'
import { csrfField } from './forms.ts'
import { type Html, html } from './html.ts'
import {
  type Again,
  apiPathOf,
  type Mapping,
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
import { counted, emptyState, moment } from './parts.ts'
import { valuesLink, valuesOf } from './values.ts'

type Fields = z.output<typeof FieldsView>

/** What a person had changed when their form came back; what the file got meanwhile is not theirs to undo. */
interface Chosen {
  readonly ticked: ReadonlySet<string>
  readonly unticked: ReadonlySet<string>
  readonly titles: ReadonlyMap<string, string>
}

/** Which of the source's fields travel, and into what. */
export function registerFieldsPage({ page, action }: Console): void {
  page('/connections/:id/fields', (visit) => show(visit))

  action('/connections/:id/fields', async (visit, form) => {
    const chosen = chosenIn(form)
    const fields = [...new Set(form.getAll('field'))].map((code) => ({ code, ...titleIn(form, code) }))
    const body = { edit: { type: 'fields', fields }, base: form.get('base') ?? '' }
    return preview(visit, body, (again) => show(visit, { ...again, chosen }))
  })
}

async function show(visit: Visit, again?: Again & { readonly chosen: Chosen }): Promise<Page> {
  const mapping = await mappingOf(visit)
  if (mapping.kind !== 'fields') return otherKind(visit, mapping, 'fields')
  const read = await visit.api.get<Fields>(apiPathOf(visit, 'fields'), { ...valuesOf(visit), fresh: visit.query.fresh })
  const fields = [...read.data, ...unlisted(mapping, read)].map((field) => asChosen(field, again?.chosen))
  const q = visit.query.q ?? ''
  const main = html`${again && refusedNote(again)} ${intro(visit, read)}
    ${mapping.problems.length > 0 && unreadable(visit, mapping)} ${filter(visit, q)}
    ${form(visit, mapping, { fields, q })}`
  return mappingPage(visit, mapping, { title: 'Fields', main, status: again?.refusal.status ?? 200 })
}

function intro(visit: Visit, { readAt }: Fields): Html {
  return html`<p>
      A ticked field travels from each job to its opening. Both sides were asked ${moment(readAt)}${'; '}
      <a href=${pathOf(visit, 'fields?fresh=true')}>ask again</a>.
    </p>
    ${valuesLink(visit)}`
}

/** A form of its own, so that a narrowed list can be linked to. With scripts it narrows in place, and no tick is lost. */
function filter(visit: Visit, q: string): Html {
  const { values } = visit.query
  return html`<search><form method="get" action=${pathOf(visit, 'fields')} class="row" data-narrows>
      <label>Find a field
        <input type="search" name="q" value=${q} placeholder="code, label or type" />
      </label>
      ${values && html`<input type="hidden" name="values" value=${values} />`}
      <button class="outline">Find</button>
    </form></search>
    <noscript><p><small>Preview what you ticked before you look for another field; the list is loaded anew then.</small></p></noscript>`
}

function form(visit: Visit, mapping: Mapping, { fields, q }: { fields: readonly Field[]; q: string }): Html {
  const standard = fields.filter(({ isStandard }) => isStandard)
  const custom = fields.filter(({ isStandard }) => !isStandard)
  const isLocked = whyLocked(visit, mapping) !== undefined || mapping.problems.length > 0
  return html`<p id="none" class="empty" hidden=${fields.some((field) => isFound(field, q))}>
      No field is called so. <a href=${pathOf(visit, 'fields')}>All fields</a>
    </p>
    <form method="post" action=${pathOf(visit, 'fields')}>
      ${csrfField(visit)}
      <input type="hidden" name="base" value=${mapping.digest} />
      <fieldset disabled=${isLocked}>
        <legend class="sr">Fields to map</legend>
        ${custom.length === 0 ? noFields : customFields(custom, q)}
        ${!isLocked && custom.length > 0 && html`<div class="actions"><button>Preview</button> <small>${said(custom)}</small></div>`}
      </fieldset>
    </form>
    ${standardFields(standard, q)}`
}

const noFields = emptyState('ChartHop has no custom field.', 'Add one in ChartHop for jobs; it is listed here then.')

function said(custom: readonly Field[]): string {
  const mapped = custom.filter(({ isMapped }) => isMapped).length
  return `${mapped} of ${counted(custom.length, 'field')} mapped now. Nothing is written by a preview.`
}

/** Mapped, though ChartHop has them no longer: they stay until somebody unticks them. */
function unlisted(mapping: Mapping, { data }: Fields): Fields['data'] {
  const known = new Set(data.map(({ code }) => code.toLowerCase()))
  const gone = contentOf(mapping).openings.filter(({ from }) => !known.has(from.toLowerCase()))
  const why = 'ChartHop has no custom field with this code now'
  return gone.map(({ from }) => ({
    ...{ code: from, label: from, type: '–', entity: '', isMapped: true, isStandard: false, why, target: why },
    ...{ targetState: 'cannot' as const, title: null, options: null, samples: [] },
  }))
}

function asChosen(field: Fields['data'][number], chosen: Chosen | undefined): Field {
  if (!chosen || field.isStandard) return { ...field, isTicked: field.isMapped }
  const { code, isMapped } = field
  const isTicked = isMapped ? !chosen.unticked.has(code) : chosen.ticked.has(code)
  return { ...field, isTicked, newTitle: chosen.titles.get(code) }
}

function chosenIn(form: URLSearchParams): Chosen {
  const ticked = form.getAll('field')
  const mapped = codesIn(form, 'was.')
  const titles = codesIn(form, 'title.').map((code) => [code, form.get(`title.${code}`)!] as const)
  return {
    ticked: new Set(ticked.filter((code) => !mapped.includes(code))),
    unticked: new Set(mapped.filter((code) => !ticked.includes(code))),
    titles: new Map(titles.filter(([code, title]) => title !== form.get(`was.${code}`))),
  }
}

function codesIn(form: URLSearchParams, start: string): readonly string[] {
  return [...form.keys()].filter((name) => name.startsWith(start)).map((name) => name.slice(start.length))
}

/** Only one that the person wrote: what the file says in its own way stays. */
function titleIn(form: URLSearchParams, code: string): { readonly title?: string } {
  const title = form.get(`title.${code}`)?.trim() ?? ''
  return title === '' || title === form.get(`was.${code}`) ? {} : { title }
}
