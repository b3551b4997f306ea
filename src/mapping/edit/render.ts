import type { Scalar } from 'yaml'

/** What an entry is made of: scalars, maps and lists of maps. */
export type Value = string | number | Entry | readonly Entry[]
export interface Entry {
  readonly [member: string]: Value | undefined
}

/** Letters first, and nothing in it that means something to YAML anywhere. */
const PLAIN = /^\p{L}[\p{L}\p{N} _./()&+@'-]*$/u
const WORDS = /^(true|false|null|yes|no|on|off|y|n)$/i

export function scalar(value: string | number): string {
  if (typeof value === 'number') return String(value)
  return PLAIN.test(value) && !value.endsWith(' ') && !WORDS.test(value) ? value : doubleQuoted(value)
}

/** In the quotes that stand there already, as far as the text can be said in them. */
export function scalarLike({ type }: Scalar, value: string | number): string {
  if (typeof value === 'number') return String(value)
  if (type === 'QUOTE_DOUBLE') return doubleQuoted(value)
  if (type === 'QUOTE_SINGLE' && /^[^\p{C}\p{Zl}\p{Zp}]*$/u.test(value)) return `'${value.replaceAll("'", "''")}'`
  return scalar(value)
}

/** On one line. */
export function flow(value: Value): string {
  if (typeof value !== 'object') return scalar(value)
  if (isList(value)) return `[${value.map(flow).join(', ')}]`
  const members = membersOf(value).map(([name, member]) => `${name}: ${flow(member)}`)
  return `{ ${members.join(', ')} }`
}

/** One line a member, a list one line an entry. */
export function block(entry: Entry): readonly string[] {
  return membersOf(entry).flatMap(([name, value]) => memberLines(name, value))
}

export function memberLines(name: string, value: Value): readonly string[] {
  if (!isList(value)) return [`${name}: ${flow(value)}`]
  return [`${name}:`, ...value.map((entry) => `  - ${flow(entry)}`)]
}

export function membersOf(entry: Entry): readonly (readonly [string, Value])[] {
  return Object.entries(entry).filter((member): member is [string, Value] => member[1] !== undefined)
}

function isList(value: Value): value is readonly Entry[] {
  return Array.isArray(value)
}

/** JSON is YAML, but for some signs that JSON need not escape. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
