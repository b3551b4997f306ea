import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar, type YAMLMap } from 'yaml'
import type { Json } from './json.ts'
import { reveal } from './yaml-opaque.ts'
import { type Path, showName } from './yaml-problem.ts'
import type { YamlProblem } from './yaml-tree.ts'

type Node = ParsedNode | null
type MapNode = YAMLMap.Parsed<ParsedNode, ParsedNode | null>

/** A tree as JSON, with everything in it that could mean two things named as a problem. */
export function readNode(root: Node): { readonly value: Json; readonly problems: readonly YamlProblem[] } {
  const problems: YamlProblem[] = []
  return { value: toJson(root, problems), problems }
}

/** The offset of what stands at a path, or of the nearest thing around it. */
export function findNode(root: Node, path: Path, part: 'key' | 'value'): number {
  let node = root
  let offset = node?.range[0] ?? 0
  for (const [index, step] of path.entries()) {
    const pair = isMap(node) ? pairOf(node as MapNode, String(step)) : undefined
    const next = pair ? pair.value : isSeq(node) && typeof step === 'number' ? (node.items[step] as Node) : undefined
    if (next === undefined) return offset
    const wantsKey = part === 'key' && index === path.length - 1
    offset = pair && (wantsKey || isEmpty(next)) ? pair.key.range[0] : (next?.range[0] ?? offset)
    node = next
  }
  return offset
}

function toJson(node: Node, problems: YamlProblem[]): Json {
  if (node === null) return null
  const refuse = (message: string) => {
    problems.push({ offset: node.range[0], message })
    return null
  }
  if (isAlias(node)) return refuse('aliases (*) are not read; write the value again')
  if (node.tag !== undefined) return refuse('tags (!) are not read; remove it')
  if (isMap(node)) return mapToJson(node as MapNode, problems)
  if (isSeq(node)) return node.items.map((entry) => toJson(entry as Node, problems))
  const { value, problem } = readScalar(node as Scalar.Parsed)
  return problem === undefined ? value : refuse(problem)
}

function mapToJson(node: MapNode, problems: YamlProblem[]): Json {
  const seen = new Set<string>()
  const entries = node.items.map(({ key, value }) => {
    const name = keyText(key)
    const problem = name === undefined ? 'keys must be text' : keyProblem(name, seen)
    if (problem) problems.push({ offset: key.range[0], message: problem })
    seen.add(name ?? '')
    return [name ?? '', toJson(value, problems)] as const
  })
  return Object.fromEntries(entries.filter(([name]) => name !== '__proto__'))
}

function keyProblem(name: string, seen: ReadonlySet<string>): string | undefined {
  if (name === '') return 'a key is missing before the colon'
  if (name === '__proto__') return 'the key "__proto__" is not allowed'
  if (seen.has(name)) return `the key ${showName(name) ?? 'here'} stands twice in one block; remove one`
  return textProblem(name)
}

/** Keys count as they are written: `yes`, `012` and `2026-01-01` are the texts they look like. */
function keyText(key: ParsedNode): string | undefined {
  return isScalar(key) && key.tag === undefined ? reveal(key.source) : undefined
}

function readScalar(node: Scalar.Parsed): { value: Json; problem?: string } {
  const value = node.value
  if (typeof value === 'string') {
    const text = reveal(value)
    return { value: text, problem: textProblem(text) }
  }
  if (typeof value !== 'number') return { value: value === true || value === false ? value : null }
  if (Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value))) return { value }
  return { value: null, problem: 'this number cannot be kept exactly; put it in quotes if it is text' }
}

function textProblem(text: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text)) return 'has a control character'
  return text.isWellFormed() ? undefined : 'has half a character (a lone surrogate)'
}

function pairOf(node: MapNode, name: string) {
  return node.items.find(({ key }) => keyText(key) === name)
}

function isEmpty(node: Node): boolean {
  return node === null || (isScalar(node) && node.value === null)
}
