import type { Json } from '../lib/json.ts'
import type { Path } from '../lib/yaml-problem.ts'
import type { Env } from './env.ts'

/** What is read as one word before YAML sees it, so that it may stand inside `{ }` too. */
export const REFERENCE = /\$\{[A-Za-z_][A-Za-z0-9_]*(?::-[^}\r\n]*)?\}/g

export interface Expanded {
  readonly value: Json
  readonly problems: readonly { readonly path: Path; readonly message: string }[]
  /** The paths whose text came from variables: `"8080"` may be the number that is wanted there. */
  readonly expanded: ReadonlySet<string>
}

/**
 * Replaces `${NAME}` and `${NAME:-default}` in the parsed texts, never in the file's text: a variable's value stays
 * one value whatever stands in it. `$${` is a plain `${`. A known key without a value counts as
 * left out.
 */
export function expandReferences(value: Json, env: Env): Expanded {
  const problems: { path: Path; message: string }[] = []
  const expanded = new Set<string>()
  const walk = (node: Json, path: Path): Json => {
    if (typeof node === 'string') {
      if (!node.includes('${')) return node
      expanded.add(JSON.stringify(path))
      return expandText(node, env, (message) => problems.push({ path, message }))
    }
    if (Array.isArray(node)) return node.map((entry, index) => walk(entry, [...path, index]))
    if (node === null || typeof node !== 'object') return node
    const entries = Object.entries(node).map(([key, entry]) => [key, walk(entry ?? null, [...path, key]) ?? undefined])
    return Object.fromEntries(entries)
  }
  return { value: walk(value, []), problems, expanded }
}

function expandText(text: string, env: Env, report: (problem: string) => void): string {
  return text.replace(/\$\$\{|\$\{([^}]*)\}?/g, (match, inner: string | undefined) => {
    if (inner === undefined) return '${'
    const [, name, fallback] = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s.exec(inner) ?? []
    if (name === undefined || !match.endsWith('}')) {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the signs to write, not a template
      report('write ${NAME}, or ${NAME:-default}; $${ for the plain signs')
      return ''
    }
    const found = env[name]
    if (fallback !== undefined && !found) return fallback
    const problem = found === undefined ? 'is not set' : shapeProblem(found)
    if (problem) report(`the variable ${name} ${problem}`)
    return found ?? ''
  })
}

/** What copying and quoting leave behind in a secret: the vendor would answer 401, and nobody would see why. */
function shapeProblem(value: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\0-\x1f\x7f]/.test(value)) return 'has a line break or another control character in it'
  if (value !== value.trim()) return 'has spaces around its value'
  return /^['"]|['"]$/.test(value) ? 'has quotes around its value; set it without them' : undefined
}
