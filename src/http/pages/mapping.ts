import type { z } from 'zod'
import type { Mapping as MappingView } from '../api/mapping.ts'
import { type Refusal, RequestRefusedError } from '../problem.ts'
import type { Done, Visit } from './console.ts'
import { type Html, html } from './html.ts'
import type { Page } from './page.ts'
import { emptyState } from './parts.ts'
import { valuesLink, valuesOf } from './values.ts'

/** A connection's mapping file as the API tells of it. */
export type Mapping = z.output<typeof MappingView>
export type TextProblem = Mapping['problems'][number]

/** What a form came back with. */
export interface Again {
  readonly refusal: Refusal
}

export function pathOf({ params: { id = '' } }: Visit, page = ''): string {
  return `/connections/${id}${page && `/${page}`}`
}

export function apiPathOf({ params: { id = '' } }: Visit, call: string): string {
  return `/connections/${encodeURIComponent(id)}/${call}`
}

export function mappingOf(visit: Visit): Promise<Mapping> {
  return visit.api.get<Mapping>(apiPathOf(visit, 'mapping'), valuesOf(visit))
}

const words = { fields: 'Fields', templates: 'Templates', interviews: 'Interviews' } as const

/** What every page of a mapping has around it. */
export function mappingPage(visit: Visit, mapping: Mapping, { title, main, status = 200 }: Page): Page {
  const { id = '' } = visit.params
  return {
    title,
    status,
    crumbs: [
      ['/', 'Connections'],
      [`/connections/${id}`, id],
    ],
    main: html`${rooms(visit, mapping)} ${notes(visit, mapping)} ${main}`,
  }
}

function rooms(visit: Visit, { kind }: Mapping): Html {
  const pages = [
    [kind, words[kind]],
    ['yaml', 'YAML'],
    ['versions', 'Versions'],
  ] as const
  return html`<nav aria-label="Of this mapping" class="rooms">
    <ul>
      ${pages.map(([page, said]) => html`<li><a href=${pathOf(visit, page)} ...${current(visit, page)}>${said}</a></li>`)}
    </ul>
  </nav>`
}

function current({ request, params }: Visit, page: string) {
  const path = request.url.split('?', 1)[0]
  return path === `/connections/${params.id}/${page}` ? { 'aria-current': 'page' } : {}
}

function notes(visit: Visit, mapping: Mapping): Html {
  const why = whyLocked(visit, mapping)
  return html`${why !== undefined && html`<p class="notice">${why}</p>`}
    ${
      mapping.draft !== null &&
      html`<p>A change of this mapping was previewed and not saved yet: <a href=${pathOf(visit, `drafts/${mapping.draft}`)}>look at it</a>.</p>`
    }`
}

/** Why the forms of this mapping are there to be read only. Undefined: they are not. */
export function whyLocked(visit: Visit, { readOnly, why, file }: Mapping): string | undefined {
  if (readOnly) return `${file} cannot be changed here: ${why ?? 'it is read-only'}.`
  return visit.can('operate') ? undefined : 'Changing the mapping needs the role operate; everything can be read.'
}

/** On a page with the text itself: what is hidden in it, and that only the whole can be changed. */
export function hiddenNote(visit: Visit, seen: { readonly masked: boolean }): Html {
  if (!seen.masked && visit.query.values !== 'shown') return null
  return html`${seen.masked && html`<p>Names and addresses of people are hidden in this text.${visit.can('operate') && ' Show them to change it.'}</p>`}
    ${valuesLink(visit)}`
}

/** A page of another kind of mapping than this connection has. */
export function otherKind(visit: Visit, mapping: Mapping, kind: Mapping['kind']): Page {
  const { kind: own } = mapping
  const way = html`<a href=${pathOf(visit, own)}>${words[own]} of ${visit.params.id}</a>`
  const main = emptyState(`The mapping of this connection has no ${kind}.`, way)
  return mappingPage(visit, mapping, { title: words[kind], main, status: 404 })
}

/** Shown by a page that needs a text it can read. */
export function unreadable(visit: Visit, { file, problems }: Mapping): Html {
  return html`<div class="problem">
    <p>${file} cannot be used as it is now, so there is nothing to choose here. <a href=${pathOf(visit, 'yaml')}>Mend it as YAML</a>:</p>
    <ul>${problems.map((problem) => html`<li>${problemWords(problem)}</li>`)}</ul>
  </div>`
}

export function problemWords({ line, column, message }: TextProblem): string {
  return `line ${line}, column ${column}: ${message}`
}

/** A draft of it, to be looked at; or the form once more, where the API would not have it. */
export async function preview(
  visit: Visit,
  body: Readonly<Record<string, unknown>>,
  showAgain: (again: Again) => Promise<Page>,
): Promise<Done | Page> {
  try {
    const draft = await visit.api.send<{ id: string }>('POST', apiPathOf(visit, 'mapping/drafts'), body)
    return { to: pathOf(visit, `drafts/${draft.id}`), said: 'Nothing is written before you save it.' }
  } catch (error) {
    if (!(error instanceof RequestRefusedError) || ![400, 409, 422].includes(error.refusal.status)) throw error
    return showAgain(error)
  }
}

/** Above a form that came back. What was typed stands in it still. */
export function refusedNote({ refusal }: Again): Html {
  const { code, detail, errors = [] } = refusal
  if (code === 'mapping_moved') {
    return html`<p id="refused" class="problem" role="alert">
      The mapping file was changed since you opened this page, so nothing was previewed. The page shows it as it is now, with
      what you had chosen; look at it once more and preview again.
    </p>`
  }
  if (errors.length > 1) {
    const lines = errors.map(
      ({ in: part, path, message }) => html`<li>${part === 'mapping' ? lineWords(path) : path} ${message}</li>`,
    )
    return html`<div id="refused" class="problem" role="alert"><p>This cannot be previewed:</p><ul>${lines}</ul></div>`
  }
  return html`<p id="refused" class="problem" role="alert">This cannot be previewed: ${detail}</p>`
}

/** The API has the place in the text that would have come out as `12:5`. */
function lineWords(place: string): string {
  const [line, column] = place.split(':')
  return `line ${line}, column ${column}:`
}
