import type { Html } from './html.ts'

export interface Page {
  /** Of the browser's tab, and the one heading of the first order. */
  readonly title: string
  /** Where it stands, outermost first, as address and words. */
  readonly crumbs?: readonly (readonly [href: string, words: string])[]
  readonly main: Html
  /** Of HTTP; 200 where nothing else is said. */
  readonly status?: number
  /** What is live in it comes over this stream. */
  readonly events?: string
  /** For who reads without scripts: seconds until the page is asked for again. */
  readonly refresh?: number
  /** Where the browser goes on to by itself, at once. */
  readonly goOn?: string
}
