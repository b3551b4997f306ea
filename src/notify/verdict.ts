/** What came of one attempt. Problems hold codes and numbers only: a server's words may repeat the address. */
export type Delivery =
  | { readonly type: 'sent' }
  /** Certainly not sent; `isServer`: no other mail would get through now either. */
  | { readonly type: 'notSent'; readonly problem: string; readonly isServer: boolean }
  /** Certainly not sent, and the same mail never will be. */
  | { readonly type: 'refused'; readonly problem: string }
  /** It was under way when the connection broke: it may have been sent. */
  | { readonly type: 'unclear'; readonly problem: string }

interface SmtpFailure {
  readonly code?: unknown
  readonly command?: unknown
  readonly responseCode?: unknown
  readonly response?: unknown
}

/** https://www.rfc-editor.org/rfc/rfc5321#section-4.2: a reply is certain, 4xx for now, 5xx for good. */
export function deliveryOf(error: unknown, isUnderWay: boolean): Delivery {
  const { code, command, responseCode: status, response } = (error ?? {}) as SmtpFailure
  if (typeof status !== 'number' || status < 400) {
    const what = typeof code === 'string' ? ` (${code})` : ''
    if (isUnderWay) return { type: 'unclear', problem: `the connection broke before the mail server confirmed${what}` }
    return { type: 'notSent', problem: `the mail server could not be reached${what}`, isServer: true }
  }
  // What broke the session says nothing of the message before it: 421 may come at any moment.
  if (isUnderWay && command !== 'DATA')
    return { type: 'unclear', problem: `the mail server ended the session before it confirmed (status ${status})` }
  const isAboutMail = command === 'RCPT TO' || command === 'DATA'
  if (isAboutMail && status >= 500 && !isPolicy(response)) {
    const what = command === 'DATA' ? 'mail' : 'recipient'
    return { type: 'refused', problem: `the mail server refused the ${what} (status ${status})` }
  }
  const at = typeof command === 'string' ? ` at ${command}` : ''
  return { type: 'notSent', problem: `the mail server refused${at} (status ${status})`, isServer: !isAboutMail }
}

/** https://www.rfc-editor.org/rfc/rfc3463#section-3.8: who may send here, which an administrator can change. */
function isPolicy(response: unknown): boolean {
  return typeof response === 'string' && /\b5\.7\.\d/.test(response)
}
