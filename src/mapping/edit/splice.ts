import { isMap, isScalar, isSeq, type Pair, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml'
import type { Path } from '../../lib/yaml-problem.ts'
import { composeYaml } from '../../lib/yaml-tree.ts'

export type MapNode = YAMLMap.Parsed<ParsedNode, ParsedNode | null>
export type SeqNode = YAMLSeq.Parsed<ParsedNode>
export type PairNode = Pair<ParsedNode, ParsedNode | null>

/** One place of a text that becomes another text. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Everything outside of the splices stays as it is, to the byte: no printer of YAML would leave it so. */
export function splice(text: string, splices: readonly Splice[]): string {
  const fromTheEnd = splices.toSorted((a, b) => b.start - a.start)
  return fromTheEnd.reduce((so, { start, end, text: put }) => so.slice(0, start) + put + so.slice(end), text)
}

/** What stands at a path; undefined where nothing does. Only for a text whose problems were looked for before. */
export function nodeAt(text: string, path: Path): ParsedNode | undefined {
  let node: ParsedNode | null | undefined = composeYaml(text).root
  for (const step of path) {
    if (isMap(node)) node = pairOf(node as MapNode, String(step))?.value
    else if (isSeq(node) && typeof step === 'number') node = node.items[step] as ParsedNode | undefined
    else return undefined
  }
  return node ?? undefined
}

export function pairOf(map: MapNode, name: string): PairNode | undefined {
  return map.items.find((pair) => nameOf(pair) === name)
}

export function nameOf({ key }: PairNode): string {
  return isScalar(key) ? (key.source ?? '') : ''
}

export function isEmpty(node: ParsedNode | null | undefined): boolean {
  return !node || (isScalar(node) && (node.source ?? '') === '' && node.type === 'PLAIN')
}

/** Where the last sign of a value stands; a comment behind it is not part of it. */
export function endOf(text: string, node: ParsedNode): number {
  if (isMap(node) && !node.flow) return pairEnd(text, (node as MapNode).items.at(-1)!)
  if (isSeq(node) && !node.flow) return endOf(text, (node as SeqNode).items.at(-1)!)
  return isScalar(node) ? scalarEnd(text, node as Scalar.Parsed) : node.range[1]
}

export function pairEnd(text: string, { key, value }: PairNode): number {
  return isEmpty(value) ? colonEnd(text, key) : endOf(text, value!)
}

export function colonEnd(text: string, key: ParsedNode): number {
  const [before] = /^\s*:/.exec(text.slice(key.range[1])) ?? ['']
  return key.range[1] + before.length
}

/** A block of text (`|`) ends with its line. */
function scalarEnd(text: string, { range }: Scalar.Parsed): number {
  let end = range[1]
  while (end > range[0] && /[\r\n]/.test(text[end - 1]!)) end -= 1
  return end
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

/** Before the line's break. */
export function lineEnd(text: string, offset: number): number {
  const found = text.indexOf('\n', offset)
  if (found < 0) return text.length
  return found > offset && text[found - 1] === '\r' ? found - 1 : found
}

/** Behind the line's break. */
export function nextLine(text: string, offset: number): number {
  const found = text.indexOf('\n', offset)
  return found < 0 ? text.length : found + 1
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset)
}

export function breakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n'
}
