import { isMap, isScalar, isSeq, type ParsedNode } from 'yaml'
import { composeYaml } from '../lib/yaml-tree.ts'

const MEMBERS = ['firstName', 'lastName', 'email']
/** The same members where the text is no YAML yet, or stands in a comment. */
const WRITTEN = new RegExp(
  `((?<![\\w-])["']?(?:${MEMBERS.join('|')})["']?[ \\t]*:[ \\t]*)("[^"\\n]*"|'[^'\\n]*'|[^\\s,}#"'][^,}#\\n]*)`,
  'g',
)
/** A word with an @ in it, from its beginning on, so that a long one is gone through once; a comment's # is none of it. */
const ADDRESS = /(?<![^\s<>()[\]{}"',;:])(#*)(?!#)[^\s<>()[\]{}"',;:]*@[^\s<>()[\]{}"',;:]+/g

/**
 * A mapping's text without what it tells of people: the names and addresses of hiring managers, and whatever looks like an
 * address, in comments too. Lines and everything else stay as they are, and what was YAML is YAML still.
 */
export function hidePeople(text: string, mask: string): string {
  const { root, problems } = composeYaml(text)
  const loose = (part: string) =>
    part.replaceAll(WRITTEN, (_, key: string) => key + mask).replaceAll(ADDRESS, `$1${mask}`)
  if (problems.length > 0) return loose(text)
  let [hidden, end, keys] = ['', 0, 0]
  for (const { from, to, value, kind } of [...scalars(root)].sort((one, other) => one.from - other.from)) {
    const written = text.slice(from, to)
    hidden +=
      loose(text.slice(end, from)) +
      (kind === 'personal' ? whole(written, mask) : within(written, value, kind === 'key' ? `${mask}${++keys}` : mask))
    end = to
  }
  return hidden + loose(text.slice(end))
}

/** What stands over lines ends with one. */
function whole(written: string, mask: string): string {
  return mask + (written.endsWith('\n') ? '\n' : '')
}

/** Among escapes a word does not begin or end where it seems to. */
function within(written: string, value: unknown, mask: string): string {
  const hide = (part: string) => part.replaceAll(ADDRESS, `$1${mask}`)
  if (!written.startsWith('"') || !written.includes('\\')) return hide(written)
  const hidden = hide(String(value))
  return hidden === value ? written : JSON.stringify(hidden)
}

interface Scalar {
  readonly from: number
  readonly to: number
  readonly value: unknown
  /** Keys stay different from each other. */
  readonly kind: 'personal' | 'key' | 'value'
}

function* scalars(node: ParsedNode | null, kind: Scalar['kind'] = 'value'): Iterable<Scalar> {
  if (isScalar(node) && node.value !== null) yield { from: node.range[0], to: node.range[1], value: node.value, kind }
  if (isSeq(node)) for (const entry of node.items) yield* scalars(entry as ParsedNode)
  if (isMap(node))
    for (const { key, value } of node.items) {
      const isPersonal = isScalar(key) && MEMBERS.includes(String(key.value))
      yield* scalars(key as ParsedNode, 'key')
      yield* scalars(value as ParsedNode | null, isPersonal ? 'personal' : 'value')
    }
}
