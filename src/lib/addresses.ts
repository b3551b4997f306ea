const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Https, or http to this machine itself: anywhere else, http would send the key in the clear. */
export function isSafeBaseUrl(text: string): boolean {
  if (!isPlainAddress(text)) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || isLoopback(hostname)
}

/** This machine, by the names that cannot mean another one; as `URL` has the host name. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname)
}

/** An http or https address that carries nothing secret: no user, password, query or fragment. */
export function isPlainAddress(text: string): boolean {
  if (!hasProtocol(text, ['https:', 'http:'])) return false
  const { username, password } = new URL(text)
  return username === '' && password === '' && !/[?#\s]/.test(text)
}

/** `protocols` with their colon. */
export function hasProtocol(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol)
}
