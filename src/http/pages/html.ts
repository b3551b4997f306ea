import { createRequire } from 'node:module'
import htm from 'htm'

/** An element, which only `html` makes. */
export interface Markup {
  readonly type: unknown
  readonly props: unknown
}

/** What stands in a page: an element, text, several of them, or nothing. Text is always escaped. */
export type Html = Markup | string | number | false | null | undefined | readonly Html[]

/** Not imported: its types bring those of a browser along, and every file here would know a `document` and a `name`. */
const require = createRequire(import.meta.url)
const { h } = require('preact') as { h(type: unknown, props: unknown, ...children: readonly unknown[]): Markup }
const { render } = require('preact-render-to-string') as { render(markup: Markup): string }

/** Markup as a value. Whatever is put into it is text or an attribute's value, never markup; nothing of it runs in a browser. */
export const html = (htm as unknown as typeof import('htm').default).bind(h) as (
  strings: TemplateStringsArray,
  ...values: readonly unknown[]
) => Markup

export function renderPage(page: Markup): string {
  return `<!DOCTYPE html>\n${render(page)}\n`
}

export function renderFragment(part: Markup): string {
  return render(part)
}
