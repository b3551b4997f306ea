import { isMap, isScalar, type Scalar } from 'yaml'
import { canonicalJson, type Json } from '../../lib/json.ts'
import type { Path } from '../../lib/yaml-problem.ts'
import { EditRefusedError } from './entries.ts'
import { addInline, removeInline } from './inline.ts'
import { type Entry, flow, memberLines, scalarLike, type Value } from './render.ts'
import {
  breakOf,
  colonEnd,
  columnOf,
  endOf,
  isEmpty,
  lineEnd,
  lineStart,
  type MapNode,
  nameOf,
  nextLine,
  nodeAt,
  type PairNode,
  pairEnd,
  pairOf,
  splice,
} from './splice.ts'

/** Each of these members as it is wanted, or taken out; what says it already stays as it is written. */
export function setMembers(text: string, path: Path, wanted: Entry): string {
  return Object.entries(wanted).reduce((so, [name, value]) => setMember(so, path, name, value), text)
}

export function setMember(text: string, path: Path, name: string, value: Value | undefined): string {
  const map = nodeAt(text, path)
  if (!isMap(map)) throw new EditRefusedError(`${path.join('.')} is not there`)
  const pair = pairOf(map as MapNode, name)
  if (!pair) return value === undefined ? text : addMember(text, map as MapNode, name, value)
  if (value === undefined) return isEmpty(pair.value) ? text : removeMember(text, map as MapNode, pair)
  return changeMember(text, [...path, name], pair, value)
}

/** The text of one scalar, in the quotes it has. */
export function setScalar(text: string, path: Path, value: string | number): string {
  const node = nodeAt(text, path)
  if (!isScalar(node)) throw new EditRefusedError(`${path.join('.')} is not one text`)
  return splice(text, [{ start: node.range[0], end: endOf(text, node), text: scalarLike(node as Scalar, value) }])
}

function changeMember(text: string, path: Path, { key, value: node }: PairNode, value: Value): string {
  if (isSame(node?.toJSON(), value)) return text
  if (isEmpty(node)) return insert(text, colonEnd(text, key), ` ${flow(value)}`)
  if (typeof value !== 'object' && isScalar(node)) return setScalar(text, path, value)
  if (typeof value === 'object' && isMap(node)) {
    const names = (node as MapNode).items.map(nameOf)
    const gone = Object.fromEntries(names.map((name) => [name, (value as Entry)[name]]))
    return setMembers(text, path, { ...(value as Entry), ...gone })
  }
  return splice(text, [{ start: node!.range[0], end: endOf(text, node!), text: flow(value) }])
}

/** Written text is trimmed when it is read. */
function isSame(written: unknown, wanted: Value): boolean {
  const trimmed = typeof written === 'string' ? written.trim() : written
  return canonicalJson((trimmed ?? null) as Json) === canonicalJson(wanted as Json)
}

function addMember(text: string, map: MapNode, name: string, value: Value): string {
  if (map.flow) return addInline(text, map, `${name}: ${flow(value)}`)
  const indent = ' '.repeat(columnOf(text, map.items[0]!.key.range[0]))
  const lines = memberLines(name, value).map((line) => breakOf(text) + indent + line)
  return insert(text, lineEnd(text, pairEnd(text, map.items.at(-1)!)), lines.join(''))
}

function removeMember(text: string, map: MapNode, pair: PairNode): string {
  if (map.flow) return removeInline(text, map, (map.items as PairNode[]).indexOf(pair))
  const start = pair.key.range[0]
  const end = pairEnd(text, pair)
  // Behind the dash of its entry: the dash stays for the members below.
  const isOwnLine = text.slice(lineStart(text, start), start).trim() === ''
  if (!isOwnLine) return splice(text, [{ start, end: lineEnd(text, end), text: '' }])
  return splice(text, [{ start: lineStart(text, start), end: nextLine(text, end), text: '' }])
}

function insert(text: string, at: number, put: string): string {
  return splice(text, [{ start: at, end: at, text: put }])
}
