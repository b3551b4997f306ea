import { assets } from './assets.ts'
import { type Html, html, type Markup } from './html.ts'
import type { Page } from './page.ts'
import type { Session } from './session.ts'

export interface Flash {
  readonly said: string
}

/**
 * No style of its own in the page and nothing evaluated, as the headers demand; every answer is shown, errors too. What is
 * swapped in works at once: a button pressed before it settled would load the page anew, and whoever pressed it lose their place.
 */
const htmxConfig = JSON.stringify({
  ...{ includeIndicatorStyles: false, allowEval: false, allowScriptTags: false, selfRequestsOnly: true },
  ...{ scrollIntoViewOnBoost: false, historyCacheSize: 0, refreshOnHistoryMiss: true, defaultSettleDelay: 0 },
  responseHandling: [{ code: '...', swap: true }],
})

export function layout(page: Page, session?: Session, flash?: Flash): Markup {
  return html`<html lang="en">
    ${head(page)}
    <body hx-boost="true" hx-ext="sse">
      <a class="skip" href="#main">Skip to the content</a>
      ${session && header(session)}
      <main id="main" class="container" tabindex="-1" ...${page.events ? { 'sse-connect': page.events, 'sse-close': 'end' } : {}}>
        ${page.crumbs && crumbs(page.crumbs)}
        <h1>${page.title}</h1>
        <div class="flash" role="status">${flash && html`<p>${flash.said}</p>`}</div>
        ${page.main}
      </main>
      <footer class="container"><small>Hirewire keeps hiring systems in step.</small></footer>
    </body>
  </html>`
}

function head({ title, refresh, goOn }: Page): Html {
  const seconds = goOn === undefined ? String(refresh) : `0; url=${goOn}`
  const again = html`<meta http-equiv="refresh" content=${seconds} />`
  return html`<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="htmx-config" content=${htmxConfig} />
    <title>${title} · Hirewire</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href=${assets.style.path} />
    ${goOn !== undefined ? again : refresh !== undefined && html`<noscript>${again}</noscript>`}
    <script src=${assets.htmx.path} defer></script>
    <script src=${assets.sse.path} defer></script>
    <script src=${assets.script.path} defer></script>
  </head>`
}

const rooms = [
  ['/', 'Connections'],
  ['/runs', 'Runs'],
  ['/holds', 'Holds'],
  ['/notifications', 'Notifications'],
] as const

function header({ token, csrf }: Session): Html {
  return html`<header class="container">
    <nav aria-label="Main">
      <ul>
        <li><a class="brand" href="/"><strong>Hirewire</strong></a></li>
      </ul>
      <ul>
        ${rooms.map(([href, words]) => html`<li><a href=${href}>${words}</a></li>`)}
        ${token.role === 'approve' && html`<li><a href="/audit">Audit</a></li>`}
      </ul>
      <ul>
        <li class="who">${token.name} <small>(${token.role})</small></li>
        <li>
          <form method="post" action="/sign-out">
            <input type="hidden" name="csrf" value=${csrf} />
            <button class="outline secondary small">Sign out</button>
          </form>
        </li>
      </ul>
    </nav>
  </header>`
}

function crumbs(path: NonNullable<Page['crumbs']>): Html {
  return html`<nav aria-label="breadcrumb" class="crumbs">
    <ul>
      ${path.map(([href, words]) => html`<li><a href=${href}>${words}</a></li>`)}
    </ul>
  </nav>`
}
