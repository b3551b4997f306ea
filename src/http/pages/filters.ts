import { type Html, html } from './html.ts'

interface Filter {
  readonly name: string
  readonly words: string
  /** What choosing nothing means. Missing: one must be chosen. */
  readonly all?: string
  /** Missing: one word is written. */
  readonly options?: readonly (readonly [value: string, words: string])[]
  readonly chosen: string | undefined
}

/** Narrows a list. What is chosen stands in the address, so that it can be sent to somebody. */
export function filterForm(action: string, filters: readonly Filter[]): Html {
  return html`<form method="get" action=${action} class="row">
    ${filters.map((filter) => html`<label>${filter.words} ${control(filter)}</label>`)}
    <button class="outline">Show</button>
  </form>`
}

function control({ name, all, options, chosen }: Filter): Html {
  if (!options)
    return html`<input name=${name} value=${chosen ?? ''} pattern="[\\w.\\-]*" autocomplete="off" spellcheck="false" />`
  return html`<select name=${name}>
    ${all && html`<option value="">${all}</option>`}
    ${options.map(([value, said]) => html`<option value=${value} selected=${value === chosen}>${said}</option>`)}
  </select>`
}
