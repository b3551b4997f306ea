import type { Connection } from './connection-card.ts'
import type { Console, Visit } from './console.ts'
import { pressButton } from './forms.ts'
import { type Html, html } from './html.ts'
import { badge, externalLink } from './parts.ts'

/** Access that a person allows in their browser, such as SmartRecruiters' (S24). */
export function grantPart(visit: Visit, { id, grant, systems }: Connection): Html {
  if (!grant) return null
  const system = systems[1]
  const isConnected = grant.state === 'connected'
  const words = isConnected ? 'Allow access again' : `Add to ${system}`
  return html`<section>
    <h2>Access</h2>
    <p>${badge(grant.state)} ${isConnected ? 'Access was allowed.' : 'Nobody has allowed access yet, or it was taken back.'}</p>
    ${pressButton(visit, { action: `/connections/${id}/grant`, words, role: 'operate', look: isConnected ? 'outline' : '' })}
  </section>`
}

/** In two steps: a form may not lead to another site, so what follows is a link. */
export function registerGrant({ action }: Console): void {
  action('/connections/:id/grant', async ({ api, params: { id = '' } }) => ({
    title: 'Allow access',
    crumbs: [
      ['/', 'Connections'],
      [`/connections/${id}`, id],
    ],
    main: html`<p>The vendor's page asks whether Hirewire may have access. Your browser comes back here afterwards.</p>
      <p>${externalLink(await api.location(`/oauth/${encodeURIComponent(id)}/start`), "Go to the vendor's page")}</p>
      <p><small>The link is good for ten minutes and for one use.</small></p>
      <p><a href=${`/connections/${id}`}>Not now</a></p>`,
  }))
}
