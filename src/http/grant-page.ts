import { grantStart } from '../lib/grant-path.ts'
import { escapeHtml } from '../lib/html.ts'
import { plainHeaders, plainPage } from './pages/plain-page.ts'

/**
 * How a grant ended. `unknown`: no such state, or no more. `refused`: the vendor gave no code, or does not take it. `unfinished`:
 * trouble on the way, of the vendor or ours.
 */
export type GrantEnd =
  | { readonly type: 'unknown'; readonly minutes: number }
  | {
      readonly type: 'connected' | 'denied' | 'refused' | 'unfinished'
      readonly connection: string
      readonly minutes: number
    }

/** For the person whose browser it is. Nothing of what the browser brought stands in it. */
export function grantPage(end: GrantEnd, requestId: string) {
  const { status, title, text } = says[end.type]
  const connection = 'connection' in end ? end.connection : undefined
  const lines = [
    text.replace('{minutes}', String(end.minutes)),
    ...(connection === undefined ? [] : [`Connection: ${connection}`]),
    ...(end.type === 'connected' ? [] : [`An operator begins again at ${grantStart(connection ?? '{connection}')}.`]),
    ...(end.type === 'unfinished' ? [`The log names the reason at request ${requestId}.`] : []),
  ]
  const paragraphs = lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('')
  const again = connection === undefined ? '/' : `/connections/${connection}`
  const body = `${paragraphs}<p><a href="${escapeHtml(again)}">Go on in the console</a></p>`
  return { status, html: plainPage({ title, body }), headers: plainHeaders("'none'") }
}

const says: Readonly<Record<GrantEnd['type'], { status: number; title: string; text: string }>> = {
  connected: { status: 200, title: 'Connected', text: 'Access was granted. You may close this window.' },
  denied: { status: 403, title: 'Not connected', text: 'Access was not allowed. Nothing was changed.' },
  refused: {
    status: 400,
    title: 'Not connected',
    text: 'The other side did not finish the grant. Nothing was changed.',
  },
  unfinished: { status: 502, title: 'Not connected', text: 'Access was allowed, and could not be taken up.' },
  unknown: {
    status: 400,
    title: 'Not connected',
    text: 'This answer was used already, came more than {minutes} minutes after the beginning, or belongs to nothing begun here.',
  },
}
