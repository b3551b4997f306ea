import type { Visit } from './console.ts'
import { csrfField } from './forms.ts'
import { type Html, html } from './html.ts'
import type { Page } from './page.ts'

/** Straight to a record, for who has its id from a vendor's page. */
export function findRecord(connection: string): Html {
  return html`<section>
    <h2>Open a record by its id</h2>
    <form method="get" action=${`/records/${connection}`} class="row">
      <label>Id at the source, such as that of a job or an application
        <input name="id" required autocomplete="off" spellcheck="false" />
      </label>
      <button class="outline">Open</button>
    </form>
  </section>`
}

/** Nobody knows it here: how to find one, and how to have it looked for. */
export function unknownRecord(visit: Visit, connection: string, record: string): Page {
  return {
    title: 'No such record',
    status: 404,
    crumbs: [
      ['/', 'Connections'],
      [`/connections/${connection}`, connection],
      [`/connections/${connection}/records`, 'Records'],
    ],
    main: html`<p>No flow of ${connection} knows a record <code>${record}</code>.</p>
      <ul>
        <li>A record has the id of its source: of a job in ChartHop, of an application in Ashby, of a request in Crosschq.</li>
        <li>The <a href=${`/connections/${connection}/records`}>records of ${connection}</a> are listed flow by flow.</li>
        <li>A new one is known after the next run, or at once when it is looked for.</li>
      </ul>
      <section>${lookFor(visit, connection, record)}</section> ${findRecord(connection)}`,
  }
}

function lookFor(visit: Visit, connection: string, record: string): Html {
  if (!visit.can('operate')) return html`<p><small class="needs">Looking for it needs the role operate</small></p>`
  return html`<form method="post" action=${`/connections/${connection}/look`} class="press">
    ${csrfField(visit)}
    <input type="hidden" name="record" value=${record} />
    <button>Look for it at the source</button>
  </form>`
}
