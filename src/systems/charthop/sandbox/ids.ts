import { objectIdFrom } from '../../../sandbox/ids.ts'

export type NextId = (kind: string) => string

/**
 * Ids as MongoDB gives them: 24 hexadecimal characters, each greater than the last of its kind, so that a row added
 * while somebody pages through a list turns up on a later page.
 */
export function ascendingIds(): NextId {
  const kinds = new Map<string, { readonly prefix: string; count: number }>()
  return (kind) => {
    const known = kinds.get(kind) ?? { prefix: objectIdFrom('charthop', kind).slice(0, 8), count: 0 }
    kinds.set(kind, known)
    known.count += 1
    return known.prefix + known.count.toString(16).padStart(16, '0')
  }
}

export function isObjectId(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{24}$/.test(text)
}
