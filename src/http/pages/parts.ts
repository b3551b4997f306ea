import { hasProtocol } from '../../lib/addresses.ts'
import { type Html, html } from './html.ts'

/** In words, and in a colour that says the same. */
const states: Readonly<Record<string, readonly [words: string, colour: string]>> = {
  disabled: ['Off', 'grey'],
  waiting: ['Enabled', 'blue'],
  connected: ['Connected', 'green'],
  disconnected: ['Disconnected', 'red'],
  failing: ['Failing', 'red'],
  held: ['Held', 'amber'],
  partial: ['Partial', 'amber'],
  ...{
    queued: ['Queued', 'blue'],
    running: ['Running', 'blue'],
    success: ['Success', 'green'],
    failed: ['Failed', 'red'],
  },
  ...{ pending: ['Pending', 'blue'], synced: ['In step', 'green'], skipped: ['Skipped', 'grey'] },
  attention: ['Needs attention', 'amber'],
  ...{ intended: ['Intended', 'blue'], applied: ['Applied', 'blue'], verified: ['Verified', 'green'] },
  unknown: ['Unclear', 'amber'],
  approved: ['Approved', 'green'],
  ...{ rejected: ['Rejected', 'grey'], expired: ['Expired', 'grey'] },
  ...{ sending: ['Sending', 'blue'], sent: ['Sent', 'green'], unclear: ['Unclear', 'amber'] },
  ...{
    ready: ['Ready', 'green'],
    checking: ['Checking', 'blue'],
    saved: ['Saved', 'green'],
    stale: ['Out of date', 'grey'],
    discarded: ['Discarded', 'grey'],
  },
}

export function badge(state: string, words?: string): Html {
  const [said, colour] = states[state] ?? [state, 'grey']
  return html`<span class=${`badge ${colour}`}>${words ?? said}</span>`
}

/** The script shows it in the reader's own zone; without it, as UTC. */
export function moment(iso: string | null | undefined, none: Html = '–'): Html {
  if (!iso) return none
  const utc = `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
  return html`<time datetime=${iso}>${utc}</time>`
}

const units = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const

/** `90_000` as `1 min`: for how long something took, or has been waiting. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '–'
  if (ms < 1_000) return `${Math.round(ms)} ms`
  const seconds = Math.round(ms / 1_000)
  const [size, unit] = units.find(([size]) => seconds >= size) ?? [1, 's']
  return `${Math.floor(seconds / size)} ${unit}`
}

/** `1 opening`, `2 openings`. */
export function counted(count: number, word: string, words = `${word}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? word : words}`
}

/** Words and what stands for them; what is not there is left out. */
export function facts(lines: readonly (readonly [words: string, value: Html] | false | null | undefined)[]): Html {
  const said = lines.filter((line) => Boolean(line)) as (readonly [string, Html])[]
  return html`<dl class="facts">
    ${said.map(([words, value]) => html`<div><dt>${words}</dt><dd>${value}</dd></div>`)}
  </dl>`
}

export function emptyState(what: string, way: Html): Html {
  return html`<div class="empty"><p><strong>${what}</strong></p><p>${way}</p></div>`
}

/** A table that a phone scrolls sideways, and a keyboard can reach. */
export function table(label: string, head: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="scroll" role="region" aria-label=${label} tabindex="0">
    <table>
      <thead>
        <tr>${head.map((words) => (words === '' ? html`<td></td>` : html`<th scope="col">${words}</th>`))}</tr>
      </thead>
      <tbody>${rows}</tbody>
    </table>
  </div>`
}

/** The way to older entries; keyset paging knows no page numbers. */
export function olderLink(href: string | null, words = 'Older'): Html {
  return href && html`<p><a href=${href} role="button" class="outline secondary">${words}</a></p>`
}

/** A page of a vendor's. Of an address that may run something only the words are left. */
export function externalLink(address: string | null | undefined, words: string): Html {
  if (!address || !hasProtocol(address, ['https:', 'http:'])) return words
  return html`<a href=${address} target="_blank" rel="noreferrer">${words}</a>`
}
