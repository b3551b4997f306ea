const FIRST = 0xe000
const CONCEALED = /[\uE000-\uE07F]/g

/**
 * The same text, equally long, with every match moved into Unicode's private use area, where YAML sees plain letters.
 * `{ token: ${NAME} }` would else end at the first brace. Nothing when the text has such characters already.
 */
export function conceal(text: string, pattern: RegExp): string | undefined {
  if (text.search(CONCEALED) !== -1) return undefined
  return text.replace(pattern, (match) => match.replace(/[\0-\x7f]/g, (char) => move(char, FIRST)))
}

export function reveal(text: string): string {
  return text.replace(CONCEALED, (char) => move(char, -FIRST))
}

function move(char: string, by: number): string {
  return String.fromCharCode(char.charCodeAt(0) + by)
}
