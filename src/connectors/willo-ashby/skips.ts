import type { Skip } from '../flow.ts'

/** By rule: all is as designed, and nobody needs to act (R18). */
export function skip(reason: string, message: string): Skip {
  return { type: 'skip', reason, message, attention: false }
}

/** A person must act; until they do, every run is `partial`. */
export function attention(reason: string, message: string): Skip {
  return { type: 'skip', reason, message, attention: true }
}
