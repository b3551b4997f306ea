import { hasProtocol } from './addresses.ts'

/** Text as HTML shows it, in an element as well as in an attribute's quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!)
}

/** A link that opens a web page; of any other address, which may run something, only the words are left. */
export function htmlLink(address: string | undefined, words: string): string {
  if (address === undefined || !hasProtocol(address, ['https:', 'http:'])) return escapeHtml(words)
  return `<a href="${escapeHtml(address)}">${escapeHtml(words)}</a>`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
