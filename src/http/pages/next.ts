/** Where to go after signing in: a page of ours, whatever somebody wrote into the link. */
export function safeNext(asked: unknown): string {
  if (typeof asked !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(asked) || asked.includes('\\')) return '/'
  const origin = 'https://hirewire.invalid'
  const url = URL.parse(asked, origin)
  return url?.origin === origin && !url.pathname.startsWith('//') ? url.pathname + url.search : '/'
}
