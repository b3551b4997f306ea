import { keyOf, keysIn } from './keys.ts'

/**
 * Every key in a delivery, each once. Its shape is documented nowhere, and the event's name is not in it: the caller
 * keeps the keys it knows as participants, reads those again, and ignores the rest.
 */
export function readWilloHook(body: unknown): readonly string[] {
  const keys = new Set<string>()
  for (const { value } of walk(body)) {
    if (typeof value !== 'string') continue
    for (const key of keysIn(value.slice(0, MOST_LETTERS))) if (keys.size < MOST_KEYS) keys.add(key)
  }
  return [...keys]
}

/**
 * What a delivery looks like, for a log: paths and types, no values. The name of a member is shown only where it is a
 * plain word, since a list by name or address would have people as its members.
 */
export function shapeOf(body: unknown): readonly string[] {
  const lines = new Set<string>()
  for (const { path, value } of walk(body)) {
    if (lines.size >= MOST_LINES) break
    lines.add(`${path || '(all)'}: ${typeOf(value)}`)
  }
  return [...lines]
}

const MOST_KEYS = 100
const MOST_LINES = 200
const MOST_VALUES = 10_000
const MOST_LETTERS = 20_000
const DEEPEST = 12

interface Place {
  readonly path: string
  readonly value: unknown
}

function* walk(body: unknown): Generator<Place> {
  const waiting: (Place & { readonly depth: number })[] = [{ path: '', value: body, depth: 0 }]
  for (let count = 0; count < MOST_VALUES; count++) {
    const place = waiting.shift()
    if (!place) return
    yield place
    if (place.depth >= DEEPEST) continue
    for (const child of childrenOf(place)) waiting.push({ ...child, depth: place.depth + 1 })
  }
}

function childrenOf({ path, value }: Place): readonly Place[] {
  if (Array.isArray(value)) return value.slice(0, MOST_VALUES).map((each) => ({ path: `${path}[]`, value: each }))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).map(([name, each]) => ({
    path: path ? `${path}.${plain(name)}` : plain(name),
    value: each,
  }))
}

function plain(name: string): string {
  return /^[a-z]+(_[a-z]+)*$|^[a-z]+([A-Z][a-z]+)*$/.test(name) && name.length <= 40 ? name : '*'
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'string') return keyOf(value) === undefined ? 'text' : 'key'
  return typeof value
}
