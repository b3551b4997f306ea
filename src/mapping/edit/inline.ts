import { isMap } from 'yaml'
import {
  breakOf,
  endOf,
  lineEnd,
  lineStart,
  type MapNode,
  nextLine,
  pairEnd,
  type SeqNode,
  type Splice,
  splice,
} from './splice.ts'

interface Span {
  readonly start: number
  readonly end: number
}

/** The members of `{ }` or the entries of `[ ]`, with what to put behind the last or to take out. */
export function spansOf(text: string, node: MapNode | SeqNode): readonly Span[] {
  if (isMap(node)) {
    return (node as MapNode).items.map((pair) => ({ start: pair.key.range[0], end: pairEnd(text, pair) }))
  }
  return (node as SeqNode).items.map((item) => ({ start: item.range[0], end: endOf(text, item) }))
}

/** Behind the last; on a line of its own where the bracket closes on another line. */
export function addInline(text: string, node: MapNode | SeqNode, member: string): string {
  const last = spansOf(text, node).at(-1)
  if (!last) return addFirst(text, node, member)
  const rest = text.slice(last.end, node.range[1] - 1)
  const comma = /^(?:\s|#[^\n]*\n)*,/.exec(rest)?.[0].length
  const behind = last.end + (comma ?? 0)
  if (!rest.includes('\n')) return put(text, behind, comma === undefined ? `, ${member}` : ` ${member}`)
  const line = breakOf(text) + indentOf(text, last.start) + member
  const after: Splice = { start: lineEnd(text, behind), end: lineEnd(text, behind), text: line }
  return splice(text, comma === undefined ? [after, { start: last.end, end: last.end, text: ',' }] : [after])
}

function addFirst(text: string, node: MapNode | SeqNode, member: string): string {
  if (!isMap(node)) return put(text, node.range[0] + 1, member)
  return put(text, node.range[0] + 1, text[node.range[0] + 1] === '}' ? ` ${member} ` : ` ${member}`)
}

/** With its comma, and its own comment where it is the last of its line. */
export function removeInline(text: string, node: MapNode | SeqNode, index: number): string {
  const spans = spansOf(text, node)
  const { start, end } = spans[index]!
  const comma = /^\s*,/.exec(text.slice(end))?.[0].length
  const behind = end + (comma ?? 0)
  const isFirstOfLine = text.slice(lineStart(text, start), start).trim() === ''
  const isLastOfLine = /^[ \t]*(#|\r?$)/.test(text.slice(behind, lineEnd(text, behind)))
  if (isFirstOfLine && isLastOfLine) return cut(text, lineStart(text, start), nextLine(text, behind))
  if (isLastOfLine) return cut(text, trimmedStart(text, start), lineEnd(text, behind))
  const before = spans[index - 1]?.end
  const isBetween = before !== undefined && /^[ \t]*,[ \t]*$/.test(text.slice(before, start))
  if (comma === undefined && isBetween) return cut(text, before, end)
  const [space] = /^[ \t]*/.exec(text.slice(behind))!
  return cut(text, start, behind + (comma === undefined ? 0 : space.length))
}

function trimmedStart(text: string, start: number): number {
  return start - /[ \t]*$/.exec(text.slice(lineStart(text, start), start))![0].length
}

function indentOf(text: string, offset: number): string {
  const before = text.slice(lineStart(text, offset), offset)
  return before.trim() === '' ? before : `${/^[ \t]*/.exec(before)![0]}  `
}

function put(text: string, at: number, member: string): string {
  return splice(text, [{ start: at, end: at, text: member }])
}

function cut(text: string, start: number, end: number): string {
  return splice(text, [{ start, end, text: '' }])
}
