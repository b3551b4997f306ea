import { createHash } from 'node:crypto'

export type Seed = readonly (string | number)[]

/** The same seed gives the same UUID in every run, so that a demo and a failed test can be read twice. */
export function uuidFrom(...seed: Seed): string {
  const hex = digest(seed)
  // Version 4 and the RFC 9562 variant, so that strict UUID parsers accept it.
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** 24 hexadecimal characters, as document databases number their objects. */
export function objectIdFrom(...seed: Seed): string {
  return digest(seed).slice(0, 24)
}

export interface IdSequence {
  /** The next UUID of this kind; kinds count apart, so adding one object does not rename the others. */
  uuid(kind: string): string
  objectId(kind: string): string
}

export function idSequence(seed: string | number): IdSequence {
  const counts = new Map<string, number>()
  const next = (kind: string): number => {
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    return count
  }
  return {
    uuid: (kind) => uuidFrom(seed, kind, next(kind)),
    objectId: (kind) => objectIdFrom(seed, kind, next(kind)),
  }
}

function digest(seed: Seed): string {
  return createHash('sha256').update(JSON.stringify(seed)).digest('hex')
}
