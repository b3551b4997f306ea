import { isObject } from '../../lib/loose.ts'

/** Willo's keys are 32 hexadecimal digits; one written with dashes is the same key. */
export function keyOf(text: string): string | undefined {
  const bare = text.trim().toLowerCase().replaceAll('-', '')
  return /^[0-9a-f]{32}$/.test(bare) ? bare : undefined
}

/** Every key in a text, such as an address that holds one. */
export function keysIn(text: string): readonly string[] {
  return (text.match(KEY) ?? []).map((found) => found.toLowerCase().replaceAll('-', ''))
}

/** The key of what a member refers to: its key, its address, or the object itself. */
export function referredKey(value: unknown): string | undefined {
  if (typeof value === 'string') return keyOf(value) ?? onlyKeyIn(value)
  if (!isObject(value)) return undefined
  return ['key', 'uuid', 'id', 'url'].map((name) => textKey(value[name])).find((key) => key !== undefined)
}

const KEY = /(?<![0-9a-z])(?:[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?![0-9a-z])/gi

function textKey(value: unknown): string | undefined {
  return typeof value === 'string' ? (keyOf(value) ?? onlyKeyIn(value)) : undefined
}

/** Of an address with two keys nobody can say which is meant. */
function onlyKeyIn(text: string): string | undefined {
  const keys = new Set(keysIn(text))
  return keys.size === 1 ? [...keys][0] : undefined
}
