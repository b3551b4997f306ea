import { RequestRefusedError } from '../problem.ts'
import type { Console, Visit } from './console.ts'
import { csrfField, pressButton } from './forms.ts'
import { type Html, html } from './html.ts'
import type { Page } from './page.ts'
import { moment, table } from './parts.ts'

interface Key {
  readonly name: string
  readonly label: string
  readonly where: string
  readonly source: 'config' | 'stored' | 'none'
  readonly replacedAt: string | null
  readonly replacedBy: string | null
}

export interface Keys {
  readonly data: readonly Key[]
  readonly storable: boolean
  readonly why: string | null
}

const sources = { config: 'from the configuration', stored: 'pasted here, kept encrypted', none: 'not set' } as const

/** Which keys there are, never what they are. */
export function keyList(visit: Visit, id: string, { data, storable, why }: Keys): Html {
  if (data.length === 0) return null
  return html`<section id="keys">
    <h2>Keys</h2>
    ${!storable && html`<p>${why}</p>`}
    ${table(
      'Keys of this connection',
      ['Key', 'Comes', 'Replaced', ''],
      data.map(
        (key) => html`<tr>
          <th scope="row">${key.label}</th>
          <td>${sources[key.source]}</td>
          <td>${key.replacedAt ? html`${moment(key.replacedAt)} by ${key.replacedBy}` : 'never here'}</td>
          <td>
            ${storable && visit.can('operate') && html`<a href=${keyPath(id, key)} aria-label=${`Replace ${key.label}`}>Replace</a>`}
            ${!visit.can('operate') && html`<small class="needs">Replacing needs the role operate</small>`}
            ${
              key.source === 'stored' &&
              pressButton(visit, {
                action: `${keyPath(id, key)}/forget`,
                ...{ words: "Back to the configuration's", role: 'operate', look: 'outline secondary small' },
                label: `Back to the configuration's: ${key.label}`,
              })
            }
          </td>
        </tr>`,
      ),
    )}
  </section>`
}

export function registerKeys({ page, action }: Console): void {
  page('/connections/:id/keys/:name', async (visit) => keyForm(visit, await keyOf(visit)))

  action('/connections/:id/keys/:name', async (visit, form) => {
    const { id = '', name = '' } = visit.params
    const key = await keyOf(visit)
    try {
      await visit.api.send('PUT', apiPath(id, name), { value: form.get('value')?.trim() ?? '' })
    } catch (error) {
      if (!(error instanceof RequestRefusedError) || error.refusal.status === 403) throw error
      return keyForm(visit, key, error)
    }
    return {
      to: `/connections/${id}#keys`,
      said: `The vendor took the new ${key.label}; it is kept encrypted and used from now on.`,
    }
  })

  action('/connections/:id/keys/:name/forget', async ({ api, params: { id = '', name = '' } }) => {
    await api.send('DELETE', apiPath(id, name))
    return { to: `/connections/${id}#keys`, said: "The configuration's own key is used again." }
  })
}

async function keyOf({ api, params: { id = '', name } }: Visit): Promise<Key> {
  const { data } = await api.get<Keys>(`/connections/${encodeURIComponent(id)}/keys`)
  const key = data.find((one) => one.name === name)
  if (key) return key
  const detail = 'this connection has no such key; its page lists those it has'
  throw new RequestRefusedError({ status: 404, code: 'unknown_key', detail })
}

/** What was pasted is never sent back, also where the vendor did not take it. */
function keyForm(visit: Visit, key: Key, refused?: RequestRefusedError): Page {
  const { id = '' } = visit.params
  return {
    title: `Replace the ${key.label}`,
    status: refused?.refusal.status ?? 200,
    crumbs: [
      ['/', 'Connections'],
      [`/connections/${id}`, id],
    ],
    main: html`<section class="narrow">
      <p>Made at ${key.where}. The vendor is asked first: a key it does not take is not kept, and the one in use stays.</p>
      ${visit.can('operate') ? pasteForm(visit, key, refused) : html`<p class="notice">Replacing a key needs the role operate.</p>`}
      <p><a href=${`/connections/${id}`}>Leave it as it is</a></p>
    </section>`,
  }
}

function pasteForm(visit: Visit, key: Key, refused?: RequestRefusedError): Html {
  const described = refused ? { 'aria-invalid': 'true', 'aria-describedby': 'problem' } : {}
  return html`<form method="post" action=${keyPath(visit.params.id ?? '', key)} autocomplete="off">
    ${csrfField(visit)}
    <label for="value">${key.label}</label>
    <input id="value" name="value" type="password" autocomplete="off" spellcheck="false" required ...${described} />
    ${refused && html`<p id="problem" class="problem" role="alert">${refused.message}. The key was not kept.</p>`}
    <button>Try it and keep it</button>
  </form>`
}

function keyPath(id: string, { name }: Key): string {
  return `/connections/${id}/keys/${name}`
}

function apiPath(id: string, name: string): string {
  return `/connections/${encodeURIComponent(id)}/keys/${encodeURIComponent(name)}`
}
