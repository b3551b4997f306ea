import type { Json } from '../../lib/json.ts'
import { renderValue } from '../../plan/render.ts'
import type { Query } from './api.ts'
import type { Visit } from './console.ts'
import { type Html, html } from './html.ts'

export const HIDDEN = '•••'

/** Hidden until the person asks, whatever their role; that they did is audited by the API. */
export function valuesOf({ query: { values }, can }: Visit): Query {
  return { values: values === 'shown' && can('operate') ? 'shown' : 'masked' }
}

/** For a form on a page where they are shown: what comes back is the same page. */
export function seenAlready({ query: { values } }: Visit): Query {
  return { values: values === 'shown' ? 'shown' : undefined }
}

/** The way from one to the other, on the same page. */
export function valuesLink({ request, query, can }: Visit): Html {
  const path = request.url.split('?', 1)[0]!
  const others = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[0] !== 'values' && entry[1] !== undefined,
  )
  const to = (values: string) => `${path}?${new URLSearchParams([...others, ['values', values]])}`
  if (!can('operate'))
    return html`<p><small class="needs">Values about people are hidden; showing them needs the role operate.</small></p>`
  if (query.values === 'shown')
    return html`<p>Values are shown, and that you saw them is noted. <a href=${to('masked')}>Hide values</a></p>`
  return html`<p><a href=${to('shown')}>Show values</a> <small>about people; it is noted that you saw them.</small></p>`
}

/** On one line; what is hidden is said to a screen reader too. */
export function shownValue(value: unknown): Html {
  if (value === HIDDEN) return html`<span class="masked" role="img" aria-label="hidden">${HIDDEN}</span>`
  return renderValue(value as Json | undefined)
}
