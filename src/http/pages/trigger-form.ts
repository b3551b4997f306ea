import { z } from 'zod'
import { type Html, html } from './html.ts'
import { type Job, placeIn, placeSelect, placeWords } from './places.ts'

/** Where somebody has to arrive, and of templates which one is sent then. */
export interface Row {
  readonly job: string
  readonly stage: string
  readonly template?: string | undefined
}

/** A box for one more, as far as it is filled. */
export interface Box {
  readonly place: string
  readonly template: string
}

/** The rows of a mapping as a person ticked them, and what they would add. */
export interface Rows {
  readonly rows: readonly { readonly row: Row; readonly isKept: boolean }[]
  readonly boxes: readonly Box[]
}

const Written = z.union([z.tuple([z.string(), z.string()]), z.tuple([z.string(), z.string(), z.string()])])

const empty: Box = { place: '', template: '' }

/** As the file has them, with one empty box. */
export function rowsOf(rows: readonly Row[]): Rows {
  return { rows: rows.map((row) => ({ row, isKept: true })), boxes: [empty] }
}

/** A form that came back: what the file got meanwhile is kept, what was unticked stays so. */
export function rowsAgain(rows: readonly Row[], form: URLSearchParams): Rows {
  const [listed, kept] = [new Set(form.getAll('listed')), new Set(form.getAll('keep'))]
  const boxes = boxesIn(form)
  return {
    rows: rows.map((row) => ({ row, isKept: !listed.has(keyOf(row)) || kept.has(keyOf(row)) })),
    boxes: form.get('do') === 'more' || boxes.length === 0 ? [...boxes, empty] : boxes,
  }
}

/** All there should be: what is still ticked, and what was added. */
export function rowsIn(form: URLSearchParams): readonly Row[] {
  const kept = form.getAll('keep').map(rowIn)
  const added = boxesIn(form).map(({ place, template }) => withTemplate(placeIn(place), template))
  const all = [...kept, ...added].filter((row) => row !== undefined)
  return [...new Map(all.map((row) => [keyOf(row), row])).values()]
}

/** One row may be unticked, and the boxes below add more. No script is needed for either. */
export function triggerRows(jobs: readonly Job[], { rows, boxes }: Rows, templates?: readonly string[]): Html {
  return html`${rows.length > 0 && html`<ul class="ticks">${rows.map((one) => html`<li>${tick(jobs, one)}</li>`)}</ul>`}
    ${boxes.map((box, index) => html`<div class="row">${boxOf(jobs, box, { index, templates })}</div>`)}
    <div class="actions">
      <button>Preview</button>
      <button name="do" value="more" class="outline" formnovalidate>Another one</button>
    </div>`
}

function tick(jobs: readonly Job[], { row, isKept }: Rows['rows'][number]): Html {
  const key = keyOf(row)
  return html`<input type="hidden" name="listed" value=${key} />
    <label class="tick">
      <input type="checkbox" name="keep" value=${key} checked=${isKept} />
      <span>${placeWords(jobs, row)}${row.template !== undefined && html`: <strong>${row.template}</strong>`}</span>
    </label>`
}

function boxOf(
  jobs: readonly Job[],
  { place, template }: Box,
  { index, templates }: { readonly index: number; readonly templates: readonly string[] | undefined },
): Html {
  const number = index === 0 ? '' : ` ${index + 1}`
  return html`${placeSelect(jobs, { name: 'place', label: `Job and stage${number}`, chosen: placeIn(place) })}
    ${
      templates &&
      html`<label>Template${number}
        <select name="template">
          <option value="">Choose a template</option>
          ${templates.map((id) => html`<option value=${id} selected=${id === template}>${id}</option>`)}
        </select>
      </label>`
    }`
}

function boxesIn(form: URLSearchParams): readonly Box[] {
  const templates = form.getAll('template')
  const boxes = form.getAll('place').map((place, index) => ({ place, template: templates[index] ?? '' }))
  return boxes.filter(({ place, template }) => place !== '' || template !== '')
}

function withTemplate(place: Row | undefined, template: string): Row | undefined {
  return place && template !== '' ? { ...place, template } : place
}

function keyOf({ job, stage, template }: Row): string {
  return JSON.stringify([job, stage, ...(template === undefined ? [] : [template])])
}

function rowIn(key: string): Row | undefined {
  try {
    const [job, stage, template] = Written.parse(JSON.parse(key))
    return { job, stage, ...(template !== undefined && { template }) }
  } catch {
    return undefined
  }
}
