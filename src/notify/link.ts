import { createHash, randomBytes } from 'node:crypto'

/** 256 bits: nobody guesses one, so its digest needs no salt. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a token. Undefined for what no token of ours looks like, which costs no look-up. */
export function tokenHash(token: string): string | undefined {
  if (!/^[\w-]{43}$/.test(token)) return undefined
  return createHash('sha256').update(token).digest('hex')
}

/** Nothing but the token stands in the address: it goes through mail servers, scanners and browser histories. */
export function answerAddress(publicUrl: string, token: string): string {
  return `${publicUrl}/answers/${token}`
}
