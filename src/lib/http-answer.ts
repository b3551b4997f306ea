import type { Timeouts } from './http-watch.ts'
import type { Failure } from './retry.ts'
import { retryAfterMs } from './retry-after.ts'

export interface ConnectionTrouble {
  readonly code?: string
  readonly isTooLarge: boolean
  readonly late?: keyof Timeouts
  readonly reached: boolean
}

/** What is wrong with an answer for every vendor alike; undefined when the vendor's folder is to judge it. */
export function failureOfAnswer(status: number, headers: Readonly<Record<string, string>>): Failure | undefined {
  if (status === 429) return { type: 'rate_limited', retryAfterMs: retryAfterMs(headers) }
  if (status >= 500) {
    return { type: 'failed', reason: 'The server failed', reached: true, retryAfterMs: retryAfterMs(headers) }
  }
  // 303 is the one redirect that says "done, now look there".
  if (status >= 300 && status < 400) return { type: 'refused', reason: REDIRECTED, reached: status === 303 }
  return undefined
}

export function failureOfConnection({ code, isTooLarge, late, reached }: ConnectionTrouble): Failure {
  if (late) return { type: 'failed', reason: LATE[late], reached }
  if (isTooLarge) return { type: 'refused', reason: 'The answer is larger than a call may take', reached }
  if (code && TLS_TROUBLE.test(code)) return { type: 'refused', reason: NOT_PROVEN, reached }
  const reason = reached ? 'The connection broke before a whole answer came' : 'No connection to the server'
  return { type: 'failed', reason, reached }
}

/** Lower-case names, one string each, and no cookies: nothing here keeps a session. */
export function plainHeaders(headers: object): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const)
  return Object.fromEntries(entries.filter(([name]) => name !== 'set-cookie'))
}

/** Request ids stand in messages and logs, so only what looks like one passes. */
export function safeId(text: string | undefined): string | undefined {
  return text && /^[\w.:=/+-]{1,100}$/.test(text) ? text : undefined
}

/** JSON where it is JSON, the text where it is not, undefined where there is none. */
export function parseBody(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const REDIRECTED = 'The server redirects elsewhere, which is never followed; look at the configured baseUrl'

const NOT_PROVEN = 'The server cannot prove who it is (TLS); look at the configured baseUrl and its certificate'

const LATE: Readonly<Record<keyof Timeouts, string>> = {
  connectMs: 'No connection within the time allowed',
  answerMs: 'No answer within the time allowed',
  totalMs: 'No whole answer within the time allowed',
}

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes, and OpenSSL's own. */
const TLS_TROUBLE =
  /CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|^CRL_|^ERR_SSL_|^ERR_TLS_|^EPROTO$/
