/** The tags that survive: https://developers.ashbyhq.com/reference/candidatecreatenote */
const KEPT: ReadonlySet<string> = new Set(['b', 'i', 'u', 'a', 'ul', 'ol', 'li', 'code', 'pre'])

const TAG_OR_COMMENT = /<!--.*?-->|<\/?([a-z][a-z0-9-]*)(?:"[^"]*"|'[^']*'|[^'">])*>/gis

/** Other tags go and their text stays; what becomes of attributes is undocumented, here they stay with their tag. */
export function noteHtml(html: string): string {
  return html.replaceAll(TAG_OR_COMMENT, (tag, name?: string) => (KEPT.has(name?.toLowerCase() ?? '') ? tag : ''))
}
