import { isMap, isSeq } from 'yaml'
import type { Path } from '../../lib/yaml-problem.ts'
import { addInline, removeInline } from './inline.ts'
import { block, type Entry, flow } from './render.ts'
import {
  breakOf,
  colonEnd,
  columnOf,
  endOf,
  isEmpty,
  lineEnd,
  lineStart,
  type MapNode,
  nextLine,
  nodeAt,
  type PairNode,
  pairEnd,
  pairOf,
  type SeqNode,
  type Splice,
  splice,
} from './splice.ts'

/** The text is right, and yet written in a way that cannot be changed without touching the rest of it. */
export class EditRefusedError extends Error {}

/** How an entry is written where no other shows it. */
export type Style = 'block' | 'flow'

/** At the end of a list, written as its last entry is. The list is made where it is not there. */
export function addEntries(text: string, path: Path, entries: readonly Entry[], style: Style): string {
  if (entries.length === 0) return text
  const parent = nodeAt(text, path.slice(0, -1))
  if (!isMap(parent)) throw new EditRefusedError(`${path.slice(0, -1).join('.')} is not there`)
  const map = parent as MapNode
  const name = String(path.at(-1))
  const pair = pairOf(map, name)
  if (!pair) return addList(text, map, { name, entries, style })
  if (isSeq(pair.value) && pair.value.items.length > 0) return addTo(text, pair.value as SeqNode, entries)
  return map.flow ? fillInline(text, pair, entries) : fill(text, pair, entries, style)
}

function addTo(text: string, list: SeqNode, entries: readonly Entry[]): string {
  if (list.flow) return addInline(text, list, entries.map(flow).join(', '))
  const last = list.items.at(-1)
  const style = isMap(last) && !last.flow ? 'block' : 'flow'
  const at = lineEnd(text, endOf(text, list))
  return splice(text, [{ start: at, end: at, text: lines(text, entries, columnOf(text, list.range[0]), style) }])
}

interface NewList {
  readonly name: string
  readonly entries: readonly Entry[]
  readonly style: Style
}

function addList(text: string, map: MapNode, { name, entries, style }: NewList): string {
  if (map.flow) return addInline(text, map, `${name}: [${entries.map(flow).join(', ')}]`)
  const indent = columnOf(text, map.items[0]!.key.range[0])
  const list = `${' '.repeat(indent)}${name}:${lines(text, entries, indent + 2, style)}`
  const end = pairEnd(text, map.items.at(-1)!)
  // The comments at the end of a file may belong to what stands there now.
  const at = indent === 0 ? endOfDocument(text, end) : lineEnd(text, end)
  const isOwnLine = at === lineStart(text, at)
  const line = isOwnLine ? list + breakOf(text) : breakOf(text) + list
  return splice(text, [{ start: at, end: at, text: line }])
}

function endOfDocument(text: string, after: number): number {
  const marker = /^\.\.\.(?=\s|$)/m.exec(text.slice(after))
  return marker ? after + marker.index : text.length
}

/** A list without entries: nothing, `null` or `[]`. */
function fill(text: string, { key, value }: PairNode, entries: readonly Entry[], style: Style): string {
  const colon = colonEnd(text, key)
  const removed: Splice[] = isEmpty(value) ? [] : [{ start: colon, end: value!.range[1], text: '' }]
  const at = lineEnd(text, isEmpty(value) ? colon : value!.range[1])
  const added = { start: at, end: at, text: lines(text, entries, columnOf(text, key.range[0]) + 2, style) }
  return splice(text, [...removed, added])
}

function fillInline(text: string, { key, value }: PairNode, entries: readonly Entry[]): string {
  const start = colonEnd(text, key)
  const end = isEmpty(value) ? start : value!.range[1]
  return splice(text, [{ start, end, text: ` [${entries.map(flow).join(', ')}]` }])
}

/** Each on lines of its own, a break before each. */
function lines(text: string, entries: readonly Entry[], indent: number, style: Style): string {
  const space = ' '.repeat(indent)
  const written = entries.flatMap((entry) => {
    const [first = '', ...others] = style === 'block' ? block(entry) : [flow(entry)]
    return [`${space}- ${first}`, ...others.map((line) => `${space}  ${line}`)]
  })
  return written.map((line) => breakOf(text) + line).join('')
}

/** The entries at these places of a list, each with its own comment behind it. */
export function removeEntries(text: string, path: Path, indexes: readonly number[]): string {
  const list = nodeAt(text, path)
  if (!isSeq(list) || indexes.length === 0) return text
  if (!list.flow)
    return splice(
      text,
      indexes.map((index) => entryLines(text, list as SeqNode, index)),
    )
  return indexes
    .toSorted((a, b) => b - a)
    .reduce((so, index) => removeInline(so, nodeAt(so, path) as SeqNode, index), text)
}

function entryLines(text: string, list: SeqNode, index: number): Splice {
  const before = list.items[index - 1]
  const from = before ? nextLine(text, endOf(text, before)) : lineStart(text, list.range[0])
  const dash = new RegExp(`^ {${columnOf(text, list.range[0])}}-(?=\\s|$)`, 'm').exec(text.slice(from))
  if (!dash) throw new EditRefusedError('this list is written in a way that only its text can change')
  return { start: from + dash.index, end: nextLine(text, endOf(text, list.items[index]!)), text: '' }
}
