import { escapeHtml } from '../../lib/html.ts'
import { assets } from './assets.ts'

interface PlainPage {
  readonly title: string
  /** Markup; whoever writes it escapes what is not theirs. */
  readonly body: string
}

/** For people who are not signed in, in the console's look: no script runs in it, and it leads nowhere else. */
export function plainPage({ title, body }: PlainPage): string {
  const head = [
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta name="color-scheme" content="light dark"><title>${escapeHtml(title)} · Hirewire</title>`,
    `<link rel="icon" href="data:,"><link rel="stylesheet" href="${assets.style.path}">`,
  ].join('')
  return `<!DOCTYPE html>\n<html lang="en"><head>${head}</head><body><main class="container narrow"><h1>${escapeHtml(title)}</h1>\n${body}\n</main></body></html>\n`
}

/** Of our own only the stylesheet is loaded, a form leads here only, nobody frames the page, and no search engine keeps it. */
export function plainHeaders(formAction: "'self'" | "'none'") {
  return {
    'content-security-policy': `default-src 'none'; style-src 'self'; img-src data:; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
    'x-frame-options': 'DENY',
    'x-robots-tag': 'noindex',
  }
}
