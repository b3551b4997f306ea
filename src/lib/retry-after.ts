/**
 * How long a server asks us to wait, in milliseconds; undefined when it does not say so in a way we can use.
 * A date is compared with the server's own `Date` header, never with our clock: the two may differ by minutes.
 * Both forms: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>): number | undefined {
  const value = headers['retry-after']?.trim()
  if (!value) return undefined
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000)
  const until = httpDate(value)
  const now = httpDate(headers.date ?? '')
  if (until === undefined || now === undefined || until < now) return undefined
  return until - now
}

function httpDate(text: string): number | undefined {
  if (!/^[A-Za-z]{3,9}, /.test(text)) return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}
