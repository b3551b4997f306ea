import type { Role } from '../parts.ts'
import type { Visit } from './console.ts'
import { type Html, html } from './html.ts'

/** What every form of a signed-in person carries. */
export function csrfField({ session }: Pick<Visit, 'session'>): Html {
  return html`<input type="hidden" name="csrf" value=${session.csrf} />`
}

interface Press {
  readonly action: string
  readonly words: string
  /** What the API asks for it; who has less is told so instead of a button. The API decides all the same. */
  readonly role: Role
  readonly fields?: Readonly<Record<string, string>>
  readonly look?: string
  /** Where the words alone do not tell which of several. */
  readonly label?: string
}

/** One button that does one thing, with or without scripts. */
export function pressButton(visit: Visit, { action, words, role, fields = {}, look = '', label }: Press): Html {
  if (!visit.can(role)) return html`<small class="needs">${words}: needs the role ${role}</small>`
  return html`<form method="post" action=${action} class="press">
    ${csrfField(visit)}
    ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name=${name} value=${value} />`)}
    <button id=${idOf(action)} class=${look} ...${label ? { 'aria-label': label } : {}}>${words}</button>
  </form>`
}

/** On or off, as the vendors' own screens show it: green is on. A button, so that it works without scripts. */
export function switchButton(
  visit: Visit,
  { action, isOn, name }: { action: string; isOn: boolean; name: string },
): Html {
  if (!visit.can('operate')) return html`<small class="needs">Switching needs the role operate</small>`
  return html`<form method="post" action=${action} class="press">
    ${csrfField(visit)}
    <input type="hidden" name="enabled" value=${String(!isOn)} />
    <button id=${idOf(action)} role="switch" aria-checked=${String(isOn)} aria-label=${`${name} is ${isOn ? 'on' : 'off'}`} class="switch">
      ${isOn ? 'On' : 'Off'}
    </button>
  </form>`
}

/** The same each time, so that whoever is at the button stays there when the part around it is swapped. */
function idOf(action: string): string {
  return `press${action.replaceAll(/[^A-Za-z0-9-]+/g, '-')}`
}
