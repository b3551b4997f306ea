import { type Connection, connectionCard } from './connection-card.ts'
import { firstSync, flowCounts, links, skipped, waiting, webhooks } from './connection-parts.ts'
import type { Console, Visit } from './console.ts'
import { grantPart } from './grant.ts'
import { html } from './html.ts'
import { type Keys, keyList } from './keys.ts'
import { badge, counted, moment, table } from './parts.ts'

/** Everything about one connection: what stands where and why, what its keys may do, and where vendors call us. */
export function registerConnection({ page }: Console): void {
  page('/connections/:id', async (visit) => {
    const id = visit.params.id!
    const connection = await visit.api.get<Connection>(`/connections/${encodeURIComponent(id)}`)
    const keys = await visit.api.get<Keys>(`/connections/${encodeURIComponent(id)}/keys`)
    return {
      title: id,
      crumbs: [['/', 'Connections']],
      events: '/events',
      main: html`<article sse-swap=${`connection-${id}`}>${connectionCard(visit, connection)}</article>
        ${links(connection)} ${grantPart(visit, connection)} ${firstSync(connection)} ${waiting(visit, connection)}
        ${flowCounts(connection)} ${skipped(connection)} ${checkPart(id)} ${keyList(visit, id, keys)} ${webhooks(connection)}`,
    }
  })

  page('/connections/:id/check', showCheck)
}

/** Vendors are asked for it, which takes a moment: the page does not wait. */
function checkPart(id: string) {
  const path = `/connections/${id}/check`
  return html`<section id="check" hx-get=${path} hx-select="#check" hx-trigger="load" hx-swap="outerHTML ignoreTitle:true">
    <h2>Keys and permissions</h2>
    <p><a href=${path}>Ask the vendors what each key may do</a></p>
  </section>`
}

interface Checked {
  readonly data: readonly { readonly ok: boolean; readonly subject: string; readonly message: string }[]
  readonly permissions: readonly Permission[]
  readonly readAt: string
}

interface Permission {
  readonly system: string
  readonly name: string
  readonly needed: boolean
  readonly had: boolean | null
}

async function showCheck({ api, params: { id = '' }, query: { fresh } }: Visit) {
  const checked = await api.get<Checked>(`/connections/${encodeURIComponent(id)}/check`, { fresh })
  return {
    title: `Check of ${id}`,
    crumbs: [['/', 'Connections'] as const, [`/connections/${id}`, id] as const],
    main: checkSection(id, checked),
  }
}

function checkSection(id: string, { data, permissions, readAt }: Checked) {
  const [fine, missing] = [data.filter(({ ok }) => ok), data.filter(({ ok }) => !ok)]
  return html`<section id="check">
    <h2>Keys and permissions</h2>
    <p>
      ${missing.length === 0 ? 'Nothing is missing.' : `${missing.length} of ${data.length} are missing.`} Asked ${moment(readAt)}.
      ${' '}<a href=${`/connections/${id}/check?fresh=true`}>Ask again</a>
    </p>
    ${missing.length > 0 && findings('Missing', missing)}
    ${fine.length > 0 && html`<details><summary>${counted(fine.length, 'check')} found all well</summary>${findings('In order', fine)}</details>`}
    ${permissions.length > 0 && matrix(permissions)}
  </section>`
}

function findings(label: string, data: Checked['data']) {
  const words = (ok: boolean) => (ok ? badge('connected', 'OK') : badge('failed', 'Missing'))
  return table(
    label,
    ['State', 'Checked', 'What came of it'],
    data.map(
      ({ ok, subject, message }) =>
        html`<tr><td>${words(ok)}</td><th scope="row">${subject}</th><td>${message}</td></tr>`,
    ),
  )
}

function matrix(permissions: readonly Permission[]) {
  const wanting = permissions.filter(({ needed, had }) => needed && had === false).length
  return html`<details open=${wanting > 0}>
    <summary>What each key may do: ${wanting === 0 ? 'all that is needed' : counted(wanting, 'permission is missing', 'permissions are missing')}</summary>
    ${table(
      'Permissions',
      ['Vendor', 'Permission', 'Needed', 'The key has it', 'So it is'],
      permissions.map(
        (one) =>
          html`<tr><td>${one.system}</td><th scope="row"><code>${one.name}</code></th><td>${one.needed ? 'yes' : 'no'}</td><td>${had(one)}</td><td>${standing(one)}</td></tr>`,
      ),
    )}
  </details>`
}

function had({ had }: Permission): string {
  if (had === null) return 'the vendor does not tell'
  return had ? 'yes' : 'no'
}

function standing({ needed, had }: Permission) {
  if (needed && had === false) return badge('failed', 'Missing')
  if (!needed && had === true) return badge('partial', 'More than needed')
  return needed && had ? badge('connected', 'OK') : ''
}
